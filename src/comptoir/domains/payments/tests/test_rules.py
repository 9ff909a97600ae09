"""What outcomes are worth, and that their order does not matter."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.payments.rules import amounts_of, judge, next_look, operation_after, state_after
from comptoir.domains.payments.values import (
    PAYMENT_STATES,
    Amounts,
    Decline,
    OperationKind,
    OperationState,
    Outcome,
    OutcomeStatus,
    Payment,
    PaymentId,
    PaymentState,
    Verdict,
)
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON

ASKED = Money(10_000, "EUR")
ZERO = Money.zero("EUR")
PAYMENT = Payment(
    id=PaymentId(new_id()),
    order_id=new_id(),
    attempt=1,
    market="fr",
    method="simulator",
    provider="simulator",
    merchant="M-1",
    amount=ASKED,
    state=PaymentState.CREATED,
    authorised=ZERO,
    captured=ZERO,
    refunded=ZERO,
    refunding=ZERO,
    credited=ZERO,
    disputed=ZERO,
    voiding=False,
    reference="",
    redirect_url="",
    instructions={},
    failure="",
    opened_at=NOON,
    expires_at=NOON + timedelta(minutes=30),
    authorised_at=None,
    captured_at=None,
    looked_up=True,
)
PAID = Outcome(status=OutcomeStatus.CAPTURED, reference="r-1", merchant="M-1", authorised=ASKED, captured=ASKED)


def verdict_of(outcome: Outcome, *, payment: Payment = PAYMENT, taken: bool = False) -> Verdict:
    return judge(payment=payment, outcome=outcome, reference_taken=taken)


def test_the_right_money_to_the_right_merchant_is_accepted():
    assert verdict_of(PAID) is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        (replace(PAID, merchant="M-2"), Verdict.WRONG_MERCHANT),
        (replace(PAID, merchant=""), Verdict.WRONG_MERCHANT),
        (replace(PAID, captured=Money(10_000, "USD")), Verdict.WRONG_CURRENCY),
        (replace(PAID, authorised=Money(10_000, "JPY"), captured=Money(10_000, "JPY")), Verdict.WRONG_CURRENCY),
        (replace(PAID, authorised=Money(1, "EUR"), captured=Money(1, "EUR")), Verdict.WRONG_AMOUNT),
        (replace(PAID, authorised=Money(10_001, "EUR"), captured=Money(10_001, "EUR")), Verdict.WRONG_AMOUNT),
        (replace(PAID, authorised=None, captured=None), Verdict.INCONSISTENT),
        (replace(PAID, captured=ZERO), Verdict.INCONSISTENT),
        (replace(PAID, refunded=Money(10_001, "EUR")), Verdict.INCONSISTENT),
        (replace(PAID, authorised=Money(9_999, "EUR")), Verdict.INCONSISTENT),
        (replace(PAID, refunded=Money(-1, "EUR")), Verdict.INCONSISTENT),
        (replace(PAID, status=OutcomeStatus.AUTHORISED, authorised=ZERO, captured=ZERO), Verdict.INCONSISTENT),
        (replace(PAID, status=OutcomeStatus.REFUNDED), Verdict.INCONSISTENT),
    ],
)
def test_what_does_not_fit_is_not_accepted(outcome: Outcome, verdict: Verdict):
    assert verdict_of(outcome) is verdict


def test_a_reference_of_another_payment_is_refused():
    assert verdict_of(PAID, taken=True) is Verdict.WRONG_REFERENCE
    assert verdict_of(PAID, payment=replace(PAYMENT, reference="r-0")) is Verdict.WRONG_REFERENCE
    assert verdict_of(PAID, payment=replace(PAYMENT, reference="r-1")) is Verdict.ACCEPTED


def test_a_refusal_needs_no_merchant_but_may_not_name_another():
    refusal = Outcome(status=OutcomeStatus.DECLINED, reason=Decline.CARD_REFUSED)
    assert verdict_of(refusal) is Verdict.ACCEPTED
    assert verdict_of(replace(refusal, merchant="M-2")) is Verdict.WRONG_MERCHANT


SNAPSHOTS = [
    Outcome(status=OutcomeStatus.PENDING),
    Outcome(status=OutcomeStatus.DECLINED),
    Outcome(status=OutcomeStatus.NOT_FOUND),
    Outcome(status=OutcomeStatus.UNKNOWN),
    Outcome(status=OutcomeStatus.VOIDED),
    Outcome(status=OutcomeStatus.AUTHORISED, authorised=Money(1, "EUR")),
    Outcome(status=OutcomeStatus.AUTHORISED, authorised=ASKED),
    Outcome(status=OutcomeStatus.CAPTURED, authorised=ASKED, captured=ASKED),
    Outcome(status=OutcomeStatus.REFUNDED, authorised=ASKED, captured=ASKED, refunded=Money(3_000, "EUR")),
    Outcome(status=OutcomeStatus.REFUNDED, authorised=ASKED, captured=ASKED, refunded=ASKED),
]


def end_of(outcomes: list[Outcome]) -> tuple[PaymentState, Amounts]:
    state, amounts = PaymentState.CREATED, Amounts()
    for outcome in outcomes:
        amounts = amounts.with_those_of(amounts_of(outcome))
        reached = state_after(
            state=state,
            expected=ASKED.minor,
            amounts=amounts,
            status=outcome.status,
            about=OperationKind.AUTHORISE,
        )
        assert reached is state or PAYMENT_STATES.allows(state, reached), (state, reached)
        state = reached
    return state, amounts


@given(st.lists(st.sampled_from(SNAPSHOTS), max_size=8), st.randoms(use_true_random=False))
def test_the_state_depends_on_the_facts_and_not_on_their_order(facts, random):
    shuffled = facts + random.choices(facts, k=3) if facts else []
    random.shuffle(shuffled)
    assert end_of(shuffled) == end_of(facts)


def test_all_orders_of_six_facts():
    six = [SNAPSHOTS[index] for index in (0, 1, 6, 7, 8, 9)]
    ends = {end_of(list(order)) for order in permutations(six)}
    assert ends == {(PaymentState.REFUNDED, Amounts(authorised=10_000, captured=10_000, refunded=10_000))}


def test_a_late_success_wins_over_a_failure_and_a_capture_over_a_void():
    declined, voided, captured = SNAPSHOTS[1], SNAPSHOTS[4], SNAPSHOTS[7]
    assert end_of([declined, captured])[0] is PaymentState.CAPTURED
    assert end_of([captured, declined])[0] is PaymentState.CAPTURED
    assert end_of([voided, captured])[0] is PaymentState.CAPTURED


def test_a_refused_capture_is_not_a_failed_payment():
    state = state_after(
        state=PaymentState.AUTHORISED,
        expected=10_000,
        amounts=Amounts(authorised=10_000),
        status=OutcomeStatus.DECLINED,
        about=OperationKind.CAPTURE,
    )
    assert state is PaymentState.AUTHORISED


@pytest.mark.parametrize(
    ("kind", "status", "state"),
    [
        (OperationKind.AUTHORISE, OutcomeStatus.PENDING, OperationState.SUCCEEDED),
        (OperationKind.AUTHORISE, OutcomeStatus.NOT_FOUND, OperationState.FAILED),
        (OperationKind.CAPTURE, OutcomeStatus.CAPTURED, OperationState.SUCCEEDED),
        (OperationKind.CAPTURE, OutcomeStatus.VOIDED, OperationState.FAILED),
        (OperationKind.VOID, OutcomeStatus.CAPTURED, OperationState.FAILED),
        (OperationKind.REFUND, OutcomeStatus.UNKNOWN, OperationState.UNKNOWN),
        (OperationKind.REFUND, OutcomeStatus.PENDING, OperationState.REQUESTED),
    ],
)
def test_what_an_answer_means_for_the_operation(kind, status, state):
    assert operation_after(kind=kind, status=status) is state


def look(
    state: PaymentState, *, failure: str = "", looks: int = 0, operations_open: bool = False, expected: float = 0
) -> float | None:
    at = next_look(
        state=state,
        failure=failure,
        operations_open=operations_open,
        looks=looks,
        expected=NOON + timedelta(seconds=expected),
        first=timedelta(seconds=30),
        now=NOON,
    )
    return None if at is None else (at - NOON).total_seconds()


def test_whoever_asks_before_does_not_put_the_next_look_off():
    assert [look(PaymentState.CREATED, looks=5, expected=at) for at in (-1, 0, 1, 299, 999)] == [300, 300, 1, 299, 300]


def test_doubts_are_looked_into_with_growing_pauses():
    assert [look(PaymentState.CREATED, looks=looks) for looks in (0, 1, 2, 3, 4, 99)] == [30, 60, 120, 240, 300, 300]
    assert look(PaymentState.AUTHORISED) is None
    assert look(PaymentState.AUTHORISED, operations_open=True) == 30
    assert look(PaymentState.FAILED, failure=Decline.CARD_REFUSED) is None
    assert look(PaymentState.FAILED, failure=Decline.UNREACHABLE, looks=8) == 300
    assert look(PaymentState.FAILED, failure=Decline.UNREACHABLE, looks=9) is None


def test_refunds_promised_no_longer_count_as_paid():
    captured = replace(PAYMENT, state=PaymentState.CAPTURED, authorised=ASKED, captured=ASKED)
    assert captured.covers(ASKED)
    assert not captured.covers(Money(10_001, "EUR"))
    assert not replace(captured, refunding=Money(1, "EUR")).covers(ASKED)
    assert not replace(captured, state=PaymentState.MISMATCHED).covers(Money(1, "EUR"))
    assert not PAYMENT.covers(Money(1, "EUR"))
