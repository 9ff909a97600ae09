from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class StillStands(Conflict):
    """What a case is about is as it was: it can be dismissed, not called resolved."""

    code = "cases.still_stands"
    message = _("The refund is still to be sent. Mark it as sent, and the case closes automatically.")


class UnknownCase(NotFound):
    code = "cases.unknown"
    message = _("There is no such case.")


class ReasonMissing(Invalid):
    """Whoever closes a case says why, in at most 4,000 letters."""

    code = "cases.reason_missing"
    message = _("Give a short reason.")


class EmptyCaseNote(Invalid):
    """A note has words, at most 4,000 letters of them."""

    code = "cases.empty_note"
    message = _("A note needs some text.")


class QuestionFieldNeeded(Invalid):
    """Nobody can be answered without a name, an address and a question."""

    code = "cases.question_field_needed"
    message = _("This field is required.")


class QuestionTooLong(Invalid):
    code = "cases.question_too_long"
    message = _("This is too long: at most %(limit)s characters.")
