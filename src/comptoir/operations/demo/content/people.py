"""Whom generated customers and addresses are made of."""

from dataclasses import dataclass
from functools import cache

from stdnum.fr import siren

from comptoir.operations.demo.content.reading import Table


@dataclass(frozen=True, slots=True)
class Town:
    postal_code: str
    name: str


@dataclass(frozen=True, slots=True)
class Foreigner:
    country: str
    postal_code: str
    town: str
    street: str
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    siren: str

    @property
    def vat_number(self) -> str:
        """From the SIREN, by the key of the French tax code: 12 plus three times the SIREN, modulo 97."""
        return f"FR{(12 + 3 * (int(self.siren) % 97)) % 97:02d}{self.siren}"


@dataclass(frozen=True, slots=True)
class People:
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[Town, ...]
    abroad: tuple[Foreigner, ...]
    companies: tuple[Company, ...]
    comments: tuple[str, ...]


@cache
def load_people() -> People:
    """:raises ContentError: for a list that is missing or a SIREN with a wrong check digit."""
    table = Table.of_file("people.toml")
    people = People(
        first_names=table.strings("first_names"),
        last_names=table.strings("last_names"),
        streets=table.strings("streets"),
        towns=tuple(Town(*row) for row in table.raw()["towns"]),
        abroad=tuple(Foreigner(*row) for row in table.raw()["abroad"]),
        companies=tuple(Company(*row) for row in table.raw()["companies"]),
        comments=table.strings("comments"),
    )
    wrong = [company.name for company in people.companies if not siren.is_valid(company.siren)]
    if wrong:
        raise table.problem("companies", f"the SIREN of {wrong[0]} has a wrong check digit")
    return people


def mobile_number(index: int) -> str:
    """A mobile number of the range that Arcep keeps for fiction (06 39 98 00 00 to 99 99), in international form."""
    return f"+3363998{index % 10_000:04d}"
