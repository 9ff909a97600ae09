from datetime import datetime

from comptoir.domains.orders.queries import order_for_staff
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.actions import record_receipt
from comptoir.domains.payments.queries import awaiting_receipt
from comptoir.flows.settle_payment import Settled, settle_payment
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money


def record_payment(
    *, order_id: OrderId, amount: Money, bank_reference: str = "", actor: Actor, now: datetime
) -> Settled:
    """A person saw the money of an order on the bank account. Recorded twice, it counts once.

    :raises UnknownOrder: when there is no such order.
    :raises NothingToRecord: when the order has no payment that a person records.
    :raises ReceiptMismatch: unless exactly the amount due arrived.
    """
    wanted = order_for_staff(order_id, actor=actor)
    payment = awaiting_receipt(wanted.id)
    return settle_payment(
        order_id=wanted.id,
        record=lambda: record_receipt(
            payment_id=payment.id, amount=amount, bank_reference=bank_reference, actor=actor, now=now
        ),
        actor=actor,
        now=now,
    )
