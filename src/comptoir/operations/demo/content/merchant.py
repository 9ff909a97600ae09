"""The demo merchant: who sells, from which places, under which terms, and how goods leave."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from stdnum import iban
from stdnum.fr import siret, tva

from comptoir.operations.demo.content.reading import HERE, Table
from comptoir.operations.demo.content.values import ContentError, Text

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
PAGES: tuple[tuple[str, Text], ...] = (
    ("legal-notice", Text(fr="Mentions légales", en="Legal notice")),
    ("terms", Text(fr="Conditions générales de vente", en="Terms of sale")),
    ("privacy", Text(fr="Vie privée", en="Privacy")),
)
GREETING = "home"
"""The page whose words stand on the front of the shop, under the merchant's tagline."""

type Hours = Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class PostalAddress:
    company: str
    line1: str
    postal_code: str
    city: str
    country: str
    phone: str = ""

    @property
    def on_one_line(self) -> str:
        return f"{self.line1}, {self.postal_code} {self.city}"


@dataclass(frozen=True, slots=True)
class LegalEntity:
    code: str
    name: str
    legal_form: str
    share_capital_minor: int
    siren: str
    siret: str
    vat_number: str
    rcs: str
    iban: str
    bic: str
    email: str
    phone: str
    oss_registered: bool
    address: PostalAddress


@dataclass(frozen=True, slots=True)
class Market:
    code: str
    name: str
    currency: str
    languages: tuple[str, ...]
    default_language: str
    time_zone: str
    countries: tuple[str, ...]
    order_prefix: str


@dataclass(frozen=True, slots=True)
class Place:
    """``hours`` are local times by day of the week; a day that is missing is closed."""

    code: str
    kind: str
    name: Text
    priority: int
    offers_pickup: bool
    hours: Hours
    address: PostalAddress


@dataclass(frozen=True, slots=True)
class DeliveryRate:
    """Cents and grams; None means no limit, no countries all those of the market."""

    price_minor: int
    countries: tuple[str, ...]
    from_total_minor: int | None
    up_to_weight_grams: int | None


