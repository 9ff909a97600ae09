from datetime import datetime

from comptoir.domains.payments.actions import record_refund
from comptoir.domains.payments.queries import payment_of_refund
from comptoir.domains.payments.values import OperationId
from comptoir.flows.settle_payment import Settled, settle_payment
from comptoir.kernel.access import Actor


def confirm_refund(*, operation_id: OperationId, actor: Actor, now: datetime) -> Settled:
    """A person has sent the money of a refund back, as nobody else can for a transfer. Told twice, it counts once.

    :raises UnknownOperation: when there is no such refund.
    :raises NotPossibleNow: when the provider pays refunds itself.
    """
    payment = payment_of_refund(operation_id)
    return settle_payment(
        order_id=payment.order_id,
        record=lambda: record_refund(operation_id=operation_id, actor=actor, now=now),
        actor=actor,
        now=now,
    )
