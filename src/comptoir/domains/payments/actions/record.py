from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.domains.payments.actions.dispute import merge_disputes
from comptoir.domains.payments.actions.open import first_pause
from comptoir.domains.payments.errors import UnknownPayment
from comptoir.domains.payments.events import (
    PaymentAuthorised,
    PaymentCaptured,
    PaymentFailed,
    PaymentInstructed,
    PaymentMismatched,
    PaymentRefunded,
    PaymentVoided,
)
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.permissions import PAYMENTS_PAY
from comptoir.domains.payments.queries import payment_of
from comptoir.domains.payments.rules import (
    COUNTED,
    amounts_of,
    announced_after,
    as_heard,
    failure_of,
    judge,
    next_look,
    operation_after,
    state_after,
)
from comptoir.domains.payments.values import (
    OPERATION_STATES,
    PAYMENT_STATES,
    Amounts,
    DisputeMoved,
    Operation,
    OperationKind,
    Outcome,
    OutcomeStatus,
    Payment,
    PaymentId,
    PaymentState,
    Recorded,
    Verdict,
    secured_minor,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.events import Event, emit
from comptoir.kernel.money import Money
from comptoir.kernel.sql import fetch
from comptoir.kernel.transitions import move

_COLUMNS = tuple(field.attname for field in PaymentRow._meta.concrete_fields)


@dataclass(frozen=True, slots=True)
class _Locked:
    """The payment's row, locked, and what the statement that locked it found and did."""

    row: PaymentRow
    reference_taken: bool
    open_operations: int  # without the authorisation, whose being open shows in the state
    answered_minor: int  # amount of the operation that this outcome has just closed
    voiding: bool  # whether it is still being given up
    others: dict[PaymentId, Money]  # what the other payments of the order hold


def record_outcome(
    *, payment_id: PaymentId, outcome: Outcome, operation: Operation | None = None, actor: Actor, now: datetime
) -> Recorded:
    """Record what a provider says of a payment, at most three statements.

    Late, repeated and reordered outcomes are harmless: totals only grow and the state follows from all facts heard so
    far. ``operation`` is the one that this outcome answers; without it, it answers the first one, the authorisation.
    What does not fit the payment (verdict) changes nothing, except a wrong amount, which is kept and never counts.

    :raises UnknownPayment: when there is no such payment.
    """
    actor.must(PAYMENTS_PAY)
    return merge_outcome(payment_id=payment_id, outcome=outcome, operation=operation, actor=actor, now=now)


def merge_outcome(
    *, payment_id: PaymentId, outcome: Outcome, operation: Operation | None = None, actor: Actor, now: datetime
) -> Recorded:
    """``record_outcome`` for the actions of this domain, which have asked for permissions of their own."""
    about = operation.kind if operation else OperationKind.AUTHORISE
    outcome = as_heard(outcome, about=about)
    with transaction.atomic(savepoint=False):
        locked = _answer_and_lock(payment_id, outcome, about, operation.key if operation else str(payment_id), now)
        before = payment_of(locked.row)
        verdict = judge(payment=before, outcome=outcome, reference_taken=locked.reference_taken)
        counted = outcome if verdict in COUNTED else Outcome(status=OutcomeStatus.UNKNOWN)
        amounts = _amounts(locked.row).with_those_of(amounts_of(counted))
        state = state_after(
            state=before.state, expected=before.amount.minor, amounts=amounts, status=counted.status, about=about
        )
        if state is not before.state and not PAYMENT_STATES.allows(before.state, state):
            verdict, state, amounts = Verdict.INCONSISTENT, before.state, _amounts(locked.row)
        changes = _changes(locked, amounts, counted, state, now)
        if state is not before.state:
            move(
                locked.row,
                to=state,
                table=PAYMENT_STATES,
                actor=actor,
                now=now,
                because=outcome.reason or ("" if verdict is Verdict.ACCEPTED else verdict),
                changes=changes,
            )
        elif changes:
            PaymentRow.objects.filter(pk=payment_id).update(**changes)
            for name, value in changes.items():
                setattr(locked.row, name, value)
        after = payment_of(locked.row)
        emit(*_news(before, after))
        disputes: tuple[DisputeMoved, ...] = ()
        if counted.disputes:
            disputes = merge_disputes(locked.row, after, counted.disputes, actor=actor, now=now)
            after = payment_of(locked.row)
    return Recorded(
        payment=after,
        secured={**locked.others, after.id: after.secured},
        verdict=verdict,
        left=before.state,
        captured_now=_taken(after) - _taken(before),
        refunded_now=_given_back(after) - _given_back(before),
        disputes=disputes,
    )


def _answer_and_lock(payment_id: PaymentId, outcome: Outcome, about: OperationKind, key: str, now: datetime) -> _Locked:
    """Close the operation that was answered and lock the payment, in one statement."""
    answer = operation_after(kind=about, status=outcome.status)
    rows = fetch(
        f"""WITH answered AS (
                UPDATE payments_operation SET state = %(answer)s, reason = %(reason)s, answered_at = %(now)s
                 WHERE payment_id = %(id)s AND key = %(key)s AND state = ANY(%(sources)s)
             RETURNING kind, amount_minor, state)
            SELECT {", ".join(_COLUMNS)},
                   %(reference)s <> '' AND EXISTS (
                       SELECT FROM payments_payment AS other
                        WHERE other.provider = payment.provider AND other.provider_reference = %(reference)s
                          AND other.id <> payment.id),
                   (SELECT count(*) FROM payments_operation AS waiting
                     WHERE waiting.payment_id = payment.id AND waiting.state IN ('requested', 'unknown')
                       AND waiting.kind <> 'authorise' AND waiting.key <> %(key)s),
                   coalesce((SELECT amount_minor FROM answered
                              WHERE kind = 'refund' AND state IN ('succeeded', 'failed')), 0),
                   voiding AND NOT EXISTS (
                       SELECT FROM answered WHERE kind = 'void' AND state IN ('succeeded', 'failed')),
                   (SELECT jsonb_object_agg(id, jsonb_build_array(state, voiding, authorised_minor, captured_minor,
                                                                  refunded_minor + refunding_minor - announced_minor
                                                                  + credited_minor))
                      FROM payments_payment AS other
                     WHERE other.order_id = payment.order_id AND other.id <> payment.id)
              FROM payments_payment AS payment WHERE id = %(id)s FOR NO KEY UPDATE""",
        {
            "id": payment_id,
            "key": key,
            "answer": answer,
            "sources": [str(source) for source in OPERATION_STATES.sources[answer]],
            "reason": outcome.reason,
            "reference": outcome.reference,
            "now": now,
        },
    )
    if not rows:
        raise UnknownPayment
    *values, reference_taken, waiting, answered_minor, voiding, others = rows[0]
    row = PaymentRow(**dict(zip(_COLUMNS, values, strict=True)))
    unanswered = outcome.status in (OutcomeStatus.UNKNOWN, OutcomeStatus.PENDING)
    return _Locked(
        row=row,
        reference_taken=reference_taken,
        open_operations=waiting + (unanswered and about is not OperationKind.AUTHORISE),
        answered_minor=answered_minor,
        voiding=voiding,
        others={
            PaymentId(UUID(id)): Money(secured_minor(PaymentState(state), *facts), row.currency)
            for id, (state, *facts) in (others or {}).items()
        },
    )


def _amounts(row: PaymentRow) -> Amounts:
    return Amounts(authorised=row.authorised_minor, captured=row.captured_minor, refunded=row.refunded_minor)


def _changes(locked: _Locked, amounts: Amounts, outcome: Outcome, state: PaymentState, now: datetime) -> dict[str, Any]:
    """The columns that this outcome changes; none when it tells nothing new."""
    row, refunding = locked.row, locked.row.refunding_minor - locked.answered_minor
    failure = failure_of(outcome) if state is PaymentState.FAILED and row.state != state else row.failure
    look = next_look(
        state=state,
        failure=failure,
        operations_open=locked.open_operations > 0,
        looks=row.looks,
        expected=row.next_look_at,
        first=first_pause(),
        now=now,
    )
    wanted = {
        "authorised_minor": amounts.authorised,
        "voiding": locked.voiding,
        "captured_minor": amounts.captured,
        "refunded_minor": amounts.refunded,
        # A refund that was under way when the money was disputed: what is back with the buyer is disputed no more.
        "disputed_minor": min(row.disputed_minor, amounts.captured - amounts.refunded),
        "refunding_minor": refunding,
        "announced_minor": announced_after(
            row.announced_minor,
            told=amounts.refunded - row.refunded_minor,
            answered=locked.answered_minor,
            refunding=refunding,
        ),
        "provider_reference": row.provider_reference or outcome.reference or None,
        "redirect_url": outcome.redirect_url or row.redirect_url,
        "instructions": dict(outcome.instructions) or row.instructions,
        "failure": failure,
        "authorised_at": row.authorised_at or (now if amounts.authorised else None),
        "captured_at": row.captured_at or (now if amounts.captured else None),
        "next_look_at": look if row.looked_up else None,
        # Asked before its time, and still to be asked then: that was not the look.
        "looks": row.looks + (look != row.next_look_at) if look and row.looked_up else 0,
    }
    return {name: value for name, value in wanted.items() if value != getattr(row, name)}


def _news(before: Payment, after: Payment) -> Iterator[Event]:
    """What to tell the others: states reached, and money that moved this time."""
    about: dict[str, Any] = {"order_id": after.order_id, "payment_id": after.id}
    moved = after.state is not before.state
    if moved and after.state is PaymentState.MISMATCHED:
        yield PaymentMismatched(**about, expected=after.amount, authorised=after.authorised, captured=after.captured)
    if moved and after.state is PaymentState.PENDING and after.instructions:
        yield PaymentInstructed(**about)
    if moved and after.state is PaymentState.AUTHORISED:
        yield PaymentAuthorised(**about, amount=after.authorised)
    if moved and after.state is PaymentState.FAILED:
        yield PaymentFailed(**about, reason=after.failure)
    if moved and after.state is PaymentState.VOIDED:
        yield PaymentVoided(**about)
    if _taken(after) > _taken(before):
        yield PaymentCaptured(**about, amount=_taken(after) - _taken(before))
    if _given_back(after) > _given_back(before):
        yield PaymentRefunded(**about, amount=_given_back(after) - _given_back(before), total=after.refunded)


# Money of a wrong amount is nobody's sale: it is neither told nor booked, neither when it comes nor when it goes back.


def _taken(payment: Payment) -> Money:
    return payment.captured if payment.authorised == payment.amount else Money.zero(payment.amount.currency)


def _given_back(payment: Payment) -> Money:
    return payment.refunded if payment.authorised == payment.amount else Money.zero(payment.amount.currency)
