"""What a provider tells of disputes, written down with everything else it tells of the payment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from comptoir.domains.payments.events import DisputeClosed, PaymentDisputed
from comptoir.domains.payments.models import Dispute as DisputeRow
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.queries import dispute_of
from comptoir.domains.payments.rules import disputed_now
from comptoir.domains.payments.values import (
    DISPUTE_STATES,
    DisputeFact,
    DisputeMoved,
    DisputeState,
    Payment,
)
from comptoir.kernel import history
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.ids import new_id
from comptoir.kernel.transitions import move


def merge_disputes(
    row: PaymentRow, payment: Payment, facts: Sequence[DisputeFact], *, actor: Actor, now: datetime
) -> tuple[DisputeMoved, ...]:
    """Write down the disputes of a payment whose row is locked; returns those that are new or were decided just now.

    In whatever order and however often they are told: states only go up. Facts in another currency are none of ours.
    """
    known = {each.reference: each for each in DisputeRow.objects.filter(payment_id=payment.id)}
    moved = []
    for fact in facts:
        if fact.amount.minor <= 0 or fact.amount.currency != payment.amount.currency:
            continue
        before = known.get(fact.reference)
        if before is None:
            known[fact.reference] = opened = _opened(payment, fact, actor, now)
            moved.append(DisputeMoved(dispute=dispute_of(opened, fact.amount.currency), left=None))
        elif DISPUTE_STATES.allows(DisputeState(before.state), fact.state):
            left = DisputeState(before.state)
            move(before, to=fact.state, table=DISPUTE_STATES, actor=actor, now=now, changes={"closed_at": now})
            moved.append(DisputeMoved(dispute=dispute_of(before, fact.amount.currency), left=left))
    if moved:
        disputed = disputed_now([dispute_of(each, payment.amount.currency) for each in known.values()], payment)
        PaymentRow.objects.filter(pk=payment.id).update(disputed_minor=disputed.minor)
        row.disputed_minor = disputed.minor
        for each in moved:
            _announce(payment, each)
    return tuple(moved)


def _opened(payment: Payment, fact: DisputeFact, actor: Actor, now: datetime) -> DisputeRow:
    row = DisputeRow.objects.create(
        id=new_id(),
        payment_id=payment.id,
        reference=fact.reference,
        state=fact.state,
        amount_minor=fact.amount.minor,
        reason=fact.reason,
        answer_by=fact.answer_by,
        opened_at=now,
        closed_at=None if fact.state is DisputeState.OPEN else now,
    )
    history.record(
        action="disputed",
        subject_type="payments.payment",
        subject_id=payment.id,
        actor=actor,
        now=now,
        after={"amount": fact.amount},
        because=fact.reason,
    )
    return row


def _announce(payment: Payment, moved: DisputeMoved) -> None:
    dispute = moved.dispute
    about: dict[str, Any] = {
        "order_id": payment.order_id,
        "payment_id": payment.id,
        "dispute_id": dispute.id,
        "amount": dispute.amount,
    }
    if moved.left is None:
        emit(PaymentDisputed(**about))
    if dispute.state is not DisputeState.OPEN:
        emit(DisputeClosed(**about, won=dispute.state is DisputeState.WON))
