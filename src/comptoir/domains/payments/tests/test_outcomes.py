"""Opening payments and recording what providers say, on real PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.db.transaction import atomic
from django.test.utils import CaptureQueriesContext

from comptoir.domains.payments import queries
from comptoir.domains.payments.actions import enable_payment_method, open_payment, record_outcome
from comptoir.domains.payments.errors import BadAmount, MethodNotOffered, PaymentUnderWay, UnknownPayment
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.permissions import PAYMENTS_PAY, PAYMENTS_RECORD
from comptoir.domains.payments.testing import make_method, make_payment, outcome_of
from comptoir.domains.payments.values import (
    Decline,
    OperationKind,
    OperationState,
    Outcome,
    OutcomeStatus,
    PaymentId,
    PaymentState,
    Verdict,
)
from comptoir.kernel.access import NotAllowed, job_actor
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, anybody

pytestmark = pytest.mark.django_db
ACTOR = job_actor("test")
TEN = Money(1_000, "EUR")


def open_one(order_id, *, amount=TEN, method="simulator", actor=ACTOR):
    return open_payment(
        order_id=order_id,
        market="fr",
        method=method,
        amount=amount,
        actor=actor,
        now=NOON,
    )


def events():
    return [(event.name, event.payload) for event in OutboxEvent.objects.filter(name__startswith="payments.payment")]


def test_open_payment_writes_the_payment_and_what_is_asked_in_one_statement():
    make_method()
    with CaptureQueriesContext(
        connection,
    ) as statements:
        payment = open_one(new_id())
    # The methods, which a serving process remembers; what was refused lately; the payment.
    assert len(statements) == 3
    assert queries.payment(payment.id) == payment
    assert (payment.state, payment.attempt, payment.amount) == (PaymentState.CREATED, 1, TEN)
    assert payment.expires_at == NOON + timedelta(minutes=30)
    (operation,) = queries.operations_of(payment.id)
    assert (operation.kind, operation.key, operation.amount, operation.state) == (
        OperationKind.AUTHORISE,
        str(payment.id),
        TEN,
        OperationState.REQUESTED,
    )


def test_an_order_has_one_open_payment():
    make_method()
    order_id = new_id()
    first = open_one(order_id)
    assert open_one(order_id) == first
    with pytest.raises(PaymentUnderWay) as refused, atomic():
        open_one(order_id, amount=Money(999, "EUR"))
    assert refused.value.facts["payment_id"] == str(first.id)
    assert PaymentRow.objects.count() == 1


def test_after_a_failure_the_next_attempt_is_opened():
    order_id = new_id()
    failed = make_payment(order_id=order_id, amount=TEN, state=PaymentState.FAILED)
    again = open_one(order_id)
    assert (failed.attempt, again.attempt) == (1, 2)
    assert queries.payments_of(order_id) == (failed, again)


def test_nothing_is_opened_for_nothing_or_by_a_method_that_is_not_offered():
    make_method()
    with pytest.raises(BadAmount), atomic():
        open_one(new_id(), amount=Money(0, "EUR"))
    with pytest.raises(MethodNotOffered), atomic():
        open_one(new_id(), method="cheque")
    enable_payment_method(market="fr", code="simulator", enabled=False, actor=ACTOR, now=NOON)
    with pytest.raises(MethodNotOffered), atomic():
        open_one(new_id())
    assert PaymentRow.objects.count() == 0


def test_refused_without_permission():
    make_method()
    with pytest.raises(NotAllowed), atomic():
        open_one(new_id(), actor=NOBODY)
    with pytest.raises(NotAllowed), atomic():
        open_one(new_id(), actor=anybody(PAYMENTS_PAY, markets=frozenset({"de"})))
    assert PaymentRow.objects.count() == 0
    payment = make_payment()
    with pytest.raises(NotAllowed), atomic():
        record_outcome(
            payment_id=payment.id,
            outcome=outcome_of(payment, PaymentState.CAPTURED),
            actor=anybody(PAYMENTS_RECORD),
            now=NOON,
        )
    assert queries.payment(payment.id).state is PaymentState.CREATED


def test_a_capture_is_recorded_and_told_in_three_statements():
    payment = make_payment()
    with CaptureQueriesContext(connection) as statements:
        recorded = record_outcome(
            payment_id=payment.id, outcome=outcome_of(payment, PaymentState.CAPTURED), actor=ACTOR, now=NOON
        )
    assert len(statements) == 3
    assert (recorded.verdict, recorded.left, recorded.moved) == (Verdict.ACCEPTED, PaymentState.CREATED, True)
    assert (recorded.captured_now, recorded.refunded_now) == (payment.amount, Money(0, "EUR"))
    after = queries.payment(payment.id)
    assert after == recorded.payment
    assert (after.state, after.captured, after.reference) == (
        PaymentState.CAPTURED,
        payment.amount,
        f"ref-{payment.id}",
    )
    assert after.covers(payment.amount)
    assert queries.operations_of(payment.id)[0].state is OperationState.SUCCEEDED
    assert events() == [
        (
            "payments.payment_captured.1",
            {
                "order_id": str(payment.order_id),
                "payment_id": str(payment.id),
                "amount": {"minor": 10_000, "currency": "EUR"},
            },
        )
    ]
    assert queries.unresolved(NOON + timedelta(days=1)) == ()
    (line,) = history_of("payments.payment", payment.id)
    assert (line.action, line.after["state"], line.actor_label) == ("moved", "captured", "test")


def test_repeated_outcomes_change_and_tell_nothing():
    payment = make_payment(state=PaymentState.CAPTURED)
    told = events()
    with CaptureQueriesContext(connection) as statements:
        recorded = record_outcome(
            payment_id=payment.id, outcome=outcome_of(payment, PaymentState.CAPTURED), actor=ACTOR, now=NOON
        )
    assert len(statements) == 1
    assert (recorded.payment, recorded.moved, recorded.news) == (payment, False, False)
    assert events() == told


def test_late_news_of_an_earlier_time_changes_nothing():
    payment = make_payment(state=PaymentState.CAPTURED)
    for state in (PaymentState.PENDING, PaymentState.AUTHORISED, PaymentState.FAILED):
        recorded = record_outcome(payment_id=payment.id, outcome=outcome_of(payment, state), actor=ACTOR, now=NOON)
        assert recorded.payment == payment


def test_a_success_after_a_failure_is_seen():
    payment = make_payment(state=PaymentState.FAILED)
    recorded = record_outcome(
        payment_id=payment.id, outcome=outcome_of(payment, PaymentState.CAPTURED), actor=ACTOR, now=NOON
    )
    assert (recorded.left, recorded.payment.state) == (PaymentState.FAILED, PaymentState.CAPTURED)
    assert [name for name, _ in events()] == ["payments.payment_failed.1", "payments.payment_captured.1"]


@pytest.mark.parametrize(
    ("lie", "verdict"),
    [
        ({"merchant": "M-OTHER"}, Verdict.WRONG_MERCHANT),
        ({"merchant": ""}, Verdict.WRONG_MERCHANT),
        ({"authorised": Money(10_000, "USD"), "captured": Money(10_000, "USD")}, Verdict.WRONG_CURRENCY),
        ({"refunded": Money(20_000, "EUR")}, Verdict.INCONSISTENT),
    ],
)
def test_what_is_not_ours_changes_nothing(lie, verdict):
    payment = make_payment()
    outcome = replace(outcome_of(payment, PaymentState.CAPTURED), **lie)
    recorded = record_outcome(payment_id=payment.id, outcome=outcome, actor=ACTOR, now=NOON)
    assert recorded.verdict is verdict
    assert recorded.payment == payment
    assert not recorded.payment.covers(Money(1, "EUR"))
    assert events() == []
    # The doubt stays: the provider is asked again.
    assert [found.payment.id for found in queries.unresolved(NOON + timedelta(minutes=5))] == [payment.id]


@pytest.mark.parametrize("cents", [1, 9_999, 10_001])
def test_a_wrong_amount_is_kept_and_never_counts(cents):
    payment = make_payment()
    seen = Money(cents, "EUR")
    outcome = replace(outcome_of(payment, PaymentState.CAPTURED), authorised=seen, captured=seen)
    recorded = record_outcome(payment_id=payment.id, outcome=outcome, actor=ACTOR, now=NOON)
    assert (recorded.verdict, recorded.payment.state) == (Verdict.WRONG_AMOUNT, PaymentState.MISMATCHED)
    assert (recorded.payment.captured, recorded.captured_now) == (seen, Money(0, "EUR"))
    assert recorded.payment.secured == Money(0, "EUR")
    assert recorded.payment.refundable == seen
    assert [name for name, _ in events()] == ["payments.payment_mismatched.1"]


def test_a_reference_belongs_to_one_payment():
    first, second = make_payment(state=PaymentState.CAPTURED), make_payment()
    stolen = replace(outcome_of(second, PaymentState.CAPTURED), reference=first.reference)
    recorded = record_outcome(payment_id=second.id, outcome=stolen, actor=ACTOR, now=NOON)
    assert recorded.verdict is Verdict.WRONG_REFERENCE
    assert queries.payment(second.id) == second


def test_an_unknown_answer_leaves_the_payment_open_and_asks_again_later():
    payment = make_payment()
    for minutes in range(3):
        recorded = record_outcome(
            payment_id=payment.id,
            outcome=Outcome(status=OutcomeStatus.UNKNOWN),
            actor=ACTOR,
            now=NOON + timedelta(minutes=minutes),
        )
        assert (recorded.payment.state, recorded.moved) == (PaymentState.CREATED, False)
    assert queries.unresolved(NOON + timedelta(minutes=2, seconds=59)) == ()
    (found,) = queries.unresolved(NOON + timedelta(minutes=3))
    assert [operation.state for operation in found.operations] == [OperationState.UNKNOWN]


def test_not_found_fails_the_payment_and_is_doubted_for_a_while():
    payment = make_payment()
    recorded = record_outcome(
        payment_id=payment.id, outcome=Outcome(status=OutcomeStatus.NOT_FOUND), actor=ACTOR, now=NOON
    )
    assert (recorded.payment.state, recorded.payment.failure) == (PaymentState.FAILED, Decline.NOT_REACHED)
    assert len(queries.unresolved(NOON + timedelta(minutes=5))) == 1
    declined = make_payment(state=PaymentState.FAILED)
    assert declined.id not in {found.payment.id for found in queries.unresolved(NOON + timedelta(days=1))}


def test_a_pending_payment_keeps_what_the_buyer_must_do():
    payment = make_payment()
    outcome = replace(
        outcome_of(payment, PaymentState.PENDING), redirect_url="https://bank.example/3ds", instructions={"fr": "IBAN"}
    )
    record_outcome(payment_id=payment.id, outcome=outcome, actor=ACTOR, now=NOON)
    record_outcome(payment_id=payment.id, outcome=outcome_of(payment, PaymentState.PENDING), actor=ACTOR, now=NOON)
    after = queries.payment(payment.id)
    assert (after.state, after.redirect_url, after.instructions) == (
        PaymentState.PENDING,
        "https://bank.example/3ds",
        {"fr": "IBAN"},
    )
    assert queries.expired(NOON + timedelta(minutes=29)) == ()
    assert queries.expired(NOON + timedelta(minutes=30)) == (after,)


def test_an_unknown_payment_is_told():
    with pytest.raises(UnknownPayment), atomic():
        record_outcome(
            payment_id=PaymentId(new_id()), outcome=Outcome(status=OutcomeStatus.UNKNOWN), actor=ACTOR, now=NOON
        )


def test_payments_are_found_by_reference():
    payment = make_payment(state=PaymentState.CAPTURED)
    assert queries.payment_by_reference("simulator", payment.reference) == payment
    for provider, reference in (("stripe", payment.reference), ("simulator", ""), ("simulator", "nothing")):
        with pytest.raises(UnknownPayment), atomic():
            queries.payment_by_reference(provider, reference)
