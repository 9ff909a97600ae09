"""Real threads: goods that travel, arrive and are counted while buyers buy."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    cancel_transfer,
    claim_stock,
    close_count,
    open_count,
    receive_goods,
    receive_transfer,
    record_counted,
    reserve_stock,
    ship_stock,
)
from comptoir.domains.inventory.errors import InsufficientStock, NotOnShelf
from comptoir.domains.inventory.models import StockMovement
from comptoir.domains.inventory.queries import levels_for, purchase_order, transfer
from comptoir.domains.inventory.testing import level, make_stock, purchase_of, transfer_of
from comptoir.domains.inventory.values import PlacedLine, PurchaseState, StockLine, TransferState
from comptoir.domains.network.testing import SHOP, WAREHOUSE, make_place
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOON, OWNER, at_once
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db(transaction=True)


def pieces(variant_id: VariantId, quantity: int = 1) -> list[StockLine]:
    return [StockLine(variant_id=variant_id, quantity=quantity)]


def sell(variant_id: VariantId) -> bool:
    """One piece, from the basket to the parcel."""
    order_id = new_id()
    until = NOON + timedelta(hours=1)
    try:
        with transaction.atomic(durable=True):
            reserve_stock(lines=pieces(variant_id), order_id=order_id, until=until, actor=OWNER, now=NOON)
            claim_stock(order_id=order_id, actor=OWNER, now=NOON)
    except InsufficientStock:
        return False
    with transaction.atomic(durable=True):
        placed = [PlacedLine(variant_id=variant_id, place_code=WAREHOUSE.code, quantity=1)]
        ship_stock(order_id=order_id, lines=placed, reference="", actor=OWNER, now=NOON)
    return True


def replayed(variant_id: VariantId) -> dict[str, int]:
    """What the ledger says stands at each place."""
    totals: dict[str, int] = {}
    for place, quantity in StockMovement.objects.filter(variant_id=variant_id).values_list("place_id", "quantity"):
        totals[place] = totals.get(place, 0) + quantity
    return totals


def test_buyers_and_transfers_never_take_the_same_piece() -> None:
    make_place(SHOP)
    honey = make_stock(20)

    def send() -> bool:
        try:
            transfer_of((honey, 2))
        except NotOnShelf:
            return False
        return True

    answers = at_once([partial(sell, honey)] * 16 + [send] * 8)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    sold, sent = answers[:16].count(True), answers[16:].count(True)
    assert level(honey).on_hand == 20 - sold - 2 * sent >= 0
    assert replayed(honey) == {WAREHOUSE.code: level(honey).on_hand}
    assert sold + 2 * sent >= 19, "nothing is refused that was there"


def test_a_transfer_received_and_called_back_at_once_does_one_of_both() -> None:
    for _ in range(10):
        honey = make_stock(4)
        id = transfer_of((honey, 4))
        answers = at_once(
            [
                partial(receive_transfer, transfer_id=id, lines=pieces(honey, 4), key=f"{id}a", actor=OWNER, now=NOON),
                partial(receive_transfer, transfer_id=id, lines=pieces(honey, 4), key=f"{id}b", actor=OWNER, now=NOON),
                partial(receive_transfer, transfer_id=id, lines=pieces(honey, 4), key=f"{id}a", actor=OWNER, now=NOON),
                partial(cancel_transfer, transfer_id=id, because="x", actor=OWNER, now=NOON),
            ]
        )
        assert {type(answer) for answer in answers} <= {type(None), MoveRefused}
        state = transfer(id, actor=OWNER).state
        assert state in (TransferState.RECEIVED, TransferState.CANCELLED)
        expected = {WAREHOUSE.code: 0, SHOP.code: 4} if state is TransferState.RECEIVED else {WAREHOUSE.code: 4}
        held = {one.place_code: one.on_hand for one in levels_for([honey])[honey]}
        assert {place: held.get(place, 0) for place in expected} == expected
        assert sum(held.values()) == 4


def test_a_receipt_sent_by_everybody_at_once_counts_once_while_buyers_buy() -> None:
    honey = make_stock(5)
    id = purchase_of((honey, 20))
    receipt = partial(receive_goods, purchase_order_id=id, lines=pieces(honey, 10), key="BL-1", actor=OWNER, now=NOON)
    answers = at_once([receipt] * 6 + [partial(sell, honey)] * 12)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert level(honey).on_hand == 15 - answers.count(True)
    known = purchase_order(id, actor=OWNER)
    assert (known.state, known.outstanding) == (PurchaseState.PARTLY_RECEIVED, 10)


def test_two_parts_of_a_purchase_at_once_both_count_and_complete_it() -> None:
    for _ in range(8):
        honey = make_stock(0)
        id = purchase_of((honey, 4))
        part = partial(receive_goods, purchase_order_id=id, lines=pieces(honey, 2), actor=OWNER, now=NOON)
        assert at_once([partial(part, key=f"{id}-{number}") for number in range(2)]) == [None, None]
        assert (level(honey).on_hand, purchase_order(id, actor=OWNER).state) == (4, PurchaseState.RECEIVED)


def test_a_count_amid_sales_finds_exactly_what_is_missing() -> None:
    honey = make_stock(40)
    count = open_count(place_code=WAREHOUSE.code, actor=OWNER, now=NOON)

    def two_are_missing() -> None:
        # Whoever counts sees the shelf as it is at that moment: what the books say, less two.
        with transaction.atomic(durable=True):
            record_counted(count_id=count, lines=pieces(honey, 0), actor=OWNER, now=NOON)
            stands = level(honey).on_hand
            record_counted(count_id=count, lines=pieces(honey, stands - 2), actor=OWNER, now=NOON)

    answers = at_once([partial(sell, honey)] * 10 + [two_are_missing] + [partial(sell, honey)] * 10)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    closing = at_once([partial(close_count, count_id=count, actor=OWNER, now=NOON)] * 3 + [partial(sell, honey)] * 4)
    assert sorted(type(answer).__name__ for answer in closing[:3]) == ["MoveRefused", "MoveRefused", "int"]
    sold = answers.count(True) + closing[3:].count(True)
    assert level(honey).on_hand == 40 - 2 - sold
    assert replayed(honey) == {WAREHOUSE.code: level(honey).on_hand}
