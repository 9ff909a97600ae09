from collections.abc import Sequence
from datetime import datetime

from comptoir.domains.payments.queries import payment_of_refund
from comptoir.domains.payments.values import OperationId
from comptoir.flows.confirm_refund import confirm_refund
from comptoir.kernel.access import Actor


def confirm_refunds(*, operation_ids: Sequence[OperationId], actor: Actor, now: datetime) -> None:
    """A person has sent the money of these refunds of an order back, in one transfer or several: each is recorded in a
    transaction of its own. Told twice, or cut off and told again, each counts once.

    :raises UnknownOperation: when there is no such refund; then none is recorded.
    :raises NotPossibleNow: when the provider pays one of them itself.
    """
    for operation_id in operation_ids:
        payment_of_refund(operation_id)
    for operation_id in operation_ids:
        confirm_refund(operation_id=operation_id, actor=actor, now=now)
