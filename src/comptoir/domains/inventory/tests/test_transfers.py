"""Goods between two places: on a shelf, or under way, never both and never neither."""

from collections.abc import Sequence

import pytest
from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import cancel_transfer, open_transfer, receive_transfer, reserve_stock
from comptoir.domains.inventory.errors import (
    BadQuantity,
    NothingGiven,
    NotOnShelf,
    NotUnderWay,
    ReasonNeeded,
    SamePlace,
    UnknownPlace,
    UnknownTransfer,
)
from comptoir.domains.inventory.queries import levels_for, movements_of, transfer, transfers
from comptoir.domains.inventory.testing import level, make_stock, transfer_of
from comptoir.domains.inventory.values import MovementKind, StockLine, TransferId, TransferState
from comptoir.domains.network.testing import SHOP, WAREHOUSE, make_place
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.once import KeyReused
from comptoir.kernel.testing import NOON, OWNER
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db


def lines(*pairs: tuple[VariantId, int]) -> list[StockLine]:
    return [StockLine(variant_id=id, quantity=quantity) for id, quantity in pairs]


def receive(
    id: TransferId,
    arrived: Sequence[tuple[VariantId, int]],
    lost: Sequence[tuple[VariantId, int]] = (),
    *,
    because: str = "",
    key: str = "",
) -> None:
    receive_transfer(
        transfer_id=id,
        lines=lines(*arrived),
        lost=lines(*lost),
        because=because,
        key=key or str(new_id()),
        actor=OWNER,
        now=NOON,
    )


def on_hand(variant_id: VariantId) -> tuple[int, int]:
    """In the warehouse and in the shop."""
    known = {one.place_code: one.on_hand for one in levels_for([variant_id])[variant_id]}
    return known.get(WAREHOUSE.code, 0), known.get(SHOP.code, 0)


def test_goods_leave_at_once_and_arrive_when_they_are_received() -> None:
    honey = make_stock(10)
    id = transfer_of((honey, 4))
    assert on_hand(honey) == (6, 0)
    told = transfer(id, actor=OWNER)
    assert (told.number, told.state, told.under_way) == (f"TR-{NOON.year}-0001", TransferState.IN_TRANSIT, 4)
    receive(id, [(honey, 4)])
    assert on_hand(honey) == (6, 4)
    told = transfer(id, actor=OWNER)
    assert (told.state, told.under_way) == (TransferState.RECEIVED, 0)
    moved = [(one.kind, one.place_code, one.quantity, one.reference) for one in movements_of(honey, actor=OWNER).items]
    assert moved[:2] == [
        (MovementKind.TRANSFER, SHOP.code, 4, told.number),
        (MovementKind.TRANSFER, WAREHOUSE.code, -4, told.number),
    ]


def test_only_what_nobody_was_promised_goes_on_a_journey() -> None:
    honey = make_stock(10)
    reserve_stock(lines=lines((honey, 7)), order_id=new_id(), until=NOON, actor=OWNER, now=NOON)
    with pytest.raises(NotOnShelf), transaction.atomic():
        transfer_of((honey, 4))
    assert level(honey).on_hand == 10
    assert transfers(actor=OWNER).items == []


def test_a_transfer_comes_in_parts_and_what_is_lost_is_written_off() -> None:
    honey, soap = make_stock(10), make_stock(5)
    id = transfer_of((honey, 6), (soap, 2))
    receive(id, [(honey, 3)])
    told = transfer(id, actor=OWNER)
    assert (told.state, told.under_way) == (TransferState.PARTLY_RECEIVED, 5)
    receive(id, [(honey, 1), (soap, 2)], [(honey, 2)], because="Deux bocaux cassés")
    assert (on_hand(honey), on_hand(soap)) == ((4, 4), (3, 2))
    told = transfer(id, actor=OWNER)
    assert told.state is TransferState.RECEIVED
    assert [(one.received, one.lost, one.under_way) for one in told.lines if one.variant_id == honey] == [(4, 2, 0)]
    kinds = [(one.kind, one.quantity) for one in movements_of(honey, actor=OWNER).items]
    assert kinds[:3] == [(MovementKind.DAMAGE, -2), (MovementKind.TRANSFER, 2), (MovementKind.TRANSFER, 1)]
    assert "Deux bocaux cassés" in [one.because for one in history_of("inventory.transfer", id)]


