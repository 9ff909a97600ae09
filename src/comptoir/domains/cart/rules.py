"""Pure checks of what a buyer types."""

import re
from collections.abc import Iterator

import phonenumbers
from stdnum.eu import vat

from comptoir.domains.cart.errors import BadEmail, BadPhone, BadVatNumber, DetailMissing, TextTooLong
from comptoir.kernel.addresses import Address
from comptoir.kernel.errors import Invalid

# The WHATWG's rule for <input type=email>, plus a dot in the domain: what a browser accepts, we accept.
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
MOST_CHARACTERS = 200
MOST_COMMENT = 2000


def email_errors(email: str) -> Iterator[Invalid]:
    """What is wrong with an e-mail address, if anything."""
    if not email:
        yield DetailMissing(field="email")
    elif len(email) > 254 or not _EMAIL.fullmatch(email):
        yield BadEmail(field="email")


def address_errors(address: Address, *, prefix: str) -> Iterator[Invalid]:
    """What is wrong with the telephone and VAT number and the lengths; the country's own rules are the kernel's."""
    for field, value in address.values().items():
        if len(value) > MOST_CHARACTERS:
            yield TextTooLong(field=f"{prefix}.{field}", most=MOST_CHARACTERS)
    if address.phone and not _phone_is_possible(address.phone, address.country):
        yield BadPhone(field=f"{prefix}.phone")
    if address.vat_number and not vat.is_valid(address.vat_number):
        yield BadVatNumber(field=f"{prefix}.vat_number")


def _phone_is_possible(phone: str, country: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(phone, country or None))
    except phonenumbers.NumberParseException:
        return False
