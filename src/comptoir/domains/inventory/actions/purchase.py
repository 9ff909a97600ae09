"""Purchase orders: written, sent to the supplier, received in parts."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.levels import telling
from comptoir.domains.inventory.actions.papers import (
    added_up,
    asked_of,
    done_before,
    must_be_a_place,
    must_name_something,
    next_number,
)
from comptoir.domains.inventory.actions.shift import Shift, shift_stock
from comptoir.domains.inventory.errors import (
    MoreThanOrdered,
    NotOnOrder,
    OtherCurrency,
    ReasonNeeded,
    UnknownPurchaseOrder,
    UnknownSupplier,
)
from comptoir.domains.inventory.models import PurchaseLine as LineRow
from comptoir.domains.inventory.models import PurchaseOrder as PurchaseRow
from comptoir.domains.inventory.models import Supplier as SupplierRow
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST, INVENTORY_BUY
from comptoir.domains.inventory.values import (
    PURCHASE_STATES,
    MovementKind,
    PurchaseLine,
    PurchaseOrderId,
    PurchaseState,
    StockLine,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import fetch
from comptoir.kernel.transitions import MoveRefused, move

SUBJECT = "inventory.purchaseorder"


def draft_purchase_order(
    *, supplier_code: str, place_code: str, lines: Sequence[PurchaseLine], key: str, actor: Actor, now: datetime
) -> PurchaseOrderId:
    """Write what shall be bought of a supplier for a place; nothing is on order yet. The same ``key`` makes one draft.

    :raises UnknownSupplier: for a supplier that does not exist.
    :raises UnknownPlace: for a place that does not exist.
    :raises OtherCurrency: when a cost is in another currency than the supplier's.
    :raises NothingGiven: without lines.
    """
    actor.must(INVENTORY_BUY)
    must_be_a_place(place_code)
    asked_lines = _checked(lines)
    with transaction.atomic(savepoint=False):
        currency = _currency_of(supplier_code)
        _one_currency(lines, currency)
        id = PurchaseOrderId(new_id())
        costs = [line.unit_cost for line in lines]
        asked = [supplier_code, place_code, asked_of(asked_lines), costs]
        if known := done_before("inventory.draft_purchase_order", key, asked, id, now):
            return PurchaseOrderId(known)
        write_draft(id, supplier_code, place_code, currency, lines, actor, now)
    return id


def write_draft(
    id: PurchaseOrderId,
    supplier_code: str,
    place_code: str,
    currency: str,
    lines: Sequence[PurchaseLine],
    actor: Actor,
    now: datetime,
) -> None:
    """The rows of a draft and its line of history, in the transaction of the caller."""
    PurchaseRow.objects.create(
        id=id,
        number=next_number("PO", now),
        supplier_id=supplier_code,
        place_id=place_code,
        currency=currency,
        state=PurchaseState.DRAFT,
        made_at=now,
    )
    _write_lines(id, lines)
    record(action="purchase order drafted", subject_type=SUBJECT, subject_id=id, actor=actor, now=now)


def change_purchase_order(
    *, purchase_order_id: PurchaseOrderId, lines: Sequence[PurchaseLine], actor: Actor, now: datetime
) -> None:
    """Write other lines into a draft.

    :raises MoveRefused: when it is no draft any more.
    :raises OtherCurrency: when a cost is in another currency than the order's.
    """
    actor.must(INVENTORY_BUY)
    _checked(lines)
    with transaction.atomic(savepoint=False):
        row = locked_purchase(purchase_order_id)
        if row.state != PurchaseState.DRAFT:
            raise MoveRefused(state=row.state, to=PurchaseState.DRAFT)
        _one_currency(lines, row.currency)
        LineRow.objects.filter(purchase_order_id=row.id).delete()
        _write_lines(purchase_order_id, lines)
        record(action="purchase order changed", subject_type=SUBJECT, subject_id=row.id, actor=actor, now=now)


def place_purchase_order(
    *, purchase_order_id: PurchaseOrderId, expected_on: date | None = None, actor: Actor, now: datetime
) -> None:
    """The supplier has been asked: the goods are on order, expected on that day or after the supplier's usual time.

    :raises MoveRefused: when it is no draft.
    """
    actor.must(INVENTORY_BUY)
    with transaction.atomic(savepoint=False):
        row = locked_purchase(purchase_order_id)
        days = SupplierRow.objects.values_list("lead_days", flat=True).get(code=row.supplier_id)
        changes = {"ordered_at": now, "expected_on": expected_on or (now + timedelta(days=days)).date()}
        with telling(_shelves(row)):
            move(row, to=PurchaseState.ORDERED, table=PURCHASE_STATES, actor=actor, now=now, changes=changes)


def cancel_purchase_order(*, purchase_order_id: PurchaseOrderId, because: str, actor: Actor, now: datetime) -> None:
    """Nothing will come, and nothing has.

    :raises MoveRefused: when something was received, or it has ended.
    :raises ReasonNeeded: without a reason.
    """
    actor.must(INVENTORY_BUY)
    _end(purchase_order_id, PurchaseState.CANCELLED, because, actor, now)


def close_purchase_order(*, purchase_order_id: PurchaseOrderId, because: str, actor: Actor, now: datetime) -> None:
    """What has not come yet will not come: nothing of it counts as on order any more.

    :raises MoveRefused: unless a part was received.
    :raises ReasonNeeded: without a reason.
    """
    actor.must(INVENTORY_BUY)
    with transaction.atomic(savepoint=False):
        row = locked_purchase(purchase_order_id)
        if row.state != PurchaseState.PARTLY_RECEIVED:
            raise MoveRefused(state=row.state, to=PurchaseState.RECEIVED)
        _end(purchase_order_id, PurchaseState.RECEIVED, because, actor, now)


def _end(id: PurchaseOrderId, to: PurchaseState, because: str, actor: Actor, now: datetime) -> None:
    if not because.strip():
        raise ReasonNeeded(field="because")
    with transaction.atomic(savepoint=False):
        row = locked_purchase(id)
        with telling(_shelves(row)):
            move(row, to=to, table=PURCHASE_STATES, actor=actor, now=now, because=because.strip())


def receive_goods(
    *,
    purchase_order_id: PurchaseOrderId,
    lines: Sequence[StockLine],
    key: str,
    even_more: bool = False,
    actor: Actor,
    now: datetime,
) -> None:
    """Goods of a purchase order stand on the shelf, in as many parts as they come. The same ``key`` counts once.

    :raises NotOnOrder: for an article that the order does not ask for.
    :raises MoreThanOrdered: unless ``even_more`` says that the surplus is taken as well.
    :raises MoveRefused: when it was not sent to the supplier, or has ended.
    :raises NothingGiven: without lines.
    """
    actor.must(INVENTORY_ADJUST)
    must_name_something(lines)
    arrived = added_up(lines)
    with transaction.atomic(savepoint=False):
        asked = [str(purchase_order_id), asked_of(arrived)]
        if done_before("inventory.receive_goods", key, asked, purchase_order_id, now):
            return
        row = locked_purchase(purchase_order_id)
        if row.state not in (PurchaseState.ORDERED, PurchaseState.PARTLY_RECEIVED):
            raise MoveRefused(state=row.state, to=PurchaseState.RECEIVED)
        complete = _count_in(row, arrived, even_more)
        shifts = [Shift(line.variant_id, row.place_id, MovementKind.RECEIPT, line.quantity) for line in arrived]
        shift_stock(shifts, reference=row.number, actor=actor, now=now)
        record(
            action="goods received",
            subject_type=SUBJECT,
            subject_id=row.id,
            actor=actor,
            now=now,
            after={"received": sum(line.quantity for line in arrived)},
        )
        to = PurchaseState.RECEIVED if complete else PurchaseState.PARTLY_RECEIVED
        if row.state != to:
            move(row, to=to, table=PURCHASE_STATES, actor=actor, now=now)


def _count_in(row: PurchaseRow, arrived: Sequence[StockLine], even_more: bool) -> bool:
    """Count what arrived, under the order's lock; whether nothing is outstanding any more."""
    counted = fetch(
        """UPDATE inventory_purchaseline AS line SET received = line.received + given.quantity
             FROM unnest(%s::uuid[], %s::bigint[]) AS given(variant_id, quantity)
            WHERE line.purchase_order_id = %s AND line.variant_id = given.variant_id
        RETURNING line.variant_id, line.received > line.ordered""",
        [[line.variant_id for line in arrived], [line.quantity for line in arrived], row.id],
    )
    if strangers := {line.variant_id for line in arrived} - {id for id, _ in counted}:
        raise NotOnOrder(variant_id=str(min(strangers)))
    if (surplus := [id for id, too_many in counted if too_many]) and not even_more:
        raise MoreThanOrdered(field="even_more", variant_id=str(min(surplus)))
    lines = LineRow.objects.filter(purchase_order_id=row.id).values_list("ordered", "received")
    return all(received >= ordered for ordered, received in lines)


