import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.inventory.actions import release_stock
from comptoir.domains.inventory.queries import lapsed_orders
from comptoir.domains.orders.queries import awaited_money
from comptoir.domains.payments.actions import request_void
from comptoir.domains.payments.queries import expired, payments_of
from comptoir.domains.payments.values import UNDER_WAY, Operation
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.kernel.access import Actor
from comptoir.kernel.money import total_of

log = logging.getLogger(__name__)


def expire_reservations(*, actor: Actor, now: datetime) -> int:
    """Give back goods whose buyers have not paid in time; returns for how many orders.

    A payment that is still open is first given up at its provider, who alone knows whether it has gone through: goods
    of a payment in flight are never sold to somebody else. The order stays, with what it was paid in part; it can be
    paid while there are goods. So is a payment of what a change made an order dearer by, whose goods are its own by
    then: the buyer can pay it in another way.
    """
    lapsed = lapsed_orders(now)
    given_up = sum(_try_to_expire(order_id, actor, now) for order_id in lapsed)
    for order_id in {payment.order_id for payment in expired(now)} - set(lapsed):
        _try_to_give_up(order_id, actor, now)
    return given_up


def _try_to_expire(order_id: UUID, actor: Actor, now: datetime) -> bool:
    try:
        return _expire(order_id, actor, now)
    except Exception:
        # One order that cannot be resolved must not keep the goods of all others; it comes up again.
        log.exception("reservation could not be ended", extra={"order_id": str(order_id)})
        return False


def _try_to_give_up(order_id: UUID, actor: Actor, now: datetime) -> None:
    try:
        _end_payments(order_id, actor, now)
    except Exception:
        # As above.
        log.exception("payment could not be given up", extra={"order_id": str(order_id)})


def _end_payments(order_id: UUID, actor: Actor, now: datetime) -> None:
    for operation in _give_up(order_id, actor, now):
        carry_out_operation(operation=operation, actor=actor, now=now)


def _expire(order_id: UUID, actor: Actor, now: datetime) -> bool:
    _end_payments(order_id, actor, now)
    with transaction.atomic(durable=True):
        awaited = awaited_money(order_id)  # nobody opens or settles a payment between the look and the release
        payments = payments_of(order_id)
        held = total_of((payment.secured for payment in payments), awaited.total.currency)
        if held >= awaited.total or any(payment.state in UNDER_WAY for payment in payments):
            return False
        release_stock(order_id=order_id, expired=True, actor=actor, now=now)
    return True


def _give_up(order_id: UUID, actor: Actor, now: datetime) -> list[Operation]:
    """Ask for every open payment whose time is over to be given up."""
    with transaction.atomic(durable=True):
        awaited_money(order_id)
        return [
            request_void(payment_id=payment.id, actor=actor, now=now)
            for payment in payments_of(order_id)
            if payment.state in UNDER_WAY and payment.expires_at <= now
        ]
