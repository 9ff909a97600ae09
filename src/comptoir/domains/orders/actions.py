"""The verbs of an order."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from comptoir.domains.orders.errors import CartAlreadyOrdered, TooLateToCancel, UnknownOrder
from comptoir.domains.orders.events import (
    OrderCancelled,
    OrderPaid,
    OrderPlaced,
    OrderPreparing,
    OrdersAdded,
    OrderShipped,
)
from comptoir.domains.orders.models import Order as OrderRecord
from comptoir.domains.orders.permissions import (
    ORDERS_CANCEL,
    ORDERS_PLACE,
    ORDERS_PREPARE,
    ORDERS_SETTLE,
)
from comptoir.domains.orders.rules import Course, course_of, delivery_json, line_json, order_of, searchable
from comptoir.domains.orders.values import (
    CANCELLABLE_BY_BUYER,
    ORDER_STATES,
    Order,
    OrderDraft,
    OrderId,
    OrderState,
    PastOrder,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import Facts, record_past
from comptoir.kernel.sql import execute, fetch, jsonb
from comptoir.kernel.transitions import MoveRefused, move

_INSERT = """
WITH placed AS (
    INSERT INTO orders_order (id, number, state, cart_id, market_id, legal_entity_id, channel, customer_id, email,
        language, currency, goods_minor, delivery_minor, total_minor, taxes, delivery, promised_on, shipping_address,
        billing_address, comment, terms_version, found_by, placed_at)
    SELECT %(id)s, numbered.number, 'awaiting_payment', %(cart_id)s, %(market)s, %(legal_entity_id)s, %(channel)s,
        %(customer_id)s, %(email)s, %(language)s, %(currency)s, %(goods)s, %(delivery_price)s, %(total)s, %(taxes)s,
        %(delivery)s, %(promised_on)s, %(shipping_address)s, %(billing_address)s, %(comment)s, %(terms_version)s,
        lower(numbered.number) || ' ' || %(found_by)s, %(now)s
      FROM (SELECT %(prefix)s || nextval('orders_number') AS number) AS numbered
    RETURNING id, number),
lines AS (
    INSERT INTO orders_orderline (order_id, position, variant_id, sku, title, options, image, quantity,
        unit_price_minor, total_minor, tax_class, tax_rate, weight_grams)
    SELECT placed.id, line.* FROM placed, jsonb_to_recordset(%(lines)s) AS line(position int, variant_id uuid, sku text,
        title text, options text, image text, quantity int, unit_price_minor bigint, total_minor bigint,
        tax_class text, tax_rate numeric, weight_grams int)),
told AS (
    INSERT INTO kernel_history (at, actor_kind, actor_id, actor_label, action, subject_type, subject_id, before, after,
                                because)
    SELECT %(now)s, %(actor_kind)s, %(actor_id)s, %(actor_label)s, 'placed', 'orders.order', placed.id::text, '{}',
           jsonb_build_object('state', 'awaiting_payment', 'total_minor', %(total)s::bigint), '' FROM placed)
SELECT number FROM placed
"""


def place(*, draft: OrderDraft, actor: Actor, now: datetime) -> str:
    """Write the order down and return its number. One statement for the order, its lines and its history.

    Numbers rise by market prefix and may have gaps; gapless are only the numbers of invoices.

    :raises CartAlreadyOrdered: when the cart has made an order before.
    """
    actor.must(ORDERS_PLACE, market=draft.market)
    with transaction.atomic(savepoint=False):
        try:
            rows = fetch(_INSERT, _columns(draft, actor, now))
        except IntegrityError as error:
            if isinstance(error.__cause__, UniqueViolation) and "cart_id" in str(error):
                raise CartAlreadyOrdered(cart_id=str(draft.cart_id)) from error
            raise
        emit(OrderPlaced(order_id=draft.id, market=draft.market))
    return str(rows[0][0])


def _columns(draft: OrderDraft, actor: Actor, now: datetime) -> dict[str, Any]:
    return {
        "id": draft.id,
        "prefix": draft.number_prefix,
        "cart_id": draft.cart_id,
        "market": draft.market,
        "legal_entity_id": draft.legal_entity_id,
        "channel": draft.channel,
        "customer_id": draft.customer_id,
        "email": draft.email,
        "language": draft.language,
        "currency": draft.total.currency,
        "goods": draft.goods_total.minor,
        "delivery_price": draft.delivery.price.minor,
        "total": draft.total.minor,
        "taxes": jsonb([tax.values() for tax in draft.taxes]),
        "delivery": jsonb(delivery_json(draft.delivery)),
        "promised_on": draft.delivery.promised_on,
        "shipping_address": jsonb(draft.shipping_address.values()),
        "billing_address": jsonb(draft.billing_address.values()),
        "comment": draft.comment,
        "terms_version": draft.terms_version,
        "found_by": searchable(draft.email, draft.shipping_address, draft.billing_address),
        "lines": jsonb([line_json(line) for line in draft.lines]),
        "now": now,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_label": actor.label,
    }


_ADD = """
INSERT INTO orders_order (id, number, state, cart_id, market_id, legal_entity_id, channel, customer_id, email, language,
    currency, goods_minor, delivery_minor, total_minor, taxes, delivery, promised_on, shipping_address,
    billing_address, comment, terms_version, found_by, placed_at, paid_at, paid_by, shipped_at, cancelled_at)
