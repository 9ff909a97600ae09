from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from comptoir.domains.orders.errors import CartAlreadyOrdered
from comptoir.domains.orders.events import OrderPlaced
from comptoir.domains.orders.permissions import ORDERS_PLACE
from comptoir.domains.orders.rules import delivery_json, line_json, searchable
from comptoir.domains.orders.values import OrderDraft
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.sql import fetch, jsonb

_INSERT = """
WITH placed AS (
    INSERT INTO orders_order (id, number, state, cart_id, market_id, legal_entity_id, channel, customer_id, email,
        language, currency, goods_minor, delivery_minor, total_minor, taxes, delivery, promised_on, shipping_address,
        billing_address, comment, gift_message, terms_version, voucher, waiver, replaces_id, awaits_goods,
        unpaid_until, found_by, placed_at)
    SELECT %(id)s, numbered.number, 'awaiting_payment', %(cart_id)s, %(market)s, %(legal_entity_id)s, %(channel)s,
        %(customer_id)s, %(email)s, %(language)s, %(currency)s, %(goods)s, %(delivery_price)s, %(total)s, %(taxes)s,
        %(delivery)s, %(promised_on)s, %(shipping_address)s, %(billing_address)s, %(comment)s, %(gift_message)s,
        %(terms_version)s, %(voucher)s, %(waiver)s, %(replaces)s, %(awaits_goods)s, %(unpaid_until)s,
        lower(numbered.number) || ' ' || %(found_by)s, %(now)s
      FROM (SELECT %(prefix)s || nextval('orders_number') AS number) AS numbered
    RETURNING id, number),
lines AS (
    INSERT INTO orders_orderline (order_id, position, variant_id, sku, title, options, image, quantity,
        unit_price_minor, discount_minor, total_minor, tax_class, tax_rate, weight_grams, withdrawal,
        on_order, kind, kit)
    SELECT placed.id, line.* FROM placed, jsonb_to_recordset(%(lines)s) AS line(position int, variant_id uuid, sku text,
        title text, options text, image text, quantity int, unit_price_minor bigint, discount_minor bigint,
        total_minor bigint, tax_class text, tax_rate numeric, weight_grams int, withdrawal text,
        on_order int, kind text, kit jsonb)),
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
        "delivery": jsonb(delivery_json(draft.delivery, sorted_on=now.date())),
        "promised_on": draft.delivery.promised_on or now.date(),
        "shipping_address": jsonb(draft.shipping_address.values()),
        "billing_address": jsonb(draft.billing_address.values()),
        "comment": draft.comment,
        "gift_message": draft.gift_message,
        "terms_version": draft.terms_version,
        "voucher": draft.voucher,
        "waiver": draft.waiver,
        "replaces": draft.replaces,
        "awaits_goods": draft.awaits_goods_until is not None,
        "unpaid_until": draft.awaits_goods_until,
        "found_by": searchable(draft.email, draft.shipping_address, draft.billing_address),
        "lines": jsonb([line_json(line) for line in draft.lines]),
        "now": now,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_label": actor.label,
    }
