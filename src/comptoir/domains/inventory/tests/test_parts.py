"""Stock in parts: some pieces of an order leave, are given back, come on top or come back."""

import pytest
from django.db import transaction

from comptoir.domains.inventory.actions import claim_stock, release_pieces, reserve_more, take_back
from comptoir.domains.inventory.errors import BadQuantity, InsufficientStock, NotReserved, UnknownPlace
from comptoir.domains.inventory.queries import movements_of
from comptoir.domains.inventory.testing import level, make_stock
from comptoir.domains.inventory.tests.test_actions import reserve, ship, state_of
from comptoir.domains.inventory.values import MovementKind, PlacedLine, ReservationState, StockLine
from comptoir.domains.network.testing import SHOP, WAREHOUSE, make_place
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.django_db


def test_a_part_leaves_and_the_rest_stays_claimed() -> None:
    honey = make_stock(10)
    order_id = reserve(honey, 3)
    claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    ship(order_id, honey, 1)
    assert sorted(state_of(order_id)) == [(ReservationState.CLAIMED, 2), (ReservationState.SHIPPED, 1)]
    assert (level(honey).on_hand, level(honey).claimed, level(honey).available) == (9, 2, 7)
    ship(order_id, honey, 2)
    assert (level(honey).on_hand, level(honey).claimed) == (7, 0)
    assert [line.quantity for line in movements_of(honey, actor=OWNER).items] == [-2, -1, 10]


@pytest.mark.parametrize("claimed", [False, True])
def test_some_pieces_are_given_back_and_the_rest_stays_kept(claimed: bool) -> None:
    honey = make_stock(10)
    order_id = reserve(honey, 3)
    if claimed:
        claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    lines = [StockLine(variant_id=honey, quantity=1)]
    release_pieces(order_id=order_id, lines=lines * 2, actor=OWNER, now=NOON)
    assert (level(honey).reserved + level(honey).claimed, level(honey).available) == (1, 9)
    with pytest.raises(NotReserved), transaction.atomic():
        release_pieces(order_id=order_id, lines=lines * 2, actor=OWNER, now=NOON)


def test_of_several_shelves_the_one_that_keeps_least_gives_back_first() -> None:
    make_place(SHOP)
    honey = make_stock(2)
    make_stock(5, variant_id=honey, place_code=SHOP.code)
    order_id = reserve(honey, 7)
    release_pieces(order_id=order_id, lines=[StockLine(variant_id=honey, quantity=3)], actor=OWNER, now=NOON)
    assert (level(honey).available, level(honey, SHOP.code).available) == (2, 1)
    here = PlacedLine(variant_id=honey, place_code=SHOP.code, quantity=1)
    release_pieces(order_id=order_id, lines=[here], actor=OWNER, now=NOON)
    assert level(honey, SHOP.code).available == 2
    there = PlacedLine(variant_id=honey, place_code=WAREHOUSE.code, quantity=1)
    with pytest.raises(NotReserved), transaction.atomic():
        release_pieces(order_id=order_id, lines=[there], actor=OWNER, now=NOON)


@pytest.mark.parametrize("claimed", [False, True])
def test_further_pieces_are_kept_as_those_before(claimed: bool) -> None:
    honey, soap = make_stock(10), make_stock(5)
    order_id = reserve(honey, 3)
    if claimed:
        claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    more = [StockLine(variant_id=honey, quantity=2), StockLine(variant_id=soap, quantity=1)]
    reserve_more(order_id=order_id, lines=more, actor=OWNER, now=NOON)
    state = ReservationState.CLAIMED if claimed else ReservationState.ACTIVE
    assert sorted(state_of(order_id)) == [(state, 1), (state, 5)]
    assert (level(honey).available, level(soap).available) == (5, 4)
    with pytest.raises(InsufficientStock), transaction.atomic():
        reserve_more(order_id=order_id, lines=[StockLine(variant_id=soap, quantity=5)], actor=OWNER, now=NOON)
    with pytest.raises(NotReserved), transaction.atomic():
        reserve_more(order_id=new_id(), lines=more, actor=OWNER, now=NOON)
    with pytest.raises(BadQuantity), transaction.atomic():
        reserve_more(order_id=order_id, lines=[StockLine(variant_id=soap, quantity=0)], actor=OWNER, now=NOON)


def test_what_comes_back_can_be_sold_again_or_is_written_off() -> None:
    honey = make_stock(10)
    back = [PlacedLine(variant_id=honey, place_code=WAREHOUSE.code, quantity=2)]
    take_back(lines=back, reference="R-1", actor=OWNER, now=NOON)
    assert level(honey).on_hand == 12
    take_back(lines=[], scrapped=back, reference="R-2", actor=OWNER, now=NOON)
    assert level(honey).on_hand == 12
    told = [(line.kind, line.quantity, line.on_hand_after) for line in movements_of(honey, actor=OWNER).items[:3]]
    assert told == [(MovementKind.DAMAGE, -2, 12), (MovementKind.RETURN, 2, 14), (MovementKind.RETURN, 2, 12)]


@pytest.mark.parametrize(
    ("place", "quantity", "refusal"),
    [(WAREHOUSE.code, 0, BadQuantity), (WAREHOUSE.code, -1, BadQuantity), ("moon", 1, UnknownPlace)],
)
def test_only_pieces_come_back_and_only_to_places(place: str, quantity: int, refusal: type[Exception]) -> None:
    honey = make_stock(1)
    line = PlacedLine(variant_id=honey, place_code=place, quantity=quantity)
    with pytest.raises(refusal), transaction.atomic():
        take_back(lines=[line], reference="", actor=OWNER, now=NOON)
    assert level(honey).on_hand == 1
