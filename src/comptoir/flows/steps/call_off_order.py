from datetime import datetime

from comptoir.domains.fulfilment.actions import cancel_shipments
from comptoir.domains.inventory.actions import release_stock
from comptoir.domains.orders.actions import cancel
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.actions import request_money_back
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import CALLED_OFF, Operation
from comptoir.domains.pricing.actions import release_voucher
from comptoir.flows.steps.credit_order import credit_order
from comptoir.kernel.access import Actor


def call_off_order(*, order_id: OrderId, because: str, actor: Actor, now: datetime) -> list[Operation]:
    """All of an order is called off: the goods are free again, the money goes back in full, an invoice is credited, its
    voucher can be used once more. Returns what is to be asked of providers once this has committed.

    :raises TooLateToCancel: when the buyer is too late.
    :raises MoveRefused: when it has left, or was cancelled before.
    """
    ours = actor.with_consequences()
    cancel(order_id=order_id, because=because, actor=actor, now=now)
    asked = [
        request_money_back(payment_id=payment.id, cause=CALLED_OFF, because=because, actor=ours, now=now)
        for payment in payments_of(order_id)
    ]
    cancel_shipments(order_id=order_id, actor=ours, now=now)
    release_voucher(order_id=order_id, actor=ours, now=now)
    release_stock(order_id=order_id, actor=ours, now=now)
    credit_order(order_id=order_id, because=because, actor=ours, now=now)
    return [operation for operation in asked if operation]
