"""E-mail addresses: one way to write them down, so that one person is one row."""

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Invalid

MAX_LENGTH = 254  # RFC 5321 allows a path of 256, angle brackets included
_validate = EmailValidator()


class BadEmail(Invalid):
    """This is not an e-mail address."""

    code = "emails.bad"
    message = _("This e-mail address is incomplete or has a typing error.")


class NoEmail(BadEmail):
    """There is none at all."""

    code = "emails.missing"
    message = _("Enter an e-mail address.")


def normalised_email(email: str, *, field: str = "email") -> str:
    """The address trimmed and in small letters. Dots and plus signs stay: they are part of the address.

    :raises BadEmail: when it is none, naming the field.
    """
    normal = email.strip().lower()
    if not normal:
        raise NoEmail(field=field)
    try:
        _validate(normal)
    except ValidationError:
        raise BadEmail(field=field) from None
    # Addresses outside ASCII (RFC 6531) are refused by too many mail servers to confirm an order to one.
    if len(normal) > MAX_LENGTH or not normal.isascii():
        raise BadEmail(field=field)
    return normal
