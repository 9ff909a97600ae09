from datetime import datetime

from django.db import transaction

from comptoir.domains.orders.values import OrderId
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.steps.call_off_order import call_off_order
from comptoir.kernel.access import Actor


def cancel_order(*, order_id: OrderId, because: str, actor: Actor, now: datetime) -> None:
    """Call an order off: the goods are free again, the money goes back in full, an invoice is credited,
    its voucher can be used once more.

    The buyer may until somebody prepares it, staff until it has left. The money is asked back under keys that were
    written down first, so if this dies half way the sweep finishes it.

    :raises TooLateToCancel: when the buyer is too late.
    :raises MoveRefused: when it has left, or was cancelled before.
    """
    with transaction.atomic(durable=True):
        asked = call_off_order(order_id=order_id, because=because, actor=actor, now=now)
    for operation in asked:
        carry_out_operation(operation=operation, actor=actor.with_consequences(), now=now)
