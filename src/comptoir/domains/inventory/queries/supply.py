"""Suppliers, purchase orders, transfers and counts."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.errors import UnknownCount, UnknownPurchaseOrder, UnknownTransfer
from comptoir.domains.inventory.models import CountLine as CountLineRow
from comptoir.domains.inventory.models import PurchaseLine as PurchaseLineRow
from comptoir.domains.inventory.models import Supplier as SupplierRow
from comptoir.domains.inventory.models import Supply as SupplyRow
from comptoir.domains.inventory.models import TransferLine as TransferLineRow
from comptoir.domains.inventory.permissions import INVENTORY_VIEW
from comptoir.domains.inventory.values import (
    CountId,
    CountLine,
    CountSession,
    CountState,
    PurchaseLine,
    PurchaseOrder,
    PurchaseOrderId,
    PurchaseState,
    Supplier,
    Supply,
    Transfer,
    TransferId,
    TransferLine,
    TransferState,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money
from comptoir.kernel.paging import Page, decode_cursor, page_of
from comptoir.kernel.sql import fetch

_NARROWED = """(%(states)s::text[] IS NULL OR paper.state = ANY(%(states)s::text[]))
               AND (%(id)s::uuid IS NULL OR paper.id = %(id)s::uuid)
               AND (%(before)s::uuid IS NULL OR paper.id < %(before)s::uuid)
             ORDER BY paper.id DESC LIMIT %(limit)s"""


def suppliers(*, actor: Actor) -> list[Supplier]:
    """Everybody goods are bought from, by name, former ones included (``active`` tells)."""
    actor.must(INVENTORY_VIEW)
    return [
        Supplier(
            code=row.code,
            name=row.name,
            currency=row.currency,
            email=row.email,
            lead_days=row.lead_days,
            active=row.active,
            language=row.language,
        )
        for row in SupplierRow.objects.order_by("name", "code")
    ]


def under_way_for(variant_ids: Collection[VariantId]) -> dict[VariantId, dict[str, int]]:
    """How many pieces of each variant are on their way from one of our places to which other. One statement."""
    rows = fetch(
        """SELECT line.variant_id, paper.destination_id, sum(line.sent - line.received - line.lost - line.given_back)
             FROM inventory_transferline AS line JOIN inventory_transfer AS paper ON paper.id = line.transfer_id
            WHERE paper.state IN ('in_transit', 'partly_received') AND line.variant_id = ANY(%s)
            GROUP BY line.variant_id, paper.destination_id""",
        [list(variant_ids)],
    )
    under_way: dict[VariantId, dict[str, int]] = {id: {} for id in variant_ids}
    for id, place, pieces in rows:
        if pieces:
            under_way[id][place] = int(pieces)
    return under_way


def supplies_for(variant_ids: Collection[VariantId], *, actor: Actor) -> dict[VariantId, Supply]:
    """From whom each of these variants is bought; those bought nowhere are left out."""
    actor.must(INVENTORY_VIEW)
    rows = SupplyRow.objects.filter(variant_id__in=variant_ids).select_related("supplier")
    return {
        VariantId(row.variant_id): Supply(
            variant_id=VariantId(row.variant_id),
            supplier_code=row.supplier_id,
            unit_cost=Money(row.unit_cost_minor, row.supplier.currency),
        )
        for row in rows
    }


def purchase_orders(
    states: Collection[PurchaseState] | None = None,
    *,
    actor: Actor,
    cursor: str | None = None,
    page_size: int = 50,
) -> Page[PurchaseOrder]:
    """Purchase orders in these states, or all, newest first, without their lines."""
    actor.must(INVENTORY_VIEW)
    return page_of(
        _purchases(states, None, cursor, page_size + 1), size=page_size, key=lambda one: (one.id,), show=lambda one: one
    )


def purchase_order(id: PurchaseOrderId, *, actor: Actor) -> PurchaseOrder:
    """One purchase order with its lines.

    :raises UnknownPurchaseOrder: when there is none.
    """
    actor.must(INVENTORY_VIEW)
    found = _purchases(None, id, None, 1)
    if not found:
        raise UnknownPurchaseOrder(id=str(id))
    return found[0]


def _purchases(
    states: Collection[PurchaseState] | None, id: UUID | None, cursor: str | None, limit: int
) -> list[PurchaseOrder]:
    rows = fetch(
        f"""SELECT paper.id, number, supplier_id, supplier.name, place_id, state, made_at, ordered_at, expected_on,
                   paper.currency,
                   (SELECT coalesce(sum(ordered * unit_cost_minor), 0)::bigint
                      FROM inventory_purchaseline WHERE purchase_order_id = paper.id),
                   (SELECT coalesce(sum(greatest(0, ordered - received)), 0)::bigint
                      FROM inventory_purchaseline WHERE purchase_order_id = paper.id)
              FROM inventory_purchaseorder AS paper JOIN inventory_supplier AS supplier ON supplier.code = supplier_id
             WHERE {_NARROWED}""",
        _narrowed(states, id, cursor, limit),
    )
    return [_purchase(row, with_lines=id is not None) for row in rows]


def _purchase(row: tuple[Any, ...], *, with_lines: bool) -> PurchaseOrder:
    id, number, supplier, name, place, state, made_at, ordered_at, expected_on, currency, total, outstanding = row
    return PurchaseOrder(
        id=PurchaseOrderId(id),
        number=number,
        supplier_code=supplier,
        supplier_name=name,
        place_code=place,
        state=PurchaseState(state),
        made_at=made_at,
        ordered_at=ordered_at,
        expected_on=expected_on,
        total=Money(total, currency),
        outstanding=outstanding,
        lines=tuple(
            PurchaseLine(
                variant_id=VariantId(line.variant_id),
                ordered=line.ordered,
                received=line.received,
                unit_cost=Money(line.unit_cost_minor, currency),
            )
            for line in PurchaseLineRow.objects.filter(purchase_order_id=id).order_by("id")
        )
        if with_lines
        else (),
    )


def transfers(
    states: Collection[TransferState] | None = None,
    *,
    actor: Actor,
    cursor: str | None = None,
    page_size: int = 50,
) -> Page[Transfer]:
    """Transfers in these states, or all, newest first, without their lines."""
    actor.must(INVENTORY_VIEW)
    return page_of(
        _transfers(states, None, cursor, page_size + 1), size=page_size, key=lambda one: (one.id,), show=lambda one: one
    )


def transfer(id: TransferId, *, actor: Actor) -> Transfer:
    """One transfer with its lines.

    :raises UnknownTransfer: when there is none.
    """
    actor.must(INVENTORY_VIEW)
    found = _transfers(None, id, None, 1)
    if not found:
        raise UnknownTransfer(id=str(id))
    return found[0]


def _transfers(
    states: Collection[TransferState] | None, id: UUID | None, cursor: str | None, limit: int
) -> list[Transfer]:
    rows = fetch(
        f"""SELECT paper.id, number, source_id, destination_id, state, opened_at,
                   (SELECT coalesce(sum(sent - received - lost - given_back), 0)::bigint
                      FROM inventory_transferline WHERE transfer_id = paper.id)
              FROM inventory_transfer AS paper WHERE {_NARROWED}""",
        _narrowed(states, id, cursor, limit),
    )
    return [
        Transfer(
            id=TransferId(found),
            number=number,
            source_code=source,
            destination_code=destination,
            state=TransferState(state),
            opened_at=opened_at,
            under_way=under_way,
            lines=_transfer_lines(TransferId(found)) if id else (),
        )
        for found, number, source, destination, state, opened_at, under_way in rows
    ]


def _transfer_lines(id: TransferId) -> tuple[TransferLine, ...]:
    return tuple(
        TransferLine(
            variant_id=VariantId(line.variant_id),
            sent=line.sent,
            received=line.received,
            lost=line.lost,
            given_back=line.given_back,
        )
        for line in TransferLineRow.objects.filter(transfer_id=id).order_by("id")
    )


def count_sessions(
    states: Collection[CountState] | None = None, *, actor: Actor, cursor: str | None = None, page_size: int = 50
) -> Page[CountSession]:
    """Counts in these states, or all, newest first, without their lines."""
    actor.must(INVENTORY_VIEW)
    return page_of(
        _counts(states, None, cursor, page_size + 1), size=page_size, key=lambda one: (one.id,), show=lambda one: one
    )


def count_session(id: CountId, *, actor: Actor) -> CountSession:
    """One count with its lines, the biggest difference first, then what is still to be counted.

    :raises UnknownCount: when there is none.
    """
    actor.must(INVENTORY_VIEW)
    found = _counts(None, id, None, 1)
    if not found:
        raise UnknownCount(id=str(id))
    return found[0]


def _counts(
    states: Collection[CountState] | None, id: UUID | None, cursor: str | None, limit: int
) -> list[CountSession]:
    rows = fetch(
        f"""SELECT paper.id, number, place_id, state, opened_at,
                   (SELECT count(*) FROM inventory_countline WHERE session_id = paper.id),
                   (SELECT count(counted) FROM inventory_countline WHERE session_id = paper.id)
              FROM inventory_countsession AS paper WHERE {_NARROWED}""",
        _narrowed(states, id, cursor, limit),
    )
    return [
        CountSession(
            id=CountId(found),
            number=number,
            place_code=place,
            state=CountState(state),
            opened_at=opened_at,
            to_count=lines,
            counted=counted,
            lines=_count_lines(CountId(found)) if id else (),
        )
        for found, number, place, state, opened_at, lines, counted in rows
    ]


def _count_lines(id: CountId) -> tuple[CountLine, ...]:
    lines = [
        CountLine(
            variant_id=VariantId(row.variant_id),
            counted=row.counted,
            booked=row.booked,
            counted_at=row.counted_at,
            counted_by=row.counted_by,
        )
        for row in CountLineRow.objects.filter(session_id=id).order_by("id")
    ]
    return tuple(sorted(lines, key=lambda line: (-abs(line.difference), line.counted is not None)))


def _narrowed(states: Collection[Any] | None, id: UUID | None, cursor: str | None, limit: int) -> dict[str, Any]:
    before = decode_cursor(cursor, [UUID])[0] if cursor else None
    return {
        "states": None if states is None else [str(state) for state in states],
        "id": id,
        "before": before,
        "limit": limit,
    }
