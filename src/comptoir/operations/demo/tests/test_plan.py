from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from comptoir.kernel.addresses import check_address
from comptoir.operations.demo.content.catalogue import load_catalogue
from comptoir.operations.demo.content.merchant import load_merchant
from comptoir.operations.demo.content.people import load_people
from comptoir.operations.demo.history.buyers import invent_buyers
from comptoir.operations.demo.history.calendar import at_work, order_moments
from comptoir.operations.demo.history.plan import (
    SPAN,
    Deed,
    PlannedOrder,
    deeds_between,
    pieces_ordered,
    weeks_of_trade,
)

PARIS = "Europe/Paris"
# Every day of the week, at night and at noon: the shop may be opened at any moment.
MOMENTS = [datetime(2026, 11, 16 + day, hour, 30, tzinfo=UTC) for day in range(7) for hour in (3, 12)]


def planned(now: datetime, seed: int = 1931) -> list[PlannedOrder]:
    return weeks_of_trade(load_merchant(), load_catalogue(), orders=300, now=now, seed=seed)


def state_of(order: PlannedOrder, now: datetime) -> str:
    """Where the deeds done so far leave an order."""
    done = {deed for at, deed in order.deeds if at < now}
    if done & {Deed.CANCEL, Deed.ABANDON}:
        return "cancelled"
    if Deed.SHIP in done:
        return "shipped"
    if Deed.SHIP_PART in done:
        return "partly_shipped"
    if Deed.PREPARE in done:
        return "preparing"
    at_once = order.simulated == "approve"
    return "paid" if at_once or done & {Deed.RETRY, Deed.RECEIVE} else "awaiting_payment"


@pytest.mark.parametrize("now", MOMENTS)
def test_whenever_the_shop_opens_every_queue_has_something(now: datetime) -> None:
    states = Counter(state_of(order, now) for order in planned(now))
    # Whether one stands between its two parcels depends on the hour.
    assert set(states) - {"partly_shipped"} == {"awaiting_payment", "paid", "preparing", "shipped", "cancelled"}
    assert states["shipped"] > 150


def test_the_same_dice_plan_the_same_weeks() -> None:
    assert planned(MOMENTS[0]) == planned(MOMENTS[0])
    assert planned(MOMENTS[0]) != planned(MOMENTS[0], seed=2)


def test_deeds_follow_each_other_and_are_done_once() -> None:
    now = MOMENTS[3]
    plan = planned(now)
    half = now - SPAN / 2
    done = [*deeds_between(plan, now - SPAN, half), *deeds_between(plan, half, now)]
    assert done == list(deeds_between(plan, now - SPAN, now))
    assert [at for at, _, _ in done] == sorted(at for at, _, _ in done)
    for order in plan:
        assert order.deeds[0][1] is Deed.PLACE
        assert len({deed for _, deed in order.deeds}) == len(order.deeds)
        prepared = [at for at, deed in order.deeds if deed in (Deed.PREPARE, Deed.SHIP)]
        assert prepared == sorted(prepared)


def test_what_leaves_arrives_mostly_and_what_is_collected_waits_first() -> None:
    collected = load_merchant().delivery[-1].code
    course = [(order.delivery, {deed: at for at, deed in order.deeds}) for order in planned(MOMENTS[3])]
    sent = [(method, deeds) for method, deeds in course if Deed.SHIP in deeds and Deed.SHIP_PART not in deeds]
    for method, deeds in sent:
        assert (Deed.WAIT in deeds) == (method == collected)
        assert deeds.get(Deed.WAIT, deeds[Deed.PREPARE]) <= deeds[Deed.SHIP]
        assert deeds.get(Deed.ARRIVE, deeds[Deed.SHIP]) >= deeds[Deed.SHIP]
    carried = [deeds for method, deeds in sent if method != collected]
    assert len(carried) * 0.9 < sum(Deed.ARRIVE in deeds for deeds in carried) < len(carried)


def test_pieces_are_counted_over_all_orders() -> None:
    plan = planned(MOMENTS[0])
    assert sum(pieces_ordered(plan).values()) == sum(quantity for order in plan for _, quantity in order.basket)


def test_buyers_have_addresses_that_a_checkout_takes_and_letters_that_reach_nobody() -> None:
    buyers = invent_buyers(load_people(), 300, Random(5))
    assert [buyer for buyer in buyers if check_address(buyer.address)[1]] == []
    assert len({buyer.email for buyer in buyers}) == 300
    assert all(buyer.email.endswith(".example") for buyer in buyers)
    assert {"fr", "en"} == {buyer.language for buyer in buyers}
    assert len({buyer.address.country for buyer in buyers}) > 3


def test_people_work_in_shifts() -> None:
    zone = ZoneInfo(PARIS)
    sunday = datetime(2026, 11, 22, 15, 0, tzinfo=zone)
    assert at_work(sunday, PARIS) == datetime(2026, 11, 23, 8, 0, tzinfo=zone)
    noon = datetime(2026, 11, 24, 12, 30, tzinfo=zone)
    assert at_work(noon, PARIS) == datetime(2026, 11, 24, 13, 0, tzinfo=zone)
    morning = datetime(2026, 11, 24, 9, 41, tzinfo=zone)
    assert at_work(morning, PARIS) == morning


def test_trade_grows_and_has_seasons() -> None:
    end = datetime(2026, 11, 1, tzinfo=UTC)
    moments = order_moments(
        count=4_000,
        start=end - timedelta(days=730),
        end=end,
        growth=3.0,
        seasons=True,
        time_zone=PARIS,
        dice=Random(3),
    )
    assert moments == sorted(moments)
    years = Counter((end - moment).days // 365 for moment in moments)
    assert years[0] > years[1] * 1.5
    months = Counter(moment.month for moment in moments if moment >= end - timedelta(days=365))
    assert months[12] > 1.4 * months[8]
    hours = Counter(moment.astimezone(ZoneInfo(PARIS)).hour for moment in moments)
    assert hours[20] > 10 * hours[3]
