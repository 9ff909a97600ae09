from datetime import datetime

from django.db import transaction

from comptoir.domains.fulfilment.actions import cancel_shipments
from comptoir.domains.inventory.actions import release_stock
from comptoir.domains.orders.actions import cancel
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.actions import request_money_back
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.pricing.actions import release_voucher
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.steps.credit_order import credit_order
from comptoir.kernel.access import Actor


def cancel_order(*, order_id: OrderId, because: str, actor: Actor, now: datetime) -> None:
    """Call an order off: the goods are free again, the money goes back in full, an invoice is credited,
    its voucher can be used once more.

    The buyer may until somebody prepares it, staff until it has left. The money is asked back under keys that were
    written down first, so if this dies half way the sweep finishes it.

    :raises TooLateToCancel: when the buyer is too late.
    :raises MoveRefused: when it has left, or was cancelled before.
    """
    ours = actor.with_consequences()
    with transaction.atomic(durable=True):
        cancel(order_id=order_id, because=because, actor=actor, now=now)
        asked = [
            request_money_back(payment_id=payment.id, cause="cancelled", because=because, actor=ours, now=now)
            for payment in payments_of(order_id)
        ]
        cancel_shipments(order_id=order_id, actor=ours, now=now)
        release_voucher(order_id=order_id, actor=ours, now=now)
        release_stock(order_id=order_id, actor=ours, now=now)
        credit_order(order_id=order_id, because=because, actor=ours, now=now)
    for operation in filter(None, asked):
        carry_out_operation(operation=operation, actor=ours, now=now)
