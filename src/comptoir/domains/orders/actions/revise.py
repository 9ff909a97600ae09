"""Changing what was agreed, after it was agreed: never silently, and never what has already left."""

from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.domains.orders.actions.locking import lock_order
from comptoir.domains.orders.actions.pieces import close_or_go_on
from comptoir.domains.orders.errors import NotRevisable, OrderChangedMeanwhile, TooManyPieces
from comptoir.domains.orders.events import OrderRevised
from comptoir.domains.orders.models import Order as OrderRecord
from comptoir.domains.orders.models import OrderLine as LineRecord
from comptoir.domains.orders.permissions import ORDERS_EDIT
from comptoir.domains.orders.rules import delivery_json, line_json, searchable
from comptoir.domains.orders.values import OPEN_STATES, OrderId, OrderRevision, OrderState
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.money import Money
from comptoir.kernel.sql import execute, fetch, jsonb

_REVISE_LINES = """
UPDATE orders_orderline AS line SET cancelled = given.cancelled, total_minor = given.total_minor
  FROM jsonb_to_recordset(%s) AS given(position int, cancelled int, total_minor bigint)
 WHERE line.order_id = %s AND line.position = given.position
   AND given.cancelled >= line.cancelled AND line.shipped + given.cancelled <= line.quantity
RETURNING line.id
"""
_ADD_LINES = """
INSERT INTO orders_orderline (order_id, position, variant_id, sku, title, options, image, quantity, unit_price_minor,
    discount_minor, total_minor, tax_class, tax_rate, weight_grams, withdrawal, on_order, kind, kit)
SELECT %s, position, variant_id, sku, title, options, image, quantity, unit_price_minor, discount_minor, total_minor,
    tax_class, tax_rate, weight_grams, withdrawal, on_order, kind, kit
  FROM jsonb_populate_recordset(NULL::orders_orderline, %s)
"""


def revise_order(
    *, order_id: OrderId, revision: OrderRevision, because: str, actor: Actor, now: datetime
) -> OrderState:
    """Put a revised agreement in the place of the one before: pieces called off, lines added, another address, e-mail
    or way of delivery.

    The revision says on which one it builds, so that of two people who change an order at once the second is told.
    Money, goods and documents are for the flow to put right. Returns the state, which is shipped when nothing is left
    to send of what had partly left.

    :raises OrderChangedMeanwhile: when the order is no longer the one that was revised.
    :raises NotRevisable: when all has left, or it was cancelled.
    :raises TooManyPieces: when more is called off than is left to send.
    """
    actor.must(ORDERS_EDIT)
    with transaction.atomic(savepoint=False):
        row = lock_order(order_id)
        actor.must(ORDERS_EDIT, market=row.market_id)
        if OrderState(row.state) not in OPEN_STATES:
            raise NotRevisable(state=row.state)
        if row.revision != revision.builds_on:
            raise OrderChangedMeanwhile(revision=row.revision)
        before = _told(row) | {"lines": _agreed(order_id)}
        _write_lines(order_id, revision)
        written = _write_order(row, revision)
        record(
            action="revised",
            subject_type="orders.order",
            subject_id=order_id,
            actor=actor,
            now=now,
            before=before,
            after=_told(OrderRecord(currency=row.currency, **written)) | {"lines": _revised(revision)},
            because=because,
        )
        emit(OrderRevised(order_id=order_id, market=row.market_id, revision=written["revision"], because=because))
        if row.state == OrderState.PARTLY_SHIPPED:
            return close_or_go_on(row, actor=actor, now=now)
        return OrderState(row.state)


def _write_lines(order_id: OrderId, revision: OrderRevision) -> None:
    kept = [
        {"position": line.position, "cancelled": line.cancelled, "total_minor": line.total.minor}
        for line in revision.lines
        if line.position <= revision.lines_before
    ]
    if len(fetch(_REVISE_LINES, [jsonb(kept), order_id])) != len(kept):
        raise TooManyPieces(field="quantity")
    added = [line_json(line) for line in revision.lines if line.position > revision.lines_before]
    if added:
        execute(_ADD_LINES, [order_id, jsonb(added)])


def _write_order(row: OrderRecord, revision: OrderRevision) -> dict[str, Any]:
    addresses = revision.shipping_address, revision.billing_address
    delivery_minor = (revision.total - revision.goods_total).minor
    changes = {
        "revision": row.revision + 1,
        "goods_minor": revision.goods_total.minor,
        "delivery_minor": delivery_minor,
        "delivery": delivery_json(revision.delivery, sorted_on=row.promised_on),
        "promised_on": revision.delivery.promised_on or row.promised_on,
        "email": revision.email,
        "total_minor": revision.total.minor,
        "due_minor": revision.due.minor,
        "taxes": [tax.values() for tax in revision.taxes],
        "shipping_address": revision.shipping_address.values(),
        "billing_address": revision.billing_address.values(),
        "found_by": f"{row.number.lower()} {searchable(revision.email, *addresses)}",
    }
    if revision.email != row.email:  # whoever was written to by mistake opens it no more
        changes["link_version"] = row.link_version + 1
    OrderRecord.objects.filter(pk=row.pk, revision=row.revision).update(**changes)
    return changes


def _told(row: OrderRecord) -> dict[str, Any]:
    """What the history tells of a revision, beside the lines."""
    return {
        "revision": row.revision,
        "total": Money(row.total_minor, row.currency),
        "shipping_address": row.shipping_address,
        "billing_address": row.billing_address,
        "email": row.email,
        "delivery_method": row.delivery["label"],
    }


def _agreed(order_id: OrderId) -> list[dict[str, Any]]:
    lines = LineRecord.objects.filter(order_id=order_id).order_by("position")
    return [_line(line.position, line.sku, line.quantity, line.cancelled) for line in lines]


def _revised(revision: OrderRevision) -> list[dict[str, Any]]:
    return [_line(line.position, line.sku, line.quantity, line.cancelled) for line in revision.lines]


def _line(position: int, sku: str, quantity: int, cancelled: int) -> dict[str, Any]:
    return {"position": position, "sku": sku, "quantity": quantity, "cancelled": cancelled}
