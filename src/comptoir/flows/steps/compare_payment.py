import logging
from datetime import datetime

from comptoir.domains.cases.values import Finding
from comptoir.domains.payments.actions import record_outcome
from comptoir.domains.payments.queries import payment, payment_difference
from comptoir.domains.payments.values import Outcome, Payment
from comptoir.flows.settle_payment import settle_payment
from comptoir.flows.steps.tell_difference import tell_difference
from comptoir.kernel.access import Actor

log = logging.getLogger(__name__)


def compare_payment(
    *,
    provider: str,
    key: str,
    ours: Payment | None,
    theirs: Outcome | None,
    opened_there_at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> Finding | None:
    """What remains different about one payment after what the provider has just said of it was taken in.

    ``key`` is what the provider knows it by; ``theirs`` is None when it has never heard of it, and
    ``opened_there_at`` is evidence, where its books tell it.
    """
    difference = payment_difference(ours, theirs)
    if difference and ours and theirs:
        ours = _settled(ours, theirs, actor, now)
        difference = payment_difference(ours, theirs)
    if not difference:
        return None
    return tell_difference(
        difference=difference, provider=provider, key=key, ours=ours, theirs=theirs, opened_there_at=opened_there_at
    )


def _settled(ours: Payment, theirs: Outcome, actor: Actor, now: datetime) -> Payment:
    try:
        settle_payment(
            order_id=ours.order_id,
            record=lambda: record_outcome(payment_id=ours.id, outcome=theirs, actor=actor, now=now),
            actor=actor,
            now=now,
        )
    except Exception:
        # One payment that cannot be settled must not keep the others from being compared: it becomes a case.
        log.exception("payment could not be settled", extra={"payment_id": str(ours.id)})
    return payment(ours.id)
