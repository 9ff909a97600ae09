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
