"""The promised day: never a holiday, never before the order, never earlier for a later order."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.delivery.rules import is_working_day, promised_on, rate_errors, rate_gaps, working_day_from
from comptoir.domains.delivery.values import Rate, RateGap
from comptoir.kernel.money import Money

PARIS = ZoneInfo("Europe/Paris")
zones = st.sampled_from(["Europe/Paris", "Europe/Lisbon", "Atlantic/Azores", "America/New_York", "Pacific/Auckland"])
countries = st.sampled_from(["FR", "DE", "ES", "GR", "LU", "JP", "AX"])
# Hypothesis takes its bounds without a zone.
instants = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - see above
    datetime(2032, 12, 31),  # noqa: DTZ001 - see above
    timezones=st.just(UTC),
)
clocks = st.times().map(lambda clock: clock.replace(microsecond=0))
days = st.integers(0, 12)
promises = st.fixed_dictionaries(
    {
        "time_zone": zones,
        "cut_off": clocks,
        "handling_days": days,
        "transit_days": days,
        "origin_country": countries,
        "destination_country": countries,
    }
)


def in_paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def promise(
    text: str,
    *,
    cut_off: str = "14:00",
    handling: int = 0,
    transit: int = 2,
    to: str = "FR",
    goods_on: date | None = None,
) -> date:
    return promised_on(
        ordered_at=in_paris(text),
        time_zone="Europe/Paris",
        cut_off=time.fromisoformat(cut_off),
        handling_days=handling,
        transit_days=transit,
        origin_country="FR",
        destination_country=to,
        goods_on=goods_on,
    )


@given(instants, promises)
def test_never_a_day_off_and_never_before_the_order(ordered_at, terms):
    day = promised_on(ordered_at=ordered_at, **terms)
    where = terms["destination_country"]

    assert is_working_day(day, where)
    assert day >= ordered_at.astimezone(ZoneInfo(terms["time_zone"])).date()
    if where != "AX":  # not known to the calendar: weekends only
        assert day not in holidays.country_holidays(where, years=day.year)


@given(instants, st.timedeltas(timedelta(0), timedelta(days=20)), promises)
def test_a_later_order_is_never_promised_an_earlier_day(ordered_at, later, terms):
    assert promised_on(ordered_at=ordered_at, **terms) <= promised_on(ordered_at=ordered_at + later, **terms)


@given(instants, promises)
def test_more_days_never_arrive_earlier(ordered_at, terms):
    day = promised_on(ordered_at=ordered_at, **terms)
    for name in ("handling_days", "transit_days"):
        assert day <= promised_on(ordered_at=ordered_at, **{**terms, name: terms[name] + 1})


@pytest.mark.parametrize(
    ("ordered", "promised"),
    [
        ("2026-11-23T13:59:59", "2026-11-25"),  # Monday, before the cut-off
        ("2026-11-23T14:00:00", "2026-11-26"),
        ("2026-11-27T13:00:00", "2026-12-01"),  # Friday: Monday, Tuesday
        ("2026-11-27T15:00:00", "2026-12-02"),
        ("2026-11-28T09:00:00", "2026-12-02"),  # Saturday counts as Monday
        ("2026-12-24T10:00:00", "2026-12-29"),  # Thursday: Christmas, weekend, Monday, Tuesday
        ("2026-12-31T10:00:00", "2027-01-05"),  # over the new year
        ("2028-02-28T10:00:00", "2028-03-01"),  # 29 February is a Tuesday
    ],
)
def test_by_hand(ordered, promised):
    assert promise(ordered) == date.fromisoformat(promised)


@pytest.mark.parametrize(
    ("goods_on", "promised"),
    [
        ("2026-11-20", "2026-11-25"),  # they are there: as if nothing was awaited
        ("2026-12-01", "2026-12-03"),  # Tuesday, taken in hand on that day: Thursday
        ("2026-12-05", "2026-12-09"),  # Saturday counts as Monday
        ("2026-12-25", "2026-12-30"),  # Christmas, weekend, Monday
    ],
)
def test_goods_that_are_still_to_come_are_taken_in_hand_on_the_day_they_are_expected(goods_on, promised):
    assert promise("2026-11-23T10:00:00", goods_on=date.fromisoformat(goods_on)) == date.fromisoformat(promised)


@given(instants, st.dates(date(2020, 1, 1), date(2032, 12, 31)), st.timedeltas(timedelta(0), timedelta(9)), promises)
def test_goods_that_come_later_never_arrive_earlier(ordered_at, goods_on, later, terms):
    day = promised_on(ordered_at=ordered_at, goods_on=goods_on, **terms)
    assert day >= promised_on(ordered_at=ordered_at, **terms)
    assert goods_on <= day <= promised_on(ordered_at=ordered_at, goods_on=goods_on + later, **terms)


def test_the_destination_has_holidays_of_its_own():
    assert promise("2026-10-01T10:00:00", transit=2) == date(2026, 10, 5)  # Friday, Monday
    assert promise("2026-10-01T10:00:00", transit=2, to="PT") == date(2026, 10, 6)  # 5 October: day of the Republic


def test_collected_the_same_day():
    assert promise("2026-11-23T10:00:00", transit=0) == date(2026, 11, 23)
    assert promise("2026-11-23T10:00:00", transit=0, handling=1) == date(2026, 11, 24)
    assert promise("2026-11-11T10:00:00", transit=0) == date(2026, 11, 12)  # armistice


def test_in_the_night_when_an_hour_repeats_time_does_not_go_back():
    # In the Azores 00:00 to 01:00 of 26 October 2025 comes twice. It is a Sunday there; in a calendar whose weekend is
    # Friday and Saturday (Saudi Arabia) people work, and a cut-off at 00:30 lies within the hour.
    zone = ZoneInfo("Atlantic/Azores")
    clocks = [(0, 29, 0), (0, 31, 0), (0, 29, 1), (0, 31, 1)]
    days = [
        promised_on(
            ordered_at=datetime(2025, 10, 26, hour, minute, tzinfo=zone, fold=fold),
            time_zone="Atlantic/Azores",
            cut_off=time(0, 30),
            handling_days=0,
            transit_days=1,
            origin_country="SA",
            destination_country="SA",
        )
        for hour, minute, fold in clocks
    ]

    # The second 00:29 comes after the first 00:31, whatever the clock says.
    assert days == [date(2025, 10, 27), *[date(2025, 10, 28)] * 3]


@pytest.mark.parametrize("cut_off", ["02:00", "02:30", "03:00"])
def test_a_cut_off_that_the_clock_jumps_over(cut_off):
    # 28 March 2027, a Sunday, loses the hour from 2 to 3; the Monday after it is Easter Monday.
    assert promise("2027-03-28T01:59:00", cut_off=cut_off, transit=1) == date(2027, 3, 31)


def test_an_unknown_calendar_knows_weekends():
    assert working_day_from(date(2026, 11, 28), "XX") == date(2026, 11, 30)


def rate(*countries: str, basket: int = 0, weight: int | None = None, price: int = 590) -> Rate:
    from_total = Money(basket, "EUR") if basket else None
    return Rate(price=Money(price, "EUR"), countries=countries, from_total=from_total, up_to_weight_grams=weight)


@pytest.mark.parametrize(
    ("rates", "alike"),
    [
        ([rate("FR", "BE"), rate("BE", "LU")], {"rates.1.countries": "BE"}),
        ([rate(), rate("LU", price=0)], {"rates.1.countries": "LU"}),
        ([rate(basket=5_000, weight=900), rate(basket=5_000, weight=900)], {"rates.1.countries": "BE FR LU"}),
        ([rate("FR"), rate("BE"), rate("FR", basket=1), rate("FR", weight=1)], {}),
    ],
)
def test_of_two_rates_it_is_clear_which_one_counts(rates: list[Rate], alike: dict[str, str]) -> None:
    found = rate_errors(rates, currency="EUR", countries=["FR", "BE", "LU"])
    assert {error.field: error.facts["countries"] for error in found} == alike


def test_what_rates_leave_out_is_known() -> None:
    rates = [rate("FR"), rate("FR", basket=6_000, weight=1), rate("BE", basket=2_000, weight=5_000)]
    rates.append(rate("BE", basket=9_000, weight=30_000))
    assert rate_gaps(rates, ["FR", "BE", "LU", "MC"]) == (
        RateGap(countries=("BE",), below=Money(2_000, "EUR")),
        RateGap(countries=("BE",), above_grams=30_000),
        RateGap(countries=("LU", "MC")),
    )
    assert rate_gaps([rate()], ["FR", "BE"]) == ()
    assert rate_gaps([rate(weight=5_000), rate(basket=10_000)], ["FR"]) == (
        RateGap(countries=("FR",), below=Money(10_000, "EUR"), above_grams=5_000),
    )
