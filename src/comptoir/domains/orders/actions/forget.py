"""Forgetting who ordered. What the law has us keep stays: number, goods, amounts, taxes, and to whom it was billed."""

from collections.abc import Collection
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


def forget_buyer(*, order_ids: Collection[OrderId], actor: Actor, now: datetime) -> None:
    """Take e-mail address, telephone and note out of orders that have ended, and nothing else; their page stays behind
    its link. Saying it twice changes nothing."""
    actor.must(ORDERS_FORGET)
    with transaction.atomic(savepoint=False):
        for row in OrderRecord.objects.select_for_update(no_key=True).filter(id__in=order_ids).order_by("id"):
            shipping, billing = (_without_phone(values) for values in (row.shipping_address, row.billing_address))
            found_by = f"{row.number.lower()} {searchable('', shipping, billing)}"
            execute(
                """UPDATE orders_order SET email = '', comment = '', shipping_address = %s, billing_address = %s,
                          found_by = %s WHERE id = %s""",
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


def _without_phone(values: dict[str, str]) -> Address:
    return Address.read({**values, "phone": ""})
