"""Invented buyers. The same dice make the same people."""

from dataclasses import dataclass, replace
from random import Random

from comptoir.kernel.addresses import Address, check_address
from comptoir.kernel.texts import slug_of
from comptoir.operations.demo.content.people import Company, Foreigner, People, mobile_number

_ABROAD, _COMPANIES = 12, 8  # of a hundred
_SPEAKS_FRENCH = frozenset({"FR", "BE", "LU"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Somebody who orders, perhaps again. ``number`` tells them apart."""

    number: int
    email: str
    language: str
    address: Address

    @property
    def from_france(self) -> bool:
        return self.address.country == "FR"


def invent_buyers(people: People, count: int, dice: Random) -> list[Buyer]:
    """So many buyers: most from France, some companies, some from the neighbouring countries."""
    foreigners = [each for each in people.abroad if not check_address(_abroad(each))[1]]
    buyers: list[Buyer] = []
    known: set[str] = set()
    for number in range(count):
        kind = dice.randrange(100)
        if kind < _ABROAD and foreigners:
            address = _abroad(foreigners[number % len(foreigners)])
        elif kind < _ABROAD + _COMPANIES:
            address = _firm(people, people.companies[number % len(people.companies)], dice)
        else:
            address = _household(people, dice)
        address = replace(address, phone=mobile_number(number) if address.country == "FR" else "")
        email = _email(address, number, known)
        language = "fr" if address.country in _SPEAKS_FRENCH and dice.randrange(20) else "en"
        buyers.append(Buyer(number=number, email=email, language=language, address=address))
    return buyers


def _household(people: People, dice: Random) -> Address:
    town = dice.choice(people.towns)
    return Address(
        name=f"{dice.choice(people.first_names)} {dice.choice(people.last_names)}",
        line1=f"{dice.randrange(1, 90)} {dice.choice(people.streets)}",
        postal_code=town.postal_code,
        city=town.name,
        country="FR",
    )


def _firm(people: People, company: Company, dice: Random) -> Address:
    home = _household(people, dice)
    return replace(home, company=company.name, vat_number=company.vat_number)


def _abroad(who: Foreigner) -> Address:
    return Address(
        name=f"{who.first_name} {who.last_name}",
        line1=f"{who.street} 12" if who.country in {"DE", "NL", "IT"} else f"12, {who.street}",
        postal_code=who.postal_code,
        city=who.town,
        country=who.country,
    )


def _email(address: Address, number: int, known: set[str]) -> str:
    """Below .example, which nobody can own: no letter of the demo ever reaches anybody."""
    name = slug_of(address.name).replace("-", ".")
    email = f"{name}@courriel.example"
    if email in known:
        email = f"{name}.{number}@courriel.example"
    known.add(email)
    return email
