"""Pure checks of what is written down about a customer."""

import hashlib
from collections.abc import Iterator
from dataclasses import fields

from stdnum.eu import vat

from comptoir.domains.customers.errors import BadVatNumber, FieldTooLong
from comptoir.domains.customers.values import CustomerDetails
from comptoir.kernel.addresses import Address
from comptoir.kernel.errors import Invalid

LIMIT = 200
MOST_PASSWORD = 200


def details_errors(details: CustomerDetails) -> Iterator[Invalid]:
    """What is wrong, by field; the e-mail address is the kernel's to check."""
    for field in fields(CustomerDetails):
        if field.name != "email" and len(getattr(details, field.name)) > LIMIT:
            yield FieldTooLong(field=field.name, limit=LIMIT)
    if details.vat_number and not vat.is_valid(details.vat_number):
        yield BadVatNumber(field="vat_number")


def tidy(text: str) -> str:
    """Single spaces, none around."""
    return " ".join(text.split())


def address_errors(address: Address) -> Iterator[Invalid]:
    """What is wrong with lengths and the VAT number; the country's own rules are the kernel's."""
    for field, value in address.values().items():
        if len(value) > LIMIT:
            yield FieldTooLong(field=field, limit=LIMIT)
    if address.vat_number and not vat.is_valid(address.vat_number):
        yield BadVatNumber(field="vat_number")


def secret_hash(secret: str) -> str:
    """How the secret of a session is kept. It is long and random, so it needs no salt and no slowness."""
    return hashlib.sha256(secret.encode()).hexdigest()