def locked_purchase(id: PurchaseOrderId) -> PurchaseRow:
    """The row, which nobody else changes until we are done.

    :raises UnknownPurchaseOrder: when there is none.
    """
    row = PurchaseRow.objects.select_for_update(no_key=True).filter(id=id).first()
    if row is None:
        raise UnknownPurchaseOrder(id=str(id))
    return row


def _shelves(row: PurchaseRow) -> list[tuple[VariantId, str]]:
    """Those that the order fills: when back-orders of them are served, buyers are told by it."""
    variants = LineRow.objects.filter(purchase_order_id=row.id).values_list("variant_id", flat=True)
    return [(VariantId(id), row.place_id) for id in variants]


def _currency_of(supplier_code: str) -> str:
    currency = SupplierRow.objects.filter(code=supplier_code).values_list("currency", flat=True).first()
    if currency is None:
        raise UnknownSupplier(field="supplier", supplier=supplier_code)
    return currency


def _checked(lines: Sequence[PurchaseLine]) -> list[StockLine]:
    wanted = [StockLine(variant_id=line.variant_id, quantity=line.ordered) for line in lines]
    must_name_something(wanted)
    return added_up(wanted)


def _one_currency(lines: Sequence[PurchaseLine], currency: str) -> None:
    if any(line.unit_cost.currency != currency or line.unit_cost.minor < 0 for line in lines):
        raise OtherCurrency(field="unit_cost")


def _write_lines(id: PurchaseOrderId, lines: Sequence[PurchaseLine]) -> None:
    costs = {line.variant_id: line.unit_cost.minor for line in lines}
    LineRow.objects.bulk_create(
        LineRow(
            purchase_order_id=id,
            variant_id=line.variant_id,
            ordered=line.quantity,
            unit_cost_minor=costs[line.variant_id],
        )
        for line in _checked(lines)
    )
