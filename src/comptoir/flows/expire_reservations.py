from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.inventory.actions import release_stock
from comptoir.domains.inventory.queries import lapsed_orders
from comptoir.domains.payments.actions import request_void
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import Payment, PaymentState
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.kernel.access import Actor

_UNDER_WAY = (PaymentState.CREATED, PaymentState.PENDING)


def expire_reservations(*, actor: Actor, now: datetime) -> int:
    """Give back goods whose buyers have not paid in time; returns for how many orders.

    A payment that is still open is first given up at its provider, who alone knows whether it has gone through: goods
    of a payment in flight are never sold to somebody else. The order stays; it can be paid while there are goods.
    """
    lapsed = lapsed_orders(now)
    return sum(_expire(order_id, actor, now) for order_id in lapsed)


def _expire(order_id: UUID, actor: Actor, now: datetime) -> bool:
    for payment in payments_of(order_id):
        if payment.state in _UNDER_WAY and payment.expires_at <= now:
            _give_up(payment, actor, now)
    if any(payment.is_live for payment in payments_of(order_id)):
        return False
    with transaction.atomic(durable=True):
        release_stock(order_id=order_id, expired=True, actor=actor, now=now)
    return True


def _give_up(payment: Payment, actor: Actor, now: datetime) -> None:
    with transaction.atomic(durable=True):
        operation = request_void(payment_id=payment.id, actor=actor, now=now)
    carry_out_operation(operation=operation, actor=actor, now=now)
