from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    claim_stock,
    record_counts,
    release_stock,
    reserve_stock,
    ship_stock,
)
from comptoir.domains.inventory.errors import (
    BadQuantity,
    InsufficientStock,
    NotReserved,
    ReservationLapsed,
    UnknownPlace,
)
from comptoir.domains.inventory.models import StockLevel, StockMovement
from comptoir.domains.inventory.queries import availability_for, lapsed_orders, movements_of, reservations_of
from comptoir.domains.inventory.testing import allow_backorders, level, make_stock
from comptoir.domains.inventory.values import (
    Band,
    Count,
    MovementKind,
    PlacedLine,
    ReservationState,
    Shortage,
    StockLine,
)
from comptoir.domains.network.testing import SHOP, WAREHOUSE, make_place
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOON, OWNER

LATER = NOON + timedelta(minutes=30)
pytestmark = pytest.mark.django_db


def reserve(variant_id: VariantId, quantity: int, order_id: UUID | None = None, **more: Any) -> UUID:
    order_id = order_id or new_id()
    lines = [StockLine(variant_id=variant_id, quantity=quantity)]
    reserve_stock(lines=lines, order_id=order_id, until=LATER, actor=OWNER, now=NOON, **more)
    return order_id


def ship(order_id: UUID, variant_id: VariantId, quantity: int, reference: str = "") -> None:
    line = PlacedLine(variant_id=variant_id, place_code=WAREHOUSE.code, quantity=quantity)
    ship_stock(order_id=order_id, lines=[line], reference=reference, actor=OWNER, now=NOON)


def state_of(order_id: UUID) -> list[tuple[ReservationState, int]]:
    return [(kept.state, kept.quantity) for kept in reservations_of(order_id)]


def bands_told() -> list[list[str]]:
    rows = OutboxEvent.objects.filter(name="inventory.availability_changed.1").order_by("id")
    return [row.payload["variant_ids"] for row in rows]


def test_reserving_takes_from_what_is_available_and_leaves_the_shelf_alone() -> None:
    honey = make_stock(10)
    order_id = reserve(honey, 3)
    assert (level(honey).on_hand, level(honey).reserved, level(honey).available) == (10, 3, 7)
    assert state_of(order_id) == [(ReservationState.ACTIVE, 3)]


def test_reserving_again_for_the_same_order_changes_nothing() -> None:
    honey = make_stock(10)
    order_id = reserve(honey, 3)
    reserve(honey, 3, order_id)
    assert level(honey).reserved == 3


def test_reserving_again_keeps_the_goods_until_the_later_moment() -> None:
    honey = make_stock(10)
    lines, order_id = [StockLine(variant_id=honey, quantity=3)], new_id()
    for minutes in (30, 90, 60):
        until = NOON + timedelta(minutes=minutes)
        reserve_stock(lines=lines, order_id=order_id, until=until, actor=OWNER, now=NOON)
    (kept,) = reservations_of(order_id)
    assert (kept.until, level(honey).reserved) == (NOON + timedelta(minutes=90), 3)


def test_reserving_is_all_or_nothing_and_tells_every_shortage() -> None:
    honey, soap, bread = make_stock(5), make_stock(0), make_stock(1)
    lines = [StockLine(variant_id=id, quantity=2) for id in (honey, soap, bread)]
    with pytest.raises(InsufficientStock) as refused:
        reserve_stock(lines=lines, order_id=new_id(), until=LATER, actor=OWNER, now=NOON)
    assert set(refused.value.shortages) == {
        Shortage(variant_id=soap, wanted=2, available=0),
        Shortage(variant_id=bread, wanted=2, available=1),
    }
    assert [level(id).reserved for id in (honey, soap, bread)] == [0, 0, 0]


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_that_is_not_positive_is_refused(quantity: int) -> None:
    with pytest.raises(BadQuantity):
        reserve(make_stock(5), quantity)


def test_the_shop_where_the_buyer_collects_serves_first() -> None:
    make_place(SHOP)
    honey = make_stock(5)
    make_stock(5, variant_id=honey, place_code=SHOP.code)
    reserve(honey, 2, preferred_place=SHOP.code)
    assert (level(honey, SHOP.code).reserved, level(honey).reserved) == (2, 0)


