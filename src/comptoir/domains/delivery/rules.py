"""When goods arrive: pure functions of an instant, a clock on the wall and two calendars."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from comptoir.domains.delivery.errors import (
    BadCode,
    BadDays,
    BadMethod,
    BadRate,
    LabelMissing,
    PlaceMissing,
    RatesAlike,
)
from comptoir.domains.delivery.values import MethodDraft, MethodKind, Rate, RateGap
from comptoir.kernel.money import Money

MOST_DAYS = 90
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def promised_on(
    *,
    ordered_at: datetime,
    time_zone: str,
    cut_off: time,
    handling_days: int,
    transit_days: int,
    origin_country: str,
    destination_country: str,
    goods_on: date | None = None,
) -> date:
    """The day the goods are there. Never a holiday or weekend of the destination, never before the day of the order.

    Goods that are still to come, by the day ``goods_on``, are taken in hand on it, or the next working day. Of two
    orders the later one is never promised an earlier day.
    """
    leaves = _leaves_on(ordered_at, time_zone, cut_off, handling_days, origin_country, goods_on)
    if transit_days == 0:
        return working_day_from(leaves, destination_country)
    arrives = leaves
    for _ in range(transit_days):
        arrives = working_day_from(arrives + timedelta(days=1), destination_country)
    return arrives


def _leaves_on(
    ordered_at: datetime, time_zone: str, cut_off: time, handling_days: int, country: str, goods_on: date | None
) -> date:
    zone = ZoneInfo(time_zone)
    ordered_on = ordered_at.astimezone(zone).date()
    day = working_day_from(ordered_on, country)
    # In UTC: in the night when an hour repeats the clock goes back, time does not, and Python compares two instants of
    # one zone by their clocks.
    closes_at = datetime.combine(ordered_on, cut_off, zone).astimezone(UTC)
    if day == ordered_on and ordered_at.astimezone(UTC) >= closes_at:
        day = working_day_from(day + timedelta(days=1), country)
    if goods_on and goods_on > day:
        day = working_day_from(goods_on, country)
    for _ in range(handling_days):
        day = working_day_from(day + timedelta(days=1), country)
    return day


def working_day_from(day: date, country: str) -> date:
    """The day itself if people work there, else the next one on which they do."""
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day


def is_working_day(day: date, country: str) -> bool:
    """Neither a weekend nor a public holiday of the whole country. Where the holidays are unknown: weekdays."""
    days_off, weekend = _calendar(country, day.year)
    return day.weekday() not in weekend and day not in days_off


@lru_cache(maxsize=512)
def _calendar(country: str, year: int) -> tuple[frozenset[date], frozenset[int]]:
    try:
        calendar = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return frozenset(), frozenset({5, 6})
    return frozenset(calendar), frozenset(calendar.weekend)


def method_errors(draft: MethodDraft, *, languages: Collection[str]) -> Iterator[BadMethod]:
    """Everything that is wrong with a method."""
    if not _CODE.fullmatch(draft.code) or len(draft.code) > 40:
        yield BadCode(field="code")
    for language in languages:
        if not draft.labels.get(language, "").strip():
            yield LabelMissing(field=f"labels.{language}")
    if (draft.kind == MethodKind.PICKUP) != bool(draft.place_code):
        yield PlaceMissing(field="place_code")
    if not 0 <= draft.handling_days <= MOST_DAYS:
        yield BadDays(field="handling_days")
    if not 0 <= draft.transit_days_min <= draft.transit_days_max <= MOST_DAYS:
        yield BadDays(field="transit_days_max")


def rate_errors(rates: Sequence[Rate], *, currency: str, countries: Collection[str]) -> Iterator[BadMethod]:
    """Everything that is wrong with the rates of a method, each named by its place in the list."""
    for position, rate in enumerate(rates):
        amounts = [rate.price] if rate.from_total is None else [rate.price, rate.from_total]
        if any(amount.currency != currency or amount.minor < 0 for amount in amounts):
            yield BadRate(field=f"rates.{position}.price")
        if rate.up_to_weight_grams is not None and rate.up_to_weight_grams <= 0:
            yield BadRate(field=f"rates.{position}.up_to_weight_grams")
        if not set(rate.countries) <= set(countries):
            yield BadRate(field=f"rates.{position}.countries")
    yield from _alike(rates, countries)


def _alike(rates: Sequence[Rate], countries: Collection[str]) -> Iterator[BadMethod]:
    """Each is told from the others by its basket, its weight or its countries."""
    taken: defaultdict[tuple[int, int | None], set[str]] = defaultdict(set)
    for position, rate in enumerate(rates):
        own, others = set(rate.countries or countries), taken[_from(rate), rate.up_to_weight_grams]
        if both := own & others:
            yield RatesAlike(field=f"rates.{position}.countries", countries=" ".join(sorted(both)))
        others |= own


def _from(rate: Rate) -> int:
    return rate.from_total.minor if rate.from_total else 0


def rate_gaps(rates: Sequence[Rate], countries: Sequence[str]) -> tuple[RateGap, ...]:
    """What no rate is for, countries with the same gap together. Between two rates there is none: where a rate of a
    higher basket does not fit, the one below it does."""
    gaps: defaultdict[tuple[Money | None, int | None], list[str]] = defaultdict(list)
    for country in countries:
        fitting = [rate for rate in rates if not rate.countries or country in rate.countries]
        if not fitting:
            gaps[None, None].append(country)
            continue
        lowest = min(fitting, key=_from)
        if _from(lowest):
            gaps[lowest.from_total, None].append(country)
        free = min((_from(rate) for rate in fitting if rate.up_to_weight_grams is None), default=None)
        lighter = [rate for rate in fitting if free is None or _from(rate) < free]
        heaviest = max((rate.up_to_weight_grams or 0 for rate in lighter), default=0)
        if heaviest:
            gaps[None if free is None else Money(free, lowest.price.currency), heaviest].append(country)
    return tuple(
        RateGap(countries=tuple(found), below=below, above_grams=above) for (below, above), found in gaps.items()
    )
