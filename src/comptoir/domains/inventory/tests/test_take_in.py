"""Goods that come without a purchase order stand on the shelf once, with what they came with."""

import pytest
from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import cancel_receipt, take_in_goods, write_off_stock
from comptoir.domains.inventory.errors import (
    BadQuantity,
    DeliveryNoteKnown,
    DeliveryNoteNeeded,
    NothingGiven,
    NotOnShelf,
    OtherCurrency,
    UnknownPlace,
    UnknownReceipt,
)
from comptoir.domains.inventory.queries import goods_receipt, goods_receipts, movements_of
from comptoir.domains.inventory.testing import level, make_stock
from comptoir.domains.inventory.values import MovementKind, PlacedLine, ReceiptId, ReceiptLine
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.once import KeyReused
from comptoir.kernel.testing import NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db


def line(id: VariantId, quantity: int, cost: Money | None = None) -> ReceiptLine:
    return ReceiptLine(variant_id=id, quantity=quantity, unit_cost=cost)


def take_in(*lines: ReceiptLine, note: str = " BL 4711 ", place: str = WAREHOUSE.code, key: str = "1") -> ReceiptId:
    return take_in_goods(place_code=place, lines=lines, delivery_note=note, key=key, actor=OWNER, now=NOON)


def test_they_are_on_the_shelf_once_a_press_and_the_ledger_says_why() -> None:
    honey = make_stock(4)
    lines = (line(honey, 6, Money(310, "EUR")), line(honey, 2))
    id = take_in(*lines)
    assert take_in(*lines) == id
    assert level(honey).on_hand == 12
    came, _counted = movements_of(honey, actor=OWNER).items
    found = goods_receipt(id, actor=OWNER)
    assert (came.kind, came.quantity, came.reference) == (MovementKind.RECEIPT, 8, found.number)
    assert (found.delivery_note, found.place_code, found.lines) == ("BL 4711", WAREHOUSE.code, lines)
    assert [(one.id, one.pieces, one.lines) for one in goods_receipts(actor=OWNER).items] == [(id, 8, ())]
    with pytest.raises(KeyReused), transaction.atomic():
        take_in(line(honey, 9))
    later = take_in(line(honey, 1), note="BL 4712", key="2")
    page = goods_receipts(actor=OWNER, page_size=1)
    assert [one.id for one in page.items] == [later]
    assert [one.id for one in goods_receipts(actor=OWNER, cursor=page.next_cursor).items] == [id]


def test_the_same_delivery_note_is_asked_about() -> None:
    honey = make_stock(4)
    first = take_in(line(honey, 6))
    with pytest.raises(DeliveryNoteKnown, match=goods_receipt(first, actor=OWNER).number), transaction.atomic():
        take_in(line(honey, 6), note="bl 4711", key="2")
    assert level(honey).on_hand == 10
    take_in_goods(
        place_code=WAREHOUSE.code, lines=[line(honey, 6)], delivery_note="BL 4711", is_another=True, key="2",
        actor=OWNER, now=NOON,
    )  # fmt: skip
    assert level(honey).on_hand == 16


def test_a_mistake_leaves_the_shelf_again_once_unless_it_was_sold() -> None:
    honey = make_stock(4)
    id = take_in(line(honey, 6), line(honey, 2))
    for _ in range(2):
        cancel_receipt(receipt_id=id, because="typed twice", actor=OWNER, now=NOON)
    assert level(honey).on_hand == 4
    cancelled = goods_receipt(id, actor=OWNER)
    assert (cancelled.cancelled_at, cancelled.pieces) == (NOON, 8)
    assert movements_of(honey, actor=OWNER).items[0].quantity == -8
    again = take_in(line(honey, 8), key="2")  # the note is free again
    gone = PlacedLine(variant_id=honey, place_code=WAREHOUSE.code, quantity=5)
    write_off_stock(lines=[gone], because="x", key="3", actor=OWNER, now=NOON)
    before = snapshot()
    with pytest.raises(NotOnShelf), transaction.atomic():
        cancel_receipt(receipt_id=again, because="x", actor=OWNER, now=NOON)
    with pytest.raises(UnknownReceipt), transaction.atomic():
        cancel_receipt(receipt_id=ReceiptId(new_id()), because="x", actor=OWNER, now=NOON)
    assert snapshot() == before


def test_what_makes_no_sense_is_refused_and_changes_nothing() -> None:
    honey = make_stock(4)
    before = snapshot()
    euros, francs = Money(1, "EUR"), Money(1, "CHF")
    for refused, lines, changes in (
        (UnknownPlace, [line(honey, 1)], {"place": "nowhere"}),
        (DeliveryNoteNeeded, [line(honey, 1)], {"note": "  "}),
        (NothingGiven, [], {}),
        (BadQuantity, [line(honey, 0)], {}),
        (BadQuantity, [line(honey, 1, Money(-1, "EUR"))], {}),
        (OtherCurrency, [line(honey, 1, euros), line(honey, 1, francs)], {}),
    ):
        with pytest.raises(refused), transaction.atomic():
            take_in(*lines, **changes)
    with pytest.raises(UnknownReceipt):
        goods_receipt(ReceiptId(new_id()), actor=OWNER)
    assert snapshot() == before
