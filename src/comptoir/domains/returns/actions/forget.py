"""Forgetting who sent something back."""

from collections.abc import Collection
from datetime import datetime

from comptoir.domains.orders.values import OrderId
from comptoir.domains.returns.permissions import RETURNS_FORGET
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import execute


def forget_returner(*, order_ids: Collection[OrderId], actor: Actor, now: datetime) -> int:
    """Take name, e-mail address and what was written out of the returns of some orders; returns how many."""
    actor.must(RETURNS_FORGET)
    return execute(
        "UPDATE returns_return SET name = '', email = '', statement = '' WHERE order_id = ANY(%s)", [list(order_ids)]
    )