def test_back_orders_are_promised_up_to_their_limit() -> None:
    honey = make_stock(1)
    allow_backorders(honey, 2)
    reserve(honey, 3)
    with pytest.raises(InsufficientStock):
        reserve(honey, 1)


def test_claiming_moves_from_reserved_to_claimed_and_back_for_nobody() -> None:
    honey = make_stock(10)
    order_id = reserve(honey, 3)
    claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    assert (level(honey).reserved, level(honey).claimed, level(honey).available) == (0, 3, 7)
    assert state_of(order_id) == [(ReservationState.CLAIMED, 3)]


def test_a_claim_never_expires() -> None:
    honey = make_stock(10)
    order_id = reserve(honey, 3)
    claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    release_stock(order_id=order_id, expired=True, actor=OWNER, now=LATER)
    assert level(honey).claimed == 3


def test_a_payment_after_expiry_takes_the_goods_again_if_they_are_there() -> None:
    honey = make_stock(3)
    order_id = reserve(honey, 3)
    release_stock(order_id=order_id, expired=True, actor=OWNER, now=LATER)
    assert level(honey).available == 3
    claim_stock(order_id=order_id, actor=OWNER, now=LATER)
    assert (level(honey).claimed, level(honey).available) == (3, 0)
    assert state_of(order_id) == [(ReservationState.EXPIRED, 3), (ReservationState.CLAIMED, 3)]


def test_a_payment_after_expiry_is_told_when_the_goods_are_gone() -> None:
    honey = make_stock(3)
    order_id = reserve(honey, 3)
    release_stock(order_id=order_id, expired=True, actor=OWNER, now=LATER)
    reserve(honey, 1)
    with pytest.raises(ReservationLapsed):
        claim_stock(order_id=order_id, actor=OWNER, now=LATER)
    assert level(honey).claimed == 0


def test_what_was_never_reserved_cannot_be_claimed() -> None:
    with pytest.raises(NotReserved):
        claim_stock(order_id=new_id(), actor=OWNER, now=NOON)


@pytest.mark.parametrize("claimed", [False, True])
def test_releasing_gives_everything_back_once(claimed: bool) -> None:
    honey = make_stock(10)
    order_id = reserve(honey, 3)
    if claimed:
        claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    release_stock(order_id=order_id, actor=OWNER, now=NOON)
    release_stock(order_id=order_id, actor=OWNER, now=NOON)
    assert (level(honey).reserved, level(honey).claimed, level(honey).available) == (0, 0, 10)
    assert state_of(order_id) == [(ReservationState.RELEASED, 3)]


def test_shipping_takes_from_the_shelf_with_a_movement() -> None:
    honey = make_stock(10)
    order_id = reserve(honey, 3)
    claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    ship(order_id, honey, 3, "FR-10001")
    assert (level(honey).on_hand, level(honey).claimed, level(honey).available) == (7, 0, 7)
    shipped, counted = movements_of(honey, actor=OWNER).items
    assert (shipped.kind, shipped.quantity, shipped.on_hand_after) == (MovementKind.SHIPMENT, -3, 7)
    assert (shipped.reference, shipped.actor_label) == ("FR-10001", OWNER.label)
    assert (counted.kind, counted.quantity) == (MovementKind.COUNT, 10)


def test_nothing_ships_twice_or_unpaid() -> None:
    honey = make_stock(10)
    order_id = reserve(honey, 3)
    with pytest.raises(NotReserved), transaction.atomic():
        ship(order_id, honey, 3)
    claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    for too_many in (0, -1, 4):
        with pytest.raises(NotReserved), transaction.atomic():
            ship(order_id, honey, too_many)
    ship(order_id, honey, 3)
    with pytest.raises(NotReserved), transaction.atomic():
        ship(order_id, honey, 3)


def test_counting_writes_only_the_difference() -> None:
    honey = make_stock(10)
    count = Count(variant_id=honey, place_code=WAREHOUSE.code, quantity=8)
    assert record_counts(counts=[count], actor=OWNER, now=NOON) == 1
    assert record_counts(counts=[count], actor=OWNER, now=NOON) == 0
    assert [line.quantity for line in movements_of(honey, actor=OWNER).items] == [-2, 10]


