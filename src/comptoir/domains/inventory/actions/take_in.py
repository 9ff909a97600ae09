"""Goods that come without a purchase order."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.inventory.actions.papers import (
    added_up,
    done_before,
    must_be_a_place,
    must_name_something,
    next_number,
)
from comptoir.domains.inventory.actions.shift import Shift, shift_stock
from comptoir.domains.inventory.errors import BadQuantity, DeliveryNoteNeeded, OtherCurrency
from comptoir.domains.inventory.models import GoodsReceipt as ReceiptRow
from comptoir.domains.inventory.models import ReceiptLine as LineRow
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.domains.inventory.values import MovementKind, ReceiptId, ReceiptLine, StockLine
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id

SUBJECT = "inventory.goodsreceipt"


def take_in_goods(
    *, place_code: str, lines: Sequence[ReceiptLine], delivery_note: str, key: str, actor: Actor, now: datetime
) -> ReceiptId:
    """Goods that nobody ordered here stand on the shelf of a place: from a maker who brings them, from before the shop
    was kept with us. What a piece cost is kept where it is known. The same ``key`` counts once.

    What was ordered is received by its purchase order; see ``receive_goods``.

    :raises UnknownPlace: for a place that does not exist.
    :raises DeliveryNoteNeeded: without what they came with.
    :raises OtherCurrency: for costs in several currencies.
    :raises BadQuantity: for a line of no piece, or of a cost below zero.
    :raises NothingGiven: without lines.
    """
    actor.must(INVENTORY_ADJUST)
    must_be_a_place(place_code)
    note = delivery_note.strip()
    if not note:
        raise DeliveryNoteNeeded(field="delivery_note")
    arrived, id = _checked(lines), ReceiptId(new_id())
    with transaction.atomic(savepoint=False):
        asked = [place_code, note, [[str(one.variant_id), one.quantity, one.unit_cost] for one in lines]]
        if known := done_before("inventory.take_in_goods", key, asked, id, now):
            return ReceiptId(known)
        number = next_number("GR", now)
        ReceiptRow.objects.create(id=id, number=number, place_id=place_code, delivery_note=note, received_at=now)
        LineRow.objects.bulk_create(
            LineRow(
                receipt_id=id,
                variant_id=line.variant_id,
                quantity=line.quantity,
                unit_cost_minor=line.unit_cost.minor if line.unit_cost else None,
                currency=line.unit_cost.currency if line.unit_cost else "",
            )
            for line in lines
        )
        shifts = [Shift(line.variant_id, place_code, MovementKind.RECEIPT, line.quantity) for line in arrived]
        shift_stock(shifts, reference=number, actor=actor, now=now)
        record(
            action="goods received",
            subject_type=SUBJECT,
            subject_id=id,
            actor=actor,
            now=now,
            after={"received": sum(line.quantity for line in arrived)},
            because=note,
        )
    return id


def _checked(lines: Sequence[ReceiptLine]) -> list[StockLine]:
    """One line for each variant, in the common order."""
    pieces = [StockLine(variant_id=line.variant_id, quantity=line.quantity) for line in lines]
    must_name_something(pieces)
    costs = [line.unit_cost for line in lines if line.unit_cost is not None]
    if len({cost.currency for cost in costs}) > 1:
        raise OtherCurrency(field="lines")
    if any(cost.minor < 0 for cost in costs):
        raise BadQuantity(field="lines")
    return added_up(pieces)
