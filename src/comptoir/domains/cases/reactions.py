"""A dispute becomes a case when it is heard of, and the case is resolved when the bank has decided."""

from datetime import datetime

from comptoir.domains.cases.actions import keep_dispute_cases
from comptoir.domains.payments.events import DisputeClosed, PaymentDisputed
from comptoir.kernel.access import Actor
from comptoir.kernel.events import reaction


@reaction(PaymentDisputed)
def open_case_of_dispute(event: PaymentDisputed, *, actor: Actor, now: datetime) -> None:
    """With the bank's deadline among the evidence; none for one that was decided before we heard of it."""
    keep_dispute_cases(payment_id=event.payment_id, actor=actor, now=now)


@reaction(DisputeClosed)
def close_case_of_dispute(event: DisputeClosed, *, actor: Actor, now: datetime) -> None:
    """Those of the payment that are open still stay."""
    keep_dispute_cases(payment_id=event.payment_id, actor=actor, now=now)
