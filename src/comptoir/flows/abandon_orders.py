from datetime import datetime, timedelta

from comptoir.domains.orders.queries import awaiting_payment_since
from comptoir.domains.payments.queries import payments_of
from comptoir.flows.cancel_order import cancel_order
from comptoir.kernel.access import Actor

PATIENCE = timedelta(days=14)
"""A transfer is waited for seven days, and has seven more to turn up late."""


def abandon_orders(*, actor: Actor, now: datetime) -> int:
    """Call off orders that nobody has paid for two weeks; returns how many."""
    waiting = [
        order_id
        for order_id in awaiting_payment_since(now - PATIENCE, limit=100)
        if not any(payment.is_live for payment in payments_of(order_id))
    ]
    for order_id in waiting:
        cancel_order(order_id=order_id, because="not paid in time", actor=actor, now=now)
    return len(waiting)
