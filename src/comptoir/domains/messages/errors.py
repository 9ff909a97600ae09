from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import BusinessError, Conflict, Invalid, NotFound


class UnknownMessage(NotFound):
    code = "messages.unknown"
    message = _("There is no such message.")


class LetterRefused(BusinessError):
    """The mail server will never take this letter; trying again is no use."""

    code = "messages.letter_refused"
    message = _("The mail server refused this e-mail: %(reason)s")


class NotResendable(Invalid):
    code = "messages.not_resendable"
    message = _("This kind of message cannot be sent for this order.")


class UnknownAlert(NotFound):
    code = "messages.unknown_alert"
    message = _("This link does not lead to an alert, or no longer does.")


class StillThere(Conflict):
    """Nobody has to wait for what can be had."""

    code = "messages.still_there"
    message = _("This item is available right now: you can order it.")


class NothingToWaitFor(Invalid):
    """The article is not sold in this market (any more)."""

    code = "messages.nothing_to_wait_for"
    message = _("This item is no longer sold here.")
