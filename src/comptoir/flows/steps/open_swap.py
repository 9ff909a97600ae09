from datetime import datetime

from comptoir.domains.orders.values import Order
from comptoir.domains.payments.actions import give_as_credit, open_payment
from comptoir.domains.payments.queries import refund_parts, swap_method
from comptoir.domains.payments.values import Payment
from comptoir.domains.returns.values import Return
from comptoir.flows.steps.replacement_at_receipt import Instead
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money


def open_swap(
    *, order: Order, found: Return, amount: Money, instead: Instead, actor: Actor, now: datetime
) -> Payment | None:
    """Open the payment by which so much of what goes back pays what is sent instead; None when nothing does.

    The payments of the order keep that money and are refunded that much less. Called under the locks of both orders.
    """
    if instead.order_id is None or not amount:
        return None
    for payment, part in refund_parts(order.id, amount):
        give_as_credit(payment_id=payment.id, amount=part, because=found.number, actor=actor, now=now)
    return open_payment(
        order_id=instead.order_id,
        market=order.market,
        method=swap_method(order.market),
        amount=amount,
        due=instead.total,
        actor=actor,
        now=now,
    )
