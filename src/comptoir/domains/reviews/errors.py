from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class UnknownReview(NotFound):
    code = "reviews.unknown"
    message = _("This review does not exist, or is not shown any more.")


class NotBought(NotFound):
    """The order has no such line, or nothing of it has been shipped yet."""

    code = "reviews.not_bought"
    message = _("Only items that have been shipped to you can be reviewed.")


class BadStars(Invalid):
    code = "reviews.bad_stars"
    message = _("Please choose between one and five stars.")


class TextTooShort(Invalid):
    code = "reviews.text_too_short"
    message = _("Please write a few words: at least %(least)s characters.")


class ReviewTooLong(Invalid):
    code = "reviews.too_long"
    message = _("At most %(most)s characters, please.")


class LinkInReview(Invalid):
    """What spam is made of."""

    code = "reviews.link"
    message = _("Please leave out web and e-mail addresses: they are not published in reviews.")


class TooManyEdits(Conflict):
    """Every edit has to be read again by somebody."""

    code = "reviews.too_many_edits"
    message = _("This review has been changed %(most)s times and stays as it is. Contact us if something is wrong.")


class EditedMeanwhile(Conflict):
    """The author has changed it since it was read."""

    code = "reviews.edited_meanwhile"
    message = _("The author has changed this review in the meantime. Please read it again.")


class ReasonNeeded(Invalid):
    """The author is told why."""

    code = "reviews.reason_needed"
    message = _("Please choose the reason: the author reads it.")


class AnswerNeeded(Invalid):
    code = "reviews.answer_needed"
    message = _("Please write your answer.")
