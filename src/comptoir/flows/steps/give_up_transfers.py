from collections.abc import Sequence
from datetime import datetime

from comptoir.domains.payments.actions import record_outcome, request_void
from comptoir.domains.payments.values import Outcome, OutcomeStatus, Payment
from comptoir.kernel.access import Actor


def give_up_transfers(*, payments: Sequence[Payment], actor: Actor, now: datetime) -> None:
    """Nothing more is awaited by these transfers. No provider knows of them, so they are given up at once.

    Called under the order's lock. Money that comes all the same is recorded by staff like any other.
    """
    for payment in payments:
        asked = request_void(payment_id=payment.id, actor=actor, now=now)
        given_up = Outcome(status=OutcomeStatus.VOIDED, merchant=payment.merchant)
        record_outcome(payment_id=payment.id, outcome=given_up, operation=asked, actor=actor, now=now)
