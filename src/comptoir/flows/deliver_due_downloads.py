import logging
from datetime import datetime, timedelta
from uuid import UUID

from comptoir.domains.orders.queries import orders_to_download
from comptoir.domains.payments.queries import operations_of, payments_of
from comptoir.domains.payments.values import OperationKind, OperationState, PaymentState
from comptoir.flows.deliver_downloads import deliver_downloads
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import BusinessError

log = logging.getLogger(__name__)

_AT_MOST = 500
_PAUSE = timedelta(minutes=15)
"""After a provider has said no. While it has not answered, the sweep asks it."""


def deliver_due_downloads(*, actor: Actor, now: datetime) -> int:
    """Open to their buyers the files of all orders that are paid and not on hold; returns of how many orders.

    One that cannot be delivered keeps no other waiting, and is tried again: the next time, or after a pause where the
    provider did not let go of the money.
    """
    delivered = 0
    for order_id in orders_to_download(limit=_AT_MOST):
        if _was_just_asked_for(order_id, now):
            continue
        try:
            delivered += deliver_downloads(order_id=order_id, actor=actor, now=now)
        except BusinessError as refusal:
            log.warning("downloads not delivered", extra={"order": str(order_id), "error": refusal.code})
    return delivered


def _was_just_asked_for(order_id: UUID, now: datetime) -> bool:
    """Whether money of an order that was only set aside has been asked for, and is not to be asked for again yet."""
    held = [payment for payment in payments_of(order_id) if payment.state is PaymentState.AUTHORISED]
    asked = [each for payment in held for each in operations_of(payment.id) if each.kind is OperationKind.CAPTURE]
    return any(
        each.state is OperationState.REQUESTED or (each.answered_at is not None and each.answered_at > now - _PAUSE)
        for each in asked
    )
