from datetime import datetime

from django.db import transaction

from comptoir.domains.payments.actions.locking import lock_payment
from comptoir.domains.payments.actions.request import VOIDABLE, request_refund, request_void
from comptoir.domains.payments.permissions import PAYMENTS_PAY
from comptoir.domains.payments.values import Operation, PaymentId
from comptoir.kernel.access import Actor


def request_money_back(
    *, payment_id: PaymentId, cause: str, because: str = "", actor: Actor, now: datetime
) -> Operation | None:
    """Ask for everything that a payment holds to go back: a refund of what was taken, or else giving the payment up.

    None when it holds nothing and never can any more. Asked again for the same cause, it returns the same operation.

    :raises OperationDiffers: when the cause was refunded with another amount.
    """
    actor.must(PAYMENTS_PAY)
    with transaction.atomic(savepoint=False):
        payment = lock_payment(payment_id)
        if payment.captured:
            left = payment.refundable
            return (
                request_refund(payment_id=payment_id, amount=left, cause=cause, because=because, actor=actor, now=now)
                if left
                else None
            )
        return request_void(payment_id=payment_id, actor=actor, now=now) if payment.state in VOIDABLE else None
