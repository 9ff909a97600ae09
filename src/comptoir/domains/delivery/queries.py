"""What others may ask of delivery."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from comptoir.domains.delivery.models import Method as MethodRow
from comptoir.domains.delivery.models import Rate as RateRow
from comptoir.domains.delivery.permissions import DELIVERY_VIEW
from comptoir.domains.delivery.rules import MOST_DAYS, promised_on, rate_gaps, working_day_from
from comptoir.domains.delivery.values import Awaited, DeliveryOption, Method, MethodKind, Rate, RateGap
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money
from comptoir.kernel.remember import remembered
from comptoir.kernel.sql import fetch

REMEMBERED = "delivery"

_OFFERED = """
SELECT rate.countries, rate.from_total_minor, rate.up_to_weight_grams,
       method.code, method.kind, method.labels, coalesce(method.place_id, ''), method.carrier, method.cut_off,
       method.handling_days, method.transit_days_min, method.transit_days_max, method.time_zone, method.origin_country,
       rate.price_minor, rate.currency
  FROM delivery_method AS method JOIN delivery_rate AS rate ON rate.method_id = method.id
 WHERE method.market_id = %s AND method.active
 ORDER BY method.position, method.code, rate.from_total_minor DESC, rate.up_to_weight_grams NULLS LAST, rate.price_minor
"""


def options_for(
    *,
    market: str,
    country: str,
    weight_grams: int,
    goods_total: Money,
    awaited: Awaited | None = None,
    now: datetime,
) -> tuple[DeliveryOption, ...]:
    """The ways of delivery for such a basket, in the merchant's order, priced and promised as of ``now``.

    Where goods are ``awaited``, the promise starts from the day on which they are expected; without one, there is none.
    Collection is offered whatever the buyer's country; a method without a rate that fits is not offered.
    """
    fitting: dict[str, tuple[Any, ...]] = {}
    for countries, from_total, up_to_weight, *offered in _offered(market):
        code, kind, currency = offered[0], offered[1], offered[-1]
        reached = kind == MethodKind.PICKUP or country in countries
        light = up_to_weight is None or weight_grams <= up_to_weight
        if reached and light and currency == goods_total.currency and from_total <= goods_total.minor:
            fitting.setdefault(code, tuple(offered))
    return tuple(_option(offered, country, awaited, now) for offered in fitting.values())


def offered_codes(market: str) -> frozenset[str]:
    """The codes of the methods on offer, to whatever address."""
    return frozenset(code for _countries, _total, _weight, code, *_rest in _offered(market))


@remembered(REMEMBERED)
def _offered(market: str) -> tuple[tuple[Any, ...], ...]:
    """Every rate of the methods on offer; of two rates of a method that fit the same basket, the first counts."""
    return tuple(fetch(_OFFERED, [market]))


def _option(row: tuple[Any, ...], country: str, awaited: Awaited | None, now: datetime) -> DeliveryOption:
    code, kind, labels, place_code, carrier, cut_off, handling, fastest, slowest, zone, origin, price, currency = row
    destination = origin if kind == MethodKind.PICKUP else country
    undated = awaited is not None and awaited.on is None
    earliest_on, latest_on = (
        None
        if undated
        else promised_on(
            ordered_at=now,
            time_zone=zone,
            cut_off=cut_off,
            handling_days=handling,
            transit_days=days,
            origin_country=origin,
            destination_country=destination,
            goods_on=awaited.on if awaited else None,
        )
        for days in (fastest, slowest)
    )
    return DeliveryOption(
        code=code,
        kind=MethodKind(kind),
        labels=labels,
        place_code=place_code,
        carrier=carrier,
        price=Money(price, currency),
        destination=destination,
        earliest_on=earliest_on,
        promised_on=latest_on,
    )


def methods(market: str, *, actor: Actor) -> tuple[Method, ...]:
    """All methods of a market with their rates, those that are not offered included. Two statements."""
    actor.must(DELIVERY_VIEW, market=market)
    rows = MethodRow.objects.filter(market_id=market).order_by("position", "code").prefetch_related("rates")
    return tuple(method_of(row) for row in rows)


def gaps_of(method: Method, *, countries: Sequence[str]) -> tuple[RateGap, ...]:
    """The baskets to which a method is not offered, of those to the market's countries: what its rates leave out.

    Collection costs the same wherever the buyer lives, so only its baskets and weights count.
    """
    if method.kind is MethodKind.PICKUP:
        anywhere = [replace(rate, countries=()) for rate in method.rates]
        return tuple(replace(gap, countries=()) for gap in rate_gaps(anywhere, countries[:1]))
    return rate_gaps(method.rates, countries)


def method_of(row: MethodRow) -> Method:
    """The value of a row and of its rates."""
    rates = sorted(row.rates.all(), key=lambda rate: rate.id)
    return Method(
        code=row.code,
        market=row.market_id,
        kind=MethodKind(row.kind),
        labels=row.labels,
        place_code=row.place_id or "",
        carrier=row.carrier,
        active=row.active,
        position=row.position,
        cut_off=row.cut_off if isinstance(row.cut_off, time) else time.fromisoformat(row.cut_off),
        handling_days=row.handling_days,
        transit_days_min=row.transit_days_min,
        transit_days_max=row.transit_days_max,
        time_zone=row.time_zone,
        origin_country=row.origin_country,
        rates=tuple(_rate(rate) for rate in rates),
    )


def _rate(row: RateRow) -> Rate:
    return Rate(
        price=Money(row.price_minor, row.currency),
        countries=tuple(row.countries),
        from_total=Money(row.from_total_minor, row.currency),
        up_to_weight_grams=row.up_to_weight_grams,
    )


def arrived_by(*, market: str, code: str, left_on: date, country: str) -> date:
    """The day by which goods that left on a day have arrived at the latest, as the way of delivery goes.

    A way that exists no longer is taken to be as slow as any may be told to be.
    """
    found = MethodRow.objects.filter(market_id=market, code=code).values_list("transit_days_max", flat=True).first()
    arrives = left_on
    for _ in range(MOST_DAYS if found is None else found):
        arrives = working_day_from(arrives + timedelta(days=1), country)
    return arrives


def next_working_day(day: date, country: str) -> date:
    """The day itself if people work there in that country, else the next one on which they do."""
    return working_day_from(day, country)
