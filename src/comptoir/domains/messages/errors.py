from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import BusinessError, Invalid, NotFound


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