@dataclass(frozen=True, slots=True)
class DeliveryMethod:
    """``cut_off`` is a local time, days are working days."""

    code: str
    kind: str
    label: Text
    note: Text
    carrier: str
    place: str
    cut_off: str
    handling_days: int
    transit_days_min: int
    transit_days_max: int
    rates: tuple[DeliveryRate, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """``body`` is HTML of headings, paragraphs, lists, tables and links, complete: nothing is left to fill in."""

    key: str
    title: Text
    body: Text


@dataclass(frozen=True, slots=True)
class Merchant:
    name: str
    tagline: Text
    sender_name: str
    sender_email: str
    support_email: str
    phone: str
    entity: LegalEntity
    market: Market
    places: tuple[Place, ...]
    delivery: tuple[DeliveryMethod, ...]
    pages: tuple[Page, ...]


@cache
def load_merchant() -> Merchant:
    """Read and check the merchant, its pages and its delivery.

    :raises ContentError: naming the file and the key, for a wrong check digit, an unknown placeholder or a gap.
    """
    table = Table.of_file("merchant.toml")
    merchant, legal = table.table("merchant"), table.table("legal_entity")
    tagline, entity = merchant.text("tagline"), _entity(legal)
    places = tuple(_place(each) for each in table.tables("place"))
    market = _market(table.table("market"))
    delivery = tuple(_method(each, market, places) for each in Table.of_file("delivery.toml").tables("method"))
    facts = _facts(merchant, legal, entity)
    return Merchant(
        name=merchant.string("name"),
        tagline=tagline,
        sender_name=merchant.string("sender_name"),
        sender_email=merchant.string("sender_email"),
        support_email=merchant.string("support_email"),
        phone=merchant.string("phone"),
        entity=entity,
        market=market,
        places=places,
        delivery=delivery,
        pages=tuple(Page(key=key, title=title, body=_body(key, facts)) for key, title in (*PAGES, (GREETING, tagline))),
    )


def _entity(table: Table) -> LegalEntity:
    entity = LegalEntity(
        code=table.string("code"),
        name=table.string("name"),
        legal_form=table.string("legal_form"),
        share_capital_minor=table.integer("share_capital"),
        siren=table.string("siren"),
        siret=table.string("siret"),
        vat_number=table.string("vat_number"),
        rcs=table.string("rcs"),
        iban=table.string("iban"),
        bic=table.string("bic"),
        email=table.string("email"),
        phone=table.string("phone"),
        oss_registered=table.flag("oss_registered"),
        address=_address(table.table("address")),
    )
    if not siret.is_valid(entity.siret) or not entity.siret.startswith(entity.siren):
        raise table.problem("siret", "has a wrong check digit or does not start with the SIREN")
    if not tva.is_valid(entity.vat_number) or not entity.vat_number.endswith(entity.siren):
        raise table.problem("vat_number", "has a wrong key or does not end with the SIREN")
    if not iban.is_valid(entity.iban):
        raise table.problem("iban", "has wrong check digits")
    return entity


def _address(table: Table) -> PostalAddress:
    return PostalAddress(
        company=table.string("company"),
        line1=table.string("line1"),
        postal_code=table.string("postal_code"),
        city=table.string("city"),
        country=table.string("country"),
        phone=table.string("phone", ""),
    )


def _market(table: Table) -> Market:
    return Market(
        code=table.string("code"),
        name=table.string("name"),
        currency=table.string("currency"),
        languages=table.strings("languages"),
        default_language=table.string("default_language"),
        time_zone=table.string("time_zone"),
        countries=table.strings("countries"),
        order_prefix=table.string("order_prefix"),
    )


def _place(table: Table) -> Place:
    hours = table.table("hours")
    return Place(
        code=table.string("code"),
        kind=table.string("kind"),
        name=table.text("name"),
        priority=table.integer("priority"),
        offers_pickup=table.flag("offers_pickup"),
        hours={day: tuple(_span(hours, day, span) for span in hours.strings(day)) for day in hours.raw()},
        address=_address(table.table("address")),
    )


def _span(table: Table, day: str, span: str) -> tuple[str, str]:
    opening, dash, closing = span.partition("-")
    if not dash or opening >= closing:
        raise table.problem(day, f"{span} must be two times, such as 09:00-12:30")
    return opening, closing


def _method(table: Table, market: Market, places: tuple[Place, ...]) -> DeliveryMethod:
    place = table.string("place", "")
    if place and place not in {each.code for each in places if each.offers_pickup}:
        raise table.problem("place", f"{place} is not a place where buyers may collect")
    method = DeliveryMethod(
        code=table.string("code"),
        kind=table.string("kind"),
        label=table.text("label"),
        note=table.text("note"),
        carrier=table.string("carrier", ""),
        place=place,
        cut_off=table.string("cut_off"),
        handling_days=table.integer("handling_days"),
        transit_days_min=table.integer("transit_days_min"),
        transit_days_max=table.integer("transit_days_max"),
        rates=tuple(_rate(each, market) for each in table.tables("rates")),
    )
    table.finished()
    return method


def _rate(table: Table, market: Market) -> DeliveryRate:
    rate = DeliveryRate(
        price_minor=table.integer("price"),
        countries=table.strings("countries"),
        from_total_minor=table.integer_or_none("from_total"),
        up_to_weight_grams=table.integer_or_none("up_to_weight"),
    )
    table.finished()
    if not set(rate.countries) <= set(market.countries):
        raise table.problem("countries", "names a country the market does not deliver to")
    return rate


def _facts(merchant: Table, legal: Table, entity: LegalEntity) -> dict[str, str]:
    """What the pages may ask for between braces."""
    host, mediator = legal.table("host"), legal.table("mediator")
    euros = f"{entity.share_capital_minor // 100:,}".replace(",", "\u00a0")
    siren = f"{entity.siren[:3]}\u00a0{entity.siren[3:6]}\u00a0{entity.siren[6:]}"
    return {
        "shop": merchant.string("name"),
        "company": entity.name,
        "legal_form": entity.legal_form,
        "capital": f"{euros}\u00a0€",
        "address": entity.address.on_one_line,
        "siren": siren,
        "siret": f"{siren}\u00a0{entity.siret[9:]}",
        "rcs": entity.rcs,
        "vat_number": entity.vat_number,
        "phone": _spoken(merchant.string("phone")),
        "email": merchant.string("support_email"),
        "director": legal.string("publication_director"),
        "packaging_identifier": legal.string("packaging_identifier"),
        "host_name": host.string("name"),
        "host_address": host.string("address"),
        "host_phone": _spoken(host.string("phone")),
        "mediator_name": mediator.string("name"),
        "mediator_address": mediator.string("address"),
        "mediator_website": mediator.string("website"),
    }


def _spoken(phone: str) -> str:
    """A French number as it is written in France: +33536491020 is 05 36 49 10 20."""
    national = f"0{phone.removeprefix('+33')}"
    return "\u00a0".join(national[index : index + 2] for index in range(0, 10, 2))


def _body(key: str, facts: Mapping[str, str]) -> Text:
    return Text(fr=_filled(f"pages/{key}.fr.html", facts), en=_filled(f"pages/{key}.en.html", facts))


def _filled(file: str, facts: Mapping[str, str]) -> str:
    source = (HERE / file).read_text(encoding="utf-8").strip()
    unknown = sorted(set(_PLACEHOLDER.findall(source)) - set(facts))
    if unknown:
        raise ContentError(file, unknown[0], "is not a placeholder the merchant's data can fill")
    return _PLACEHOLDER.sub(lambda found: html.escape(facts[found[1]], quote=False), source)
