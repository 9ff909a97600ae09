"""What came without a purchase order."""

from uuid import UUID

from django.db.models import Sum

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.errors import UnknownReceipt
from comptoir.domains.inventory.models import GoodsReceipt as ReceiptRow
from comptoir.domains.inventory.models import ReceiptLine as LineRow
from comptoir.domains.inventory.permissions import INVENTORY_VIEW
from comptoir.domains.inventory.values import GoodsReceipt, ReceiptId, ReceiptLine
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money
from comptoir.kernel.paging import Page, decode_cursor, page_of


def goods_receipts(*, actor: Actor, cursor: str | None = None, page_size: int = 50) -> Page[GoodsReceipt]:
    """What came without a purchase order, latest first, without the lines. Two statements."""
    actor.must(INVENTORY_VIEW)
    rows = ReceiptRow.objects.order_by("-id")
    if cursor:
        (before,) = decode_cursor(cursor, [UUID])
        rows = rows.filter(id__lt=before)
    found = list(rows[: page_size + 1])
    counted = LineRow.objects.filter(receipt__in=found).values_list("receipt_id").annotate(Sum("quantity"))
    pieces = dict(counted.order_by("receipt_id"))
    return page_of(found, size=page_size, key=lambda row: (row.pk,), show=lambda row: _receipt(row, pieces[row.pk]))


def goods_receipt(id: ReceiptId, *, actor: Actor) -> GoodsReceipt:
    """One of them with its lines, as they were written.

    :raises UnknownReceipt: when there is none.
    """
    actor.must(INVENTORY_VIEW)
    row = ReceiptRow.objects.filter(pk=id).first()
    if row is None:
        raise UnknownReceipt(id=str(id))
    lines = tuple(
        ReceiptLine(
            variant_id=VariantId(line.variant_id),
            quantity=line.quantity,
            unit_cost=None if line.unit_cost_minor is None else Money(line.unit_cost_minor, line.currency),
        )
        for line in LineRow.objects.filter(receipt=row).order_by("id")
    )
    return _receipt(row, sum(line.quantity for line in lines), lines)


def _receipt(row: ReceiptRow, pieces: int, lines: tuple[ReceiptLine, ...] = ()) -> GoodsReceipt:
    return GoodsReceipt(
        id=ReceiptId(row.pk),
        number=row.number,
        place_code=row.place_id,
        delivery_note=row.delivery_note,
        received_at=row.received_at,
        pieces=pieces,
        cancelled_at=row.cancelled_at,
        lines=lines,
    )
