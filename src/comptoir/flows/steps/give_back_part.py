from datetime import datetime
from uuid import UUID

from comptoir.domains.payments.actions import request_refund
from comptoir.domains.payments.queries import refund_parts
from comptoir.domains.payments.values import Operation
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money


def give_back_part(
    *, order_id: UUID, amount: Money, cause: str, because: str, actor: Actor, now: datetime
) -> list[Operation]:
    """Ask for so much of what an order's payments took to go back where it came from, the latest payment first.

    What is only set aside does not go back: less of it is taken. Called under the order's lock; one cause is refunded
    once.
    """
    return [
        request_refund(payment_id=payment.id, amount=part, cause=cause, because=because, actor=actor, now=now)
        for payment, part in refund_parts(order_id, amount)
    ]