SELECT id, number, state, cart_id, market_id, legal_entity_id, channel, customer_id, email, language,
    currency, goods_minor, delivery_minor, total_minor, taxes, delivery, promised_on, shipping_address,
    billing_address, comment, terms_version, found_by, placed_at, paid_at, paid_by, shipped_at, cancelled_at
  FROM jsonb_populate_recordset(NULL::orders_order, %s)
"""
_ADD_LINES = """
INSERT INTO orders_orderline (order_id, position, variant_id, sku, title, options, image, quantity, unit_price_minor,
    total_minor, tax_class, tax_rate, weight_grams)
SELECT order_id, position, variant_id, sku, title, options, image, quantity, unit_price_minor,
    total_minor, tax_class, tax_rate, weight_grams
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
        "delivery": delivery_json(one.delivery),
        "promised_on": one.delivery.promised_on,
        "shipping_address": one.shipping_address.values(),
        "billing_address": one.billing_address.values(),
        "comment": one.comment,
        "terms_version": one.terms_version,
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


def mark_paid(*, order_id: OrderId, market: str, payment_id: UUID, actor: Actor, now: datetime) -> None:
    """The money is authorised or taken, by this payment.

    :raises MoveRefused: unless the order waits for its payment.
    """
    actor.must(ORDERS_SETTLE, market=market)
    with transaction.atomic(savepoint=False):
        changes = {"paid_at": now, "paid_by": payment_id}
        move(OrderRecord(pk=order_id), to=OrderState.PAID, table=ORDER_STATES, actor=actor, now=now, changes=changes)
        emit(OrderPaid(order_id=order_id, market=market))


def start_preparing(*, order_id: OrderId, actor: Actor, now: datetime) -> None:
    """Somebody takes it in hand; the buyer cannot cancel any more.

    :raises MoveRefused: unless the order is paid.
    """
    actor.must(ORDERS_PREPARE)
    row = _order(order_id)
    actor.must(ORDERS_PREPARE, market=row.market_id)
    with transaction.atomic(savepoint=False):
        move(row, to=OrderState.PREPARING, table=ORDER_STATES, actor=actor, now=now)
        emit(OrderPreparing(order_id=order_id, market=row.market_id))


def mark_shipped(*, order_id: OrderId, actor: Actor, now: datetime) -> None:
    """Everything has left.

    :raises MoveRefused: unless the order is being prepared.
    """
    actor.must(ORDERS_PREPARE)
    row = _order(order_id)
    actor.must(ORDERS_PREPARE, market=row.market_id)
    with transaction.atomic(savepoint=False):
        move(row, to=OrderState.SHIPPED, table=ORDER_STATES, actor=actor, now=now, changes={"shipped_at": now})
        emit(OrderShipped(order_id=order_id, market=row.market_id))


def cancel(*, order_id: OrderId, because: str, actor: Actor, now: datetime) -> None:
    """Call it off. Whoever may prepare orders may until it has left, a buyer until somebody prepares it.

    :raises TooLateToCancel: when the buyer is too late.
    :raises MoveRefused: when it has left, or was cancelled before.
    """
    actor.must(ORDERS_CANCEL)
    row = _order(order_id)
    actor.must(ORDERS_CANCEL, market=row.market_id)
    staff = actor.can(ORDERS_PREPARE, market=row.market_id)
    with transaction.atomic(savepoint=False):
        try:
            was = move(
                row,
                to=OrderState.CANCELLED,
                table=ORDER_STATES if staff else CANCELLABLE_BY_BUYER,
                actor=actor,
                now=now,
                because=because,
                changes={"cancelled_at": now},
            )
        except MoveRefused as refused:
            if refused.facts["state"] == OrderState.PREPARING:
                raise TooLateToCancel(**refused.facts) from refused
            raise
        emit(OrderCancelled(order_id=order_id, market=row.market_id, was=was, because=because))


def _order(order_id: OrderId) -> OrderRecord:
    row = OrderRecord.objects.only("id", "state", "market_id").filter(pk=order_id).first()
    if row is None:
        raise UnknownOrder(order_id=str(order_id))
    return row
