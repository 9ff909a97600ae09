"""Payments for tests of this and other domains, made by the real actions."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from comptoir.domains.markets.testing import make_market
from comptoir.domains.payments.actions import open_payment, record_outcome, save_payment_method
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import (
    DisputeFact,
    DisputeState,
    Method,
    Outcome,
    OutcomeStatus,
    Payment,
    PaymentState,
    preset_method,
)
from comptoir.kernel.access import job_actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON

_ACTOR = job_actor("test")


def make_method(*, provider: str = "simulator", enabled: bool = True, now: datetime = NOON) -> Method:
    """The shipped way to pay of that provider, in the market of ``make_market()``."""
    method = preset_method(provider, market=make_market().code, position=1, enabled=enabled)
    save_payment_method(method=method, actor=_ACTOR, now=now)
    return method


def make_payment(
    *,
    order_id: UUID | None = None,
    amount: Money = Money(10_000, "EUR"),  # noqa: B008 - immutable
    state: PaymentState = PaymentState.CREATED,
    provider: str = "simulator",
    now: datetime = NOON,
) -> Payment:
    """A payment that has come as far as ``state``, by the shipped method of the provider."""
    method = make_method(provider=provider, now=now)
    payment = open_payment(
        order_id=order_id or new_id(),
        market=method.market,
        method=method.code,
        amount=amount,
        actor=_ACTOR,
        now=now,
    )
    if state is PaymentState.CREATED:
        return payment
    outcome = outcome_of(payment, state)
    return record_outcome(payment_id=payment.id, outcome=outcome, actor=_ACTOR, now=now).payment


def pay_otherwise(order_id: UUID) -> Payment:
    """The last payment of the order is declined; a card pays as much instead, and is authorised."""
    last = payments_of(order_id)[-1]
    declined = replace(outcome_of(last, PaymentState.FAILED), reference=last.reference)
    record_outcome(payment_id=last.id, outcome=declined, actor=_ACTOR, now=NOON)
    return make_payment(order_id=order_id, amount=last.amount, state=PaymentState.AUTHORISED)


def outcome_of(payment: Payment, state: PaymentState, *, refunded: int = 0) -> Outcome:
    """What an honest provider says of a payment in that state."""
    status = {
        PaymentState.PENDING: OutcomeStatus.PENDING,
        PaymentState.AUTHORISED: OutcomeStatus.AUTHORISED,
        PaymentState.CAPTURED: OutcomeStatus.CAPTURED,
        PaymentState.FAILED: OutcomeStatus.DECLINED,
        PaymentState.VOIDED: OutcomeStatus.VOIDED,
        PaymentState.PARTIALLY_REFUNDED: OutcomeStatus.REFUNDED,
        PaymentState.REFUNDED: OutcomeStatus.REFUNDED,
    }[state]
    taken = status in (OutcomeStatus.CAPTURED, OutcomeStatus.REFUNDED)
    zero = Money.zero(payment.amount.currency)
    return Outcome(
        status=status,
        reference=f"ref-{payment.id}",
        merchant=payment.merchant,
        authorised=payment.amount if taken or status is OutcomeStatus.AUTHORISED else zero,
        captured=payment.amount if taken else zero,
        refunded=Money(refunded, payment.amount.currency),
        reason="card_refused" if status is OutcomeStatus.DECLINED else "",
    )


def disputed(payment: Payment, state: DisputeState, amount: Money, *, reference: str = "d-1") -> Outcome:
    """What an honest provider says of a captured payment of which the buyer asks so much back from their bank."""
    fact = DisputeFact(
        reference=reference, state=state, amount=amount, reason="fraudulent", answer_by=NOON + timedelta(days=9)
    )
    return Outcome(
        status=OutcomeStatus.CAPTURED,
        merchant=payment.merchant,
        authorised=payment.authorised,
        captured=payment.captured,
        disputes=(fact,),
    )
