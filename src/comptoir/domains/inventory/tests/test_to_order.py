"""Promised beyond the shelf: what buyers are told, whom the goods serve when they come, and when they are late."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    cancel_purchase_order,
    claim_stock,
    close_purchase_order,
    place_purchase_order,
    receive_goods,
    release_stock,
    reserve_stock,
    set_stock_policies,
    ship_stock,
)
from comptoir.domains.inventory.errors import NotThereYet
from comptoir.domains.inventory.queries import availability_for, awaited_for, overdue_goods, short_variants
from comptoir.domains.inventory.rules import arrivals_of, availability_of, band_of, choose_places, standing_of
from comptoir.domains.inventory.testing import make_stock, purchase_of
from comptoir.domains.inventory.values import (
    Arrival,
    Availability,
    Band,
    Coming,
    Level,
    PlacedLine,
    PurchaseOrderId,
    StockLine,
    StockPolicy,
)
from comptoir.domains.network.testing import SHOP, WAREHOUSE, make_place
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER

pytestmark = pytest.mark.django_db
TODAY, SOON, LATER = NOON.date(), date(2026, 12, 15), date(2027, 1, 20)
HONEY = VariantId(UUID(int=1))


def set_policy(variant_id: VariantId, place: str = WAREHOUSE.code, **numbers: Any) -> None:
    policy = replace(StockPolicy(variant_id=variant_id, place_code=place), **numbers)
    set_stock_policies(batch=[policy], actor=OWNER, now=NOON)


def reserve(variant_id: VariantId, quantity: int, *, on_order: int = 0, paid: bool = False) -> UUID:
    order_id = new_id()
    lines = [StockLine(variant_id=variant_id, quantity=quantity)]
    until = NOON + timedelta(minutes=30)
    beyond = reserve_stock(lines=lines, order_id=order_id, until=until, actor=OWNER, now=NOON)
    assert beyond == ({variant_id: on_order} if on_order else {})
    if paid:
        claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    return order_id


def receive(purchase_order_id: PurchaseOrderId, variant_id: VariantId, quantity: int) -> None:
    lines = [StockLine(variant_id=variant_id, quantity=quantity)]
    receive_goods(
        purchase_order_id=purchase_order_id, lines=lines, key=str(new_id()), even_more=True, actor=OWNER, now=NOON
    )


def buy(variant_id: VariantId, quantity: int, on: date) -> PurchaseOrderId:
    id = purchase_of((variant_id, quantity), ordered=False)
    place_purchase_order(purchase_order_id=id, expected_on=on, actor=OWNER, now=NOON)
    return id


def told(variant_id: VariantId) -> Availability:
    return availability_for([variant_id])[variant_id]


def announced() -> int:
    return OutboxEvent.objects.filter(name="inventory.availability_changed.1").count()


def waiting(*order_ids: UUID) -> list[tuple[int, date | None] | None]:
    found = awaited_for(order_ids)
    return [(found[id][0].quantity, found[id][0].expected_on) if id in found else None for id in order_ids]


def test_beyond_the_shelf_a_buyer_is_told_when_the_goods_come() -> None:
    honey = make_stock(2)
    set_policy(honey, backorder_limit=5, preorder=True, expected_on=SOON)
    assert told(honey) == Availability(
        variant_id=honey,
        available=7,
        band=Band.LOW,
        on_shelf=2,
        preorder=True,
        arrivals=(Arrival(pieces=5, on=SOON),),
    )
    assert (told(honey).on_order(2), told(honey).on_order(3)) == (0, 1)
    before = announced()
    reserve(honey, 3, on_order=1)
    assert announced() == before + 1, "what a buyer is told has changed"
    assert (told(honey).band, told(honey).available, told(honey).expected_on) == (Band.TO_ORDER, 4, SOON)
    reserve(honey, 1, on_order=1)
    assert announced() == before + 1, "only the number has"
    set_policy(honey, backorder_limit=5, preorder=True, expected_on=LATER)
    assert announced() == before + 2, "another day is told"
    reserve(honey, 3, on_order=3)
    assert (told(honey).band, told(honey).arrivals) == (Band.OUT, ())


def test_a_day_that_has_passed_is_not_told() -> None:
    honey = make_stock(0)
    set_policy(honey, backorder_limit=5, expected_on=SOON)
    assert told(honey).expected_for(1, today=SOON) == SOON
    assert told(honey).expected_for(1, today=SOON + timedelta(days=1)) is None


def test_purchase_orders_say_when_each_piece_is_there() -> None:
    honey = make_stock(0)
    set_policy(honey, backorder_limit=20)
    assert told(honey).arrivals == ()
    before = announced()
    first, second = buy(honey, 4, SOON), buy(honey, 10, LATER)
    assert announced() == before + 1
    assert told(honey).arrivals == (Arrival(pieces=4, on=SOON), Arrival(pieces=14, on=LATER))
    assert [told(honey).expected_for(pieces, today=TODAY) for pieces in (4, 5, 15)] == [SOON, LATER, None]
    reserve(honey, 3, on_order=3)
    assert announced() == before + 1
    order_id = reserve(honey, 1, on_order=1)
    assert announced() == before + 2, "the next piece comes later"
    assert told(honey).arrivals == (Arrival(pieces=10, on=LATER),)
    release_stock(order_id=order_id, actor=OWNER, now=NOON)
    assert (announced(), told(honey).expected_on) == (before + 3, SOON)
    receive(first, honey, 4)
    assert (told(honey).band, told(honey).on_shelf) == (Band.LOW, 1)
    cancel_purchase_order(purchase_order_id=second, because="Dearer than agreed", actor=OWNER, now=NOON)
    assert told(honey).arrivals == ()


def test_what_a_supplier_will_not_send_any_more_is_not_expected() -> None:
    honey = make_stock(0)
    set_policy(honey, backorder_limit=20)
    order_id = buy(honey, 9, SOON)
    reserve(honey, 5, on_order=5)
    receive(order_id, honey, 2)
    assert told(honey).expected_on == SOON
    before = announced()
    close_purchase_order(purchase_order_id=order_id, because="The rest was sold out", actor=OWNER, now=NOON)
    assert (told(honey).expected_on, announced()) == (None, before + 1)


def test_the_day_of_the_policy_counts_before_those_of_purchase_orders() -> None:
    honey = make_stock(0)
    set_policy(honey, backorder_limit=5, expected_on=LATER)
    before = announced()
    buy(honey, 9, SOON)
    assert (told(honey).expected_on, announced()) == (LATER, before)


def test_goods_that_come_are_first_for_those_who_have_paid_in_their_order() -> None:
    honey = make_stock(1)
    set_policy(honey, backorder_limit=10)
    purchase = buy(honey, 4, SOON)
    unpaid, first, second = reserve(honey, 1), reserve(honey, 2, on_order=2), reserve(honey, 2, on_order=2)
    for order_id in (first, second):
        claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    assert waiting(first, second, unpaid) == [(1, SOON), (2, SOON), (1, SOON)]
    receive(purchase, honey, 1)
    assert waiting(first, second, unpaid) == [None, (2, SOON), (1, SOON)]
    assert (told(honey).band, told(honey).on_shelf, told(honey).available) == (Band.TO_ORDER, 0, 7)
    line = PlacedLine(variant_id=honey, place_code=WAREHOUSE.code, quantity=2)
    ship_stock(order_id=first, lines=[line], reference="FR-1", actor=OWNER, now=NOON)
    assert waiting(first, second, unpaid) == [None, (2, SOON), (1, SOON)]
    with pytest.raises(NotThereYet), transaction.atomic():
        ship_stock(order_id=second, lines=[line], reference="FR-2", actor=OWNER, now=NOON)
    receive(purchase, honey, 3)
    assert waiting(first, second, unpaid) == [None, None, None]
    assert told(honey).band is Band.TO_ORDER, "every piece on the shelf is somebody's"
    release_stock(order_id=unpaid, actor=OWNER, now=NOON)
    assert (told(honey).band, told(honey).on_shelf) == (Band.LOW, 1)


def test_a_shelf_anywhere_goes_before_goods_that_are_to_come() -> None:
    make_place(SHOP)
    honey = make_stock(0)
    set_policy(honey, backorder_limit=10)
    make_stock(3, variant_id=honey, place_code=SHOP.code)
    assert (told(honey).band, told(honey).on_shelf, told(honey).available) == (Band.LOW, 3, 13)
    reserve(honey, 2)
    reserve(honey, 3, on_order=2)
    assert (told(honey).band, told(honey).available) == (Band.TO_ORDER, 8)


def test_what_is_late_is_told_to_the_merchant() -> None:
    honey, soap, oil = make_stock(0), make_stock(0), make_stock(0)
    set_policy(honey, backorder_limit=5, expected_on=SOON)
    set_policy(soap, backorder_limit=5)
    set_policy(oil, backorder_limit=5, expected_on=SOON)
    buy(soap, 3, SOON)
    reserve(honey, 2, on_order=2, paid=True)
    reserve(soap, 4, on_order=4, paid=True)
    reserve(oil, 1, on_order=1)
    assert overdue_goods(today=SOON, limit=9, actor=OWNER) == ()
    late = overdue_goods(today=SOON + timedelta(days=1), limit=9, actor=OWNER)
    assert sorted((each.variant_id, each.promised, each.expected_on) for each in late) == sorted(
        [(honey, 2, SOON), (soap, 4, SOON)]
    )
    with pytest.raises(NotAllowed):
        overdue_goods(today=SOON, limit=9, actor=NOBODY)


def test_what_is_to_be_ordered_is_listed_apart() -> None:
    gone, beyond, few = make_stock(0), make_stock(0), make_stock(3)
    set_policy(beyond, backorder_limit=5)

    def listed(*bands: Band) -> list[VariantId]:
        page = short_variants(bands, actor=OWNER, page_size=1)
        ids = [one.variant_id for one in page.items]
        while page.next_cursor:
            page = short_variants(bands, actor=OWNER, page_size=1, cursor=page.next_cursor)
            ids += [one.variant_id for one in page.items]
        return ids

    assert [listed(band) for band in (Band.OUT, Band.TO_ORDER, Band.LOW)] == [[gone], [beyond], [few]]
    assert listed(Band.OUT, Band.TO_ORDER, Band.LOW) == [gone, beyond, few]


days = st.dates(date(2026, 12, 1), date(2026, 12, 9))
levels = st.builds(
    Level,
    variant_id=st.just(HONEY),
    place_code=st.sampled_from(["near", "far", "shop"]),
    on_hand=st.integers(0, 8),
    reserved=st.integers(0, 4),
    claimed=st.integers(0, 4),
    safety=st.integers(0, 2),
    backorder_limit=st.sampled_from([0, 0, 3, 12]),
    shortfall=st.just(0),
    low_stock=st.none() | st.integers(0, 4),
    preorder=st.booleans(),
    expected_on=st.none() | days,
    coming=st.lists(st.builds(Coming, on=days, pieces=st.integers(1, 6)), max_size=3).map(
        lambda sent: tuple(sorted(sent, key=lambda one: one.on))
    ),
)
stocks = st.lists(levels, min_size=1, max_size=3, unique_by=lambda level: level.place_code)


@given(stocks, st.integers(1, 30))
def test_what_is_told_of_an_order_is_what_it_gets(stock: list[Level], wanted: int) -> None:
    """The band, how many pieces wait, and never a day on which some of them are not expected yet."""
    told = availability_of(HONEY, standing_of(stock))
    assert told.band is band_of(told.on_shelf, told.available, standing_of(stock).low_stock)
    assert (told.band is Band.OUT) == (told.available == 0)
    assert (told.band in (Band.OUT, Band.TO_ORDER)) == (told.on_shelf == 0)
    if any(level.available < 0 for level in stock) or wanted > told.available:
        return
    line = StockLine(variant_id=HONEY, quantity=wanted)
    picks, shortages = choose_places([line], stock, place_order=["near", "far", "shop"])
    assert not shortages
    by_place = {level.place_code: level for level in stock}
    beyond = {pick.place_code: pick.quantity - max(0, by_place[pick.place_code].free) for pick in picks}
    assert sum(max(0, pieces) for pieces in beyond.values()) == told.on_order(wanted)
    day = told.expected_for(wanted, today=date(2026, 12, 1))
    for place, pieces in beyond.items():
        if pieces > 0 and day:
            (served,) = standing_of([by_place[place]]).beyond
            known = served.expected_for(pieces)
            assert known is not None
            assert known <= day


@given(stocks)
def test_days_are_told_soonest_first_each_once(stock: list[Level]) -> None:
    told = arrivals_of(standing_of(stock).beyond)
    assert [one.on for one in told] == sorted({one.on for one in told})
    assert [one.pieces for one in told] == sorted({one.pieces for one in told})
