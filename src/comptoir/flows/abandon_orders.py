import logging
from datetime import datetime, timedelta

from comptoir.domains.orders.queries import unpaid_since
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import UNDER_WAY
from comptoir.flows.cancel_order import cancel_order
from comptoir.kernel.access import Actor

log = logging.getLogger(__name__)

PATIENCE = timedelta(days=14)
"""A transfer is waited for seven days, and has seven more to turn up late."""


def abandon_orders(*, actor: Actor, now: datetime) -> int:
    """Call off orders that nobody has paid in full for two weeks, and those for which goods were to come back and did
    not in their time; returns how many. What was paid goes back."""
    waiting = [
        order_id
        for order_id in unpaid_since(now - PATIENCE, now=now, limit=100)
        if not any(payment.state in UNDER_WAY for payment in payments_of(order_id))
    ]
    return sum(_try_to_abandon(order_id, actor, now) for order_id in waiting)


def _try_to_abandon(order_id: OrderId, actor: Actor, now: datetime) -> bool:
    try:
        cancel_order(order_id=order_id, because="not paid in time", actor=actor, now=now)
    except Exception:
        # One order that cannot be called off, or that was paid this very moment, must not keep the others.
        log.exception("order could not be abandoned", extra={"order_id": str(order_id)})
        return False
    return True