def test_a_count_below_what_is_promised_shows_the_shortfall_and_sells_nothing_more() -> None:
    honey = make_stock(10)
    reserve(honey, 6)
    make_stock(4, variant_id=honey)
    assert (level(honey).on_hand, level(honey).shortfall, level(honey).available) == (4, 2, -2)
    assert availability_for([honey])[honey].available == 0
    make_stock(20, variant_id=honey)
    assert level(honey).shortfall == 0


def test_a_release_heals_the_shortfall() -> None:
    honey = make_stock(10)
    order_id = reserve(honey, 6)
    make_stock(4, variant_id=honey)
    release_stock(order_id=order_id, actor=OWNER, now=NOON)
    assert (level(honey).shortfall, level(honey).available) == (0, 4)


def test_goods_that_a_count_no_longer_found_do_not_ship() -> None:
    honey = make_stock(3)
    order_id = reserve(honey, 3)
    claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    make_stock(1, variant_id=honey)
    with pytest.raises(NotReserved), transaction.atomic():
        ship(order_id, honey, 3)
    assert level(honey).claimed == 3


def test_the_last_of_two_counts_of_the_same_shelf_holds() -> None:
    honey = make_stock(1)
    counts = [Count(variant_id=honey, place_code=WAREHOUSE.code, quantity=n) for n in (5, 7)]
    assert record_counts(counts=counts, actor=OWNER, now=NOON) == 1
    assert level(honey).on_hand == 7


@pytest.mark.parametrize("quantity", [-1, 1_000_000_001])
def test_absurd_counts_are_refused(quantity: int) -> None:
    honey = make_stock(1)
    count = Count(variant_id=honey, place_code=WAREHOUSE.code, quantity=quantity)
    with pytest.raises(BadQuantity):
        record_counts(counts=[count], actor=OWNER, now=NOON)
    assert level(honey).on_hand == 1


def test_counting_at_an_unknown_place_is_refused() -> None:
    count = Count(variant_id=make_stock(1), place_code="moon", quantity=1)
    with pytest.raises(UnknownPlace):
        record_counts(counts=[count], actor=OWNER, now=NOON)


def test_only_a_moved_band_is_announced() -> None:
    honey = make_stock(10)
    assert bands_told() == [[str(honey)]]  # out > in stock
    reserve(honey, 1)
    make_stock(9, variant_id=honey)
    assert len(bands_told()) == 1
    order_id = reserve(honey, 3)  # 8 > 5: few left
    assert len(bands_told()) == 2
    release_stock(order_id=order_id, actor=OWNER, now=NOON)
    assert bands_told() == [[str(honey)]] * 3


def test_availability_answers_for_every_variant_asked_in_one_statement(request: pytest.FixtureRequest) -> None:
    honey, soap, unknown = make_stock(3), make_stock(0), VariantId(new_id())
    availability_for([honey])  # the places are remembered from here on
    statements = request.getfixturevalue("statements")
    told = availability_for([honey, soap, unknown])
    assert len(statements.all) <= 2, statements.all
    assert [(told[id].available, told[id].band) for id in (honey, soap, unknown)] == [
        (3, Band.LOW),
        (0, Band.OUT),
        (0, Band.OUT),
    ]


def test_reserving_takes_few_statements_however_many_lines(request: pytest.FixtureRequest) -> None:
    variants = [make_stock(50) for _ in range(8)]
    lines = [StockLine(variant_id=id, quantity=1) for id in variants]
    statements = request.getfixturevalue("statements")
    reserve_stock(lines=lines, order_id=new_id(), until=LATER, actor=OWNER, now=NOON)
    assert len(statements.all) <= 3, statements.all


def test_lapsed_reservations_are_found_by_their_time() -> None:
    order_id = reserve(make_stock(3), 1)
    assert lapsed_orders(LATER) == []
    assert lapsed_orders(LATER + timedelta(seconds=1)) == [order_id]


def test_the_database_itself_refuses_to_oversell() -> None:
    honey = make_stock(2)
    with pytest.raises(IntegrityError, match="inventory_never_oversold"), transaction.atomic():
        StockLevel.objects.filter(variant_id=honey).update(claimed=3)


def test_the_database_itself_refuses_to_change_a_movement() -> None:
    make_stock(2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StockMovement.objects.update(quantity=5)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StockMovement.objects.all().delete()
