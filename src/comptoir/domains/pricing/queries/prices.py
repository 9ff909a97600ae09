"""What things cost and bear in tax."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources

from comptoir.domains.catalogue.values import TaxClass, VariantId
from comptoir.domains.markets import queries as markets
from comptoir.domains.markets.values import Market
from comptoir.domains.pricing import rules
from comptoir.domains.pricing.permissions import PRICING_VIEW
from comptoir.domains.pricing.values import (
    RETAIL,
    Goods,
    Price,
    PriceChange,
    PricedBasket,
    Reduction,
    Taxation,
    TaxCategory,
    UnitPrice,
    VatRate,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money
from comptoir.kernel.sql import fetch


def prices_for(variant_ids: Collection[VariantId], *, market: str) -> dict[VariantId, Price]:
    """The prices in a market, tax included. One statement; a variant without a price there is left out."""
    rows = fetch(
        """SELECT price.variant_id, price.amount_minor, price.compare_at_minor, list.currency
             FROM pricing_pricelist AS list JOIN pricing_price AS price ON price.price_list_id = list.id
            WHERE list.market_id = %s AND list.code = %s AND price.variant_id = ANY(%s)""",
        [market, RETAIL, list(variant_ids)],
        prepared=True,
    )
    return {VariantId(id): _price(amount, compare_at, currency) for id, amount, compare_at, currency in rows}


def _price(amount: int, compare_at: int | None, currency: str) -> Price:
    return Price(amount=Money(amount, currency), compare_at=None if compare_at is None else Money(compare_at, currency))


def price_changes(variant_ids: Collection[VariantId], *, actor: Actor, limit: int = 200) -> list[PriceChange]:
    """The latest changes of these variants' prices in the actor's markets, as one story: newest first."""
    actor.must(PRICING_VIEW)
    rows = fetch(
        """SELECT change.id, change.variant_id, list.code, list.currency, old_amount_minor, old_compare_at_minor,
                  amount_minor, compare_at_minor, actor_label, because, at
             FROM pricing_pricechange AS change JOIN pricing_pricelist AS list ON list.id = change.price_list_id
            WHERE variant_id = ANY(%s) AND (%s::text[] IS NULL OR list.market_id = ANY(%s))
            ORDER BY change.id DESC LIMIT %s""",
        [list(variant_ids), *[None if actor.markets is None else sorted(actor.markets)] * 2, limit],
    )
    return [
        PriceChange(
            id=id,
            variant_id=VariantId(variant),
            price_list=code,
            before=None if old is None else _price(old, old_compare_at, currency),
            after=_price(amount, compare_at, currency),
            actor_label=label,
            because=because,
            at=at,
        )
        for id, variant, code, currency, old, old_compare_at, amount, compare_at, label, because, at in rows
    ]


@cache
def vat_table() -> tuple[VatRate, ...]:
    """The dated table that the program ships, read once."""
    text = resources.files("comptoir.domains.pricing").joinpath("data/vat_rates.toml").read_text("utf-8")
    return tuple(
        VatRate(
            country=row["country"],
            tax_class=row["class"],
            rate=Decimal(row["rate"]),
            starts_on=row["from"],
            ends_on=row.get("to"),
            source=row["source"],
        )
        for row in tomllib.loads(text)["rates"]
    )


@lru_cache(maxsize=4096)
def vat_rate(country: str, tax_class: str, on: date) -> Decimal:
    """The VAT rate of a class of goods in a country on a day, in per cent.

    :raises UnknownTaxClass: for a class that does not exist.
    :raises UnknownRate: for a country outside the EU, or a day before the table begins.
    """
    return rules.rate_on(vat_table(), country=country, tax_class=tax_class, on=on)


def taxation(
    *,
    seller_country: str,
    vat_registered: bool,
    oss_registered: bool,
    destination: str,
    vat_number: str = "",
    on: date,
) -> Taxation:
    """How a sale from one country to another is taxed on a day. ``vat_number`` is the buyer's, "" for a consumer.

    :raises UnknownRate: when the table does not know the country on that day.
    """
    country, category = rules.place_of_taxation(
        seller_country=seller_country,
        vat_registered=vat_registered,
        oss_registered=oss_registered,
        destination=destination,
        vat_number=vat_number,
    )
    exempt = category is TaxCategory.EXEMPT
    rates = {str(kind): Decimal(0) if exempt else vat_rate(country, kind, on) for kind in TaxClass}
    return Taxation(country=country, category=category, rates=rates)


def taxation_in(market: str, *, destination: str = "", vat_number: str = "", on: date) -> Taxation:
    """How a sale of a market is taxed. Until the buyer has told where to deliver: as in the market's first country."""
    return _taxation_in(markets.market(market), destination, vat_number, on)


def _taxation_in(here: Market, destination: str, vat_number: str, on: date) -> Taxation:
    seller = markets.legal_entity(here.legal_entity_id)
    return taxation(
        seller_country=seller.address.country,
        vat_registered=bool(seller.vat_number),
        oss_registered=seller.oss_registered,
        destination=destination or here.countries[0],
        vat_number=vat_number,
        on=on,
    )


def price_goods(
    *,
    market: str,
    goods: Sequence[Goods],
    prices: Mapping[VariantId, Price] | None = None,
    delivery: Money | None = None,
    reduction: Reduction | None = None,
    destination: str = "",
    vat_number: str = "",
    on: date,
) -> PricedBasket:
    """What a basket costs in a market on a day: ``rules.price_basket`` with the market's taxes.

    One statement, or none when ``prices`` (from ``prices_for``) are handed in. ``delivery`` is its list price,
    ``destination`` the country where the goods are handed over: for collection, the place's.

    :raises NotPriced: with every variant that has no price.
    :raises BadBasket: for a quantity below one, a negative delivery price, or delivery without goods.
    """
    here = markets.market(market)
    if prices is None:
        prices = prices_for([each.variant_id for line in goods for each in (line, *line.parts)], market=market)
    return rules.price_basket(
        currency=here.currency,
        goods=goods,
        prices=prices,
        delivery=delivery,
        reduction=reduction,
        taxation=_taxation_in(here, destination, vat_number, on),
    )


def unit_price(amount: Money, *, net_amount: int | None, net_unit: str) -> UnitPrice | None:
    """The price per kilogram, litre or piece beside a price; None where it would say nothing new."""
    return rules.unit_price(amount, net_amount=net_amount, net_unit=net_unit)
