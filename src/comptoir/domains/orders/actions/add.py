from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.domains.orders.events import OrdersAdded
from comptoir.domains.orders.permissions import ORDERS_PLACE
from comptoir.domains.orders.rules import Course, course_of, delivery_json, line_json, order_of, searchable
from comptoir.domains.orders.values import Order, PastOrder
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import Facts, record_past
from comptoir.kernel.sql import execute, fetch, jsonb

_ADD = """
INSERT INTO orders_order (id, number, state, cart_id, market_id, legal_entity_id, channel, customer_id, email, language,
    currency, goods_minor, delivery_minor, total_minor, taxes, delivery, promised_on, shipping_address,
    billing_address, comment, gift_message, terms_version, voucher, waiver, found_by, placed_at, paid_at, paid_by,
    shipped_at, cancelled_at)
SELECT id, number, state, cart_id, market_id, legal_entity_id, channel, customer_id, email, language,
    currency, goods_minor, delivery_minor, total_minor, taxes, delivery, promised_on, shipping_address,
    billing_address, comment, gift_message, terms_version, voucher, waiver, found_by, placed_at, paid_at, paid_by,
    shipped_at, cancelled_at
  FROM jsonb_populate_recordset(NULL::orders_order, %s)
"""
_ADD_LINES = """
INSERT INTO orders_orderline (order_id, position, variant_id, sku, title, options, image, quantity, shipped,
    unit_price_minor, discount_minor, total_minor, tax_class, tax_rate, weight_grams, withdrawal, on_order, kind, kit)
SELECT order_id, position, variant_id, sku, title, options, image, quantity, shipped, unit_price_minor,
    discount_minor, total_minor, tax_class, tax_rate, weight_grams, withdrawal, on_order, kind, kit
  FROM jsonb_populate_recordset(NULL::orders_orderline, %s) ORDER BY order_id, position
"""


def add_orders(*, batch: Sequence[PastOrder], actor: Actor, now: datetime) -> tuple[Order, ...]:
    """Take over orders that ended long ago, all or none, and return them with their numbers, as in the batch.

    Set-based: a handful of statements for any number of orders. Their history has every step at its instant; one event
    tells of them all, and no letter is written. Money, stock and documents are for the caller to add.

    :raises OrderNotPast: for an order whose end is younger than thirty days, or whose steps do not follow each other.
    """
    actor.must(ORDERS_PLACE)
    for market in {past.draft.market for past in batch}:
        actor.must(ORDERS_PLACE, market=market)
    courses = [course_of(past, now=now) for past in batch]
    if not batch:
        return ()
    with transaction.atomic(savepoint=False):
        numbers = fetch("SELECT nextval('orders_number') FROM generate_series(1, %s)", [len(batch)])
        added = [
            order_of(past, number=f"{past.draft.number_prefix}{number}", state=course[-1][0])
            for past, course, (number,) in zip(batch, courses, numbers, strict=True)
        ]
        execute(_ADD, [jsonb([_row(one, past) for one, past in zip(added, batch, strict=True)])])
        execute(_ADD_LINES, [jsonb([line_json(line) | {"order_id": one.id} for one in added for line in one.lines])])
        record_past(
            subject_type="orders.order",
            changes=[step for one, course in zip(added, courses, strict=True) for step in _steps(one, course)],
            actor=actor,
        )
        emit(OrdersAdded(order_ids=tuple(one.id for one in added)))
    return tuple(added)


def _row(one: Order, past: PastOrder) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "state": one.state,
        "cart_id": one.cart_id,
        "market_id": one.market,
        "legal_entity_id": one.legal_entity_id,
        "channel": one.channel,
        "customer_id": one.customer_id,
        "email": one.email,
        "language": one.language,
        "currency": one.total.currency,
        "goods_minor": one.goods_total.minor,
        "delivery_minor": one.delivery.price.minor,
        "total_minor": one.total.minor,
        "taxes": [tax.values() for tax in one.taxes],
        "delivery": delivery_json(one.delivery, sorted_on=one.placed_at.date()),
        "promised_on": one.delivery.promised_on or one.placed_at.date(),
        "shipping_address": one.shipping_address.values(),
        "billing_address": one.billing_address.values(),
        "comment": one.comment,
        "gift_message": one.gift_message,
        "terms_version": one.terms_version,
        "voucher": one.voucher,
        "waiver": one.waiver,
        "found_by": f"{one.number.lower()} {searchable(one.email, one.shipping_address, one.billing_address)}",
        "placed_at": one.placed_at,
        "paid_at": one.paid_at,
        "paid_by": past.paid_by,
        "shipped_at": one.shipped_at,
        "cancelled_at": one.cancelled_at,
    }


def _steps(one: Order, course: Course) -> Iterator[tuple[datetime, str, object, Facts, Facts]]:
    (first, placed_at), *moves = course
    yield placed_at, "placed", one.id, {}, {"state": first, "total_minor": one.total.minor}
    was = first
    for state, at in moves:
        yield at, "moved", one.id, {"state": was}, {"state": state}
        was = state
