"""Goods that come without a purchase order."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.papers import (
    added_up,
    done_before,
    must_be_a_place,
    must_name_something,
    next_number,
)
from comptoir.domains.inventory.actions.shift import Shift, shift_stock
from comptoir.domains.inventory.errors import (
    BadQuantity,
    DeliveryNoteKnown,
    DeliveryNoteNeeded,
    OtherCurrency,
    UnknownReceipt,
)
from comptoir.domains.inventory.models import GoodsReceipt as ReceiptRow
from comptoir.domains.inventory.models import ReceiptLine as LineRow
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.domains.inventory.values import MovementKind, ReceiptId, ReceiptLine, StockLine
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id

SUBJECT = "inventory.goodsreceipt"


def take_in_goods(
    *,
    place_code: str,
    lines: Sequence[ReceiptLine],
    delivery_note: str,
    is_another: bool = False,
    key: str,
    actor: Actor,
    now: datetime,
) -> ReceiptId:
    """Goods that nobody ordered here stand on the shelf of a place: from a maker who brings them, from before the shop
    was kept with us. What a piece cost is kept where it is known. The same ``key`` counts once. Of a delivery note that
    is known at that place it is asked whether it ``is_another`` delivery: a question to a person, no lock.

    What was ordered is received by its purchase order; see ``receive_goods``.

    :raises UnknownPlace: for a place that does not exist.
    :raises DeliveryNoteNeeded: without what they came with.
    :raises DeliveryNoteKnown: for one that is there already, unless it is another.
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
        if not is_another:
            _must_be_new(place_code, note)
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


def cancel_receipt(*, receipt_id: ReceiptId, because: str, actor: Actor, now: datetime) -> None:
    """It was a mistake: all of it leaves the shelf again. Cancelled again, nothing changes.

    :raises UnknownReceipt: when there is none.
    :raises NotOnShelf: when some of it has left since, or is promised to somebody.
    """
    actor.must(INVENTORY_ADJUST)
    with transaction.atomic(savepoint=False):
        row = ReceiptRow.objects.select_for_update(no_key=True).filter(pk=receipt_id).first()
        if row is None:
            raise UnknownReceipt(id=str(receipt_id))
        if row.cancelled_at:
            return
        came = LineRow.objects.filter(receipt=row)
        lines = added_up([StockLine(variant_id=VariantId(one.variant_id), quantity=one.quantity) for one in came])
        shifts = [Shift(line.variant_id, row.place_id, MovementKind.RECEIPT, -line.quantity) for line in lines]
        shift_stock(shifts, reference=row.number, free_only=True, actor=actor, now=now)
        ReceiptRow.objects.filter(pk=receipt_id).update(cancelled_at=now)
        record(
            action="receipt cancelled", subject_type=SUBJECT, subject_id=receipt_id, actor=actor, now=now,
            because=because,
        )  # fmt: skip


def _must_be_new(place_code: str, note: str) -> None:
    known = ReceiptRow.objects.filter(place_id=place_code, delivery_note__iexact=note, cancelled_at=None).first()
    if known is not None:
        raise DeliveryNoteKnown(field="delivery_note", number=known.number)


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
