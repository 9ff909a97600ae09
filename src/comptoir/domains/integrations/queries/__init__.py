"""What others may ask of integrations."""

from comptoir.domains.integrations.queries.read import (
    cursor_at,
    deliveries,
    delivery,
    failing_subscriptions,
    position_in,
    subscription,
    subscriptions,
    told_after,
    waiting_by_subscription,
)
from comptoir.domains.integrations.rules import message_id

__all__ = [
    "cursor_at",
    "deliveries",
    "delivery",
    "failing_subscriptions",
    "message_id",
    "position_in",
    "subscription",
    "subscriptions",
    "told_after",
    "waiting_by_subscription",
]
