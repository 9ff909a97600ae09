"""Forgetting who ordered. What the law has us keep stays: number, goods, amounts, taxes, and to whom it was billed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from comptoir.domains.orders.models import Order as OrderRecord
from comptoir.domains.orders.permissions import ORDERS_FORGET
from comptoir.domains.orders.rules import searchable
from comptoir.domains.orders.values import OrderId
from comptoir.kernel.access import Actor
from comptoir.kernel.addresses import Address
from comptoir.kernel.history import forget_facts, record_many
from comptoir.kernel.sql import execute, jsonb


def forget_buyer(*, order_ids: Collection[OrderId], billed: Collection[OrderId], actor: Actor, now: datetime) -> None:
    """Take e-mail address, telephone, note and gift message out of orders that have ended; their page stays behind its
    link. Those that were ``billed`` keep the names and addresses that stand on their invoices; of the others, the
    country is left. Saying it twice changes nothing."""
    actor.must(ORDERS_FORGET)
    with transaction.atomic(savepoint=False):
        for row in OrderRecord.objects.select_for_update(no_key=True).filter(id__in=order_ids).order_by("id"):
            kept = row.id in billed
            shipping, billing = (_left_of(values, kept) for values in (row.shipping_address, row.billing_address))
            found_by = f"{row.number.lower()} {searchable('', shipping, billing)}"
            execute(
                """UPDATE orders_order SET email = '', comment = '',
                          gift_message = CASE WHEN gift_message IS NULL THEN NULL ELSE '' END,
                          shipping_address = %s, billing_address = %s, found_by = %s WHERE id = %s""",
                [jsonb(shipping.values()), jsonb(billing.values()), found_by, row.id],
            )
        forget_facts("orders.order", order_ids)
        record_many(
            action="buyer_forgotten",
            subject_type="orders.order",
            changes=[(id, {}, {}) for id in sorted(order_ids)],
            actor=actor,
            now=now,
        )


def _left_of(values: dict[str, str], billed: bool) -> Address:
    known = Address.read(values)
    return replace(known, phone="") if billed else Address(country=known.country)
