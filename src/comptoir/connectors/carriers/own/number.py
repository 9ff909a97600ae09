"""Parcel numbers of our own: ``CP``, fifteen digits, and a check digit."""

from uuid import UUID

from stdnum import luhn

_FIFTEEN_DIGITS = 10**15


def number_of(key: UUID) -> str:
    """The number that belongs to a key, always the same one: asked again, the parcel is not announced twice.

    Of the key only its random bits count: two parcels in 10**15 have the same number by chance.
    """
    digits = f"{(key.int & (2**62 - 1)) % _FIFTEEN_DIGITS:015d}"
    return f"CP{digits}{luhn.calc_check_digit(digits)}"


def spaced(number: str) -> str:
    """As people read it out: "CP 1234 5678 9012 3456"."""
    return " ".join((number[:2], *(number[at : at + 4] for at in range(2, len(number), 4))))