def test_the_same_form_sent_twice_counts_once() -> None:
    honey = make_stock(10)
    id = transfer_of((honey, 4), key="a")
    assert transfer_of((honey, 4), key="a") == id
    assert level(honey).on_hand == 6
    for _ in range(2):
        receive(id, [(honey, 2)], key="b")
    assert on_hand(honey) == (6, 2)
    with pytest.raises(KeyReused), transaction.atomic():
        receive(id, [(honey, 1)], key="b")


def test_goods_that_are_called_back_stand_where_they_stood() -> None:
    honey = make_stock(10)
    id = transfer_of((honey, 4))
    cancel_transfer(transfer_id=id, because="Erreur", actor=OWNER, now=NOON)
    assert (on_hand(honey), transfer(id, actor=OWNER).state) == ((10, 0), TransferState.CANCELLED)
    for step in (lambda: receive(id, [(honey, 1)]), lambda: cancel(id)):
        with pytest.raises(MoveRefused), transaction.atomic():
            step()
    assert on_hand(honey) == (10, 0)


def cancel(id: TransferId, because: str = "x") -> None:
    cancel_transfer(transfer_id=id, because=because, actor=OWNER, now=NOON)


def test_what_has_arrived_in_part_is_not_called_back() -> None:
    honey = make_stock(10)
    id = transfer_of((honey, 4))
    receive(id, [(honey, 1)])
    with pytest.raises(MoveRefused), transaction.atomic():
        cancel(id)
    with pytest.raises(ReasonNeeded):
        cancel(id, " ")
    assert on_hand(honey) == (6, 1)


def test_no_more_arrives_than_is_under_way() -> None:
    honey, soap = make_stock(10), make_stock(10)
    id = transfer_of((honey, 4))
    for arrived, lost in (([(honey, 5)], []), ([(honey, 3)], [(honey, 2)]), ([(soap, 1)], [])):
        with pytest.raises(NotUnderWay), transaction.atomic():
            receive(id, arrived, lost, because="x")
    with pytest.raises(ReasonNeeded):
        receive(id, [], [(honey, 1)])
    with pytest.raises(NothingGiven):
        receive(id, [])
    with pytest.raises(UnknownTransfer), transaction.atomic():
        receive(TransferId(new_id()), [(honey, 1)])
    assert on_hand(honey) == (6, 0)


@pytest.mark.parametrize(
    ("source", "destination", "quantity", "refusal"),
    [
        (WAREHOUSE.code, WAREHOUSE.code, 1, SamePlace), ("moon", WAREHOUSE.code, 1, UnknownPlace),
        (WAREHOUSE.code, "moon", 1, UnknownPlace), (WAREHOUSE.code, SHOP.code, 0, BadQuantity),
    ],
)  # fmt: skip
def test_a_transfer_that_makes_no_sense_is_refused(
    source: str, destination: str, quantity: int, refusal: type[Exception]
) -> None:
    make_place(SHOP)
    given = lines((make_stock(5), quantity))
    with pytest.raises(refusal):
        open_transfer(source_code=source, destination_code=destination, lines=given, key="k", actor=OWNER, now=NOON)


def test_transfers_are_listed_by_state_newest_first() -> None:
    honey = make_stock(10)
    first, second, third = (transfer_of((honey, 1)) for _ in range(3))
    receive(second, [(honey, 1)])
    page = transfers([TransferState.IN_TRANSIT], actor=OWNER, page_size=1)
    assert ([one.id for one in page.items], page.next_cursor is None) == ([third], False)
    rest = transfers([TransferState.IN_TRANSIT], actor=OWNER, cursor=page.next_cursor)
    assert ([one.id for one in rest.items], rest.next_cursor) == ([first], None)
