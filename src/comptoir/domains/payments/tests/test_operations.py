"""Captures, voids and refunds: asked for once, answered once, never more than there is."""

from datetime import timedelta

import pytest
from django.db.transaction import atomic

from comptoir.domains.payments import queries
from comptoir.domains.payments.actions import (
    record_outcome,
    record_receipt,
    record_refund,
    request_capture,
    request_money_back,
    request_refund,
    request_void,
)
from comptoir.domains.payments.errors import (
    BadAmount,
    NotPossibleNow,
    OperationDiffers,
    ReceiptMismatch,
    TooMuch,
    UnknownPayment,
)
from comptoir.domains.payments.permissions import PAYMENTS_PAY, PAYMENTS_RECORD, PAYMENTS_REFUND
from comptoir.domains.payments.testing import make_payment, outcome_of
from comptoir.domains.payments.values import (
    Decline,
    OperationKind,
    OperationState,
    Outcome,
    OutcomeStatus,
    PaymentId,
    PaymentState,
)
from comptoir.kernel.access import NotAllowed, job_actor
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, anybody

pytestmark = pytest.mark.django_db
ACTOR = job_actor("test")
UNKNOWN = Outcome(status=OutcomeStatus.UNKNOWN)
REFUSED = Outcome(status=OutcomeStatus.DECLINED, reason="refused")


def euros(cents: int) -> Money:
    return Money(cents, "EUR")


def refund(payment, cents, cause="return-1", actor=ACTOR):
    return request_refund(payment_id=payment.id, amount=euros(cents), cause=cause, actor=actor, now=NOON)


def answer(operation, outcome):
    return record_outcome(
        payment_id=operation.payment_id, outcome=outcome, operation=operation, actor=ACTOR, now=NOON
    ).payment


def test_capture_asked_and_answered():
    payment = make_payment(state=PaymentState.AUTHORISED)
    operation = request_capture(payment_id=payment.id, actor=ACTOR, now=NOON)
    assert (operation.kind, operation.amount, operation.state) == (
        OperationKind.CAPTURE,
        payment.amount,
        OperationState.REQUESTED,
    )
    assert request_capture(payment_id=payment.id, actor=ACTOR, now=NOON) == operation
    captured = answer(operation, outcome_of(payment, PaymentState.CAPTURED))
    assert (captured.state, captured.captured) == (PaymentState.CAPTURED, payment.amount)
    assert queries.operations_of(payment.id)[-1].state is OperationState.SUCCEEDED
    assert queries.unresolved(NOON + timedelta(days=1)) == ()


def test_a_lost_answer_keeps_the_same_key_and_a_refusal_takes_a_new_one():
    payment = make_payment(state=PaymentState.AUTHORISED)
    lost = request_capture(payment_id=payment.id, actor=ACTOR, now=NOON)
    assert answer(lost, UNKNOWN).state is PaymentState.AUTHORISED
    again = request_capture(payment_id=payment.id, actor=ACTOR, now=NOON)
    assert (again.key, again.state) == (lost.key, OperationState.UNKNOWN)
    (found,) = queries.unresolved(NOON + timedelta(minutes=1))
    assert found.operations == (again,)
    assert answer(again, REFUSED).state is PaymentState.AUTHORISED
    assert request_capture(payment_id=payment.id, actor=ACTOR, now=NOON).key != lost.key


def test_capture_within_bounds():
    payment = make_payment(state=PaymentState.AUTHORISED)
    for amount in (euros(0), euros(-1), Money(100, "USD")):
        with pytest.raises(BadAmount), atomic():
            request_capture(payment_id=payment.id, amount=amount, actor=ACTOR, now=NOON)
    with pytest.raises(TooMuch), atomic():
        request_capture(payment_id=payment.id, amount=euros(10_001), actor=ACTOR, now=NOON)
    with pytest.raises(NotPossibleNow), atomic():
        request_capture(payment_id=make_payment().id, amount=euros(10_000), actor=ACTOR, now=NOON)
    assert [operation.kind for operation in queries.operations_of(payment.id)] == [OperationKind.AUTHORISE]


def test_what_is_being_voided_is_not_captured():
    payment = make_payment(state=PaymentState.AUTHORISED)
    operation = request_void(payment_id=payment.id, actor=ACTOR, now=NOON)
    assert request_void(payment_id=payment.id, actor=ACTOR, now=NOON) == operation
    with pytest.raises(NotPossibleNow), atomic():
        request_capture(payment_id=payment.id, actor=ACTOR, now=NOON)
    assert answer(operation, outcome_of(payment, PaymentState.VOIDED)).state is PaymentState.VOIDED


def test_a_void_that_comes_too_late_brings_the_capture_to_light():
    payment = make_payment(state=PaymentState.PENDING)
    operation = request_void(payment_id=payment.id, actor=ACTOR, now=NOON)
    captured = answer(operation, outcome_of(payment, PaymentState.CAPTURED))
    assert (captured.state, captured.captured) == (PaymentState.CAPTURED, payment.amount)
    assert queries.operations_of(payment.id)[-1].state is OperationState.FAILED
    with pytest.raises(NotPossibleNow), atomic():
        request_void(payment_id=payment.id, actor=ACTOR, now=NOON)


@pytest.mark.parametrize("kind", [OperationKind.CAPTURE, OperationKind.VOID, OperationKind.REFUND])
def test_what_could_not_be_sent_is_asked_for_until_somebody_is_there(kind: OperationKind):
    payment = make_payment(state=PaymentState.CAPTURED if kind is OperationKind.REFUND else PaymentState.AUTHORISED)
    operation = (
        request_capture(payment_id=payment.id, actor=ACTOR, now=NOON)
        if kind is OperationKind.CAPTURE
        else request_money_back(payment_id=payment.id, cause="cancelled", actor=ACTOR, now=NOON)
    )
    assert operation
    after = answer(operation, Outcome(status=OutcomeStatus.DECLINED, reason=Decline.UNREACHABLE))
    assert (queries.operations_of(payment.id)[-1].state, after.state) == (OperationState.UNKNOWN, payment.state)
    ((again,),) = [each.operations for each in queries.unresolved(NOON + timedelta(minutes=5))]
    assert (again.id, again.key) == (operation.id, operation.key)


def test_refund_in_part_then_whole():
    payment = make_payment(state=PaymentState.CAPTURED)
    first = refund(payment, 3_000)
    assert (queries.payment(payment.id).refunding, queries.payment(payment.id).refundable) == (
        euros(3_000),
        euros(7_000),
    )
    after = answer(first, outcome_of(payment, PaymentState.PARTIALLY_REFUNDED, refunded=3_000))
    assert (after.state, after.refunded, after.refunding) == (
        PaymentState.PARTIALLY_REFUNDED,
        euros(3_000),
        euros(0),
    )
    second = refund(payment, 7_000, cause="return-2")
    after = answer(second, outcome_of(payment, PaymentState.REFUNDED, refunded=10_000))
    assert (after.state, after.refunded, after.refundable) == (PaymentState.REFUNDED, euros(10_000), euros(0))
    assert [line.action for line in history_of("payments.payment", payment.id)].count("refund requested") == 2


def test_a_message_may_overtake_the_answer_to_a_refund():
    payment = make_payment(state=PaymentState.CAPTURED)
    operation = refund(payment, 3_000)
    told = outcome_of(payment, PaymentState.PARTIALLY_REFUNDED, refunded=3_000)
    by_message = record_outcome(payment_id=payment.id, outcome=told, actor=ACTOR, now=NOON)
    assert by_message.refunded_now == euros(3_000)
    assert by_message.secured == {payment.id: euros(7_000)}  # told of and still asked for: it goes back once
    assert by_message.payment.refundable == euros(7_000)
    by_answer = record_outcome(payment_id=payment.id, outcome=told, operation=operation, actor=ACTOR, now=NOON)
    assert by_answer.refunded_now == euros(0)
    assert (by_answer.payment.refunded, by_answer.payment.refunding) == (euros(3_000), euros(0))
    assert by_answer.payment.secured == euros(7_000)


def test_of_two_refunds_that_wait_for_their_answer_one_may_be_told_of():
    payment = make_payment(state=PaymentState.CAPTURED)
    first, second = refund(payment, 3_000), refund(payment, 2_000, cause="return-2")
    told = outcome_of(payment, PaymentState.PARTIALLY_REFUNDED, refunded=2_000)
    record_outcome(payment_id=payment.id, outcome=told, actor=ACTOR, now=NOON)
    assert (queries.payment(payment.id).refunding, queries.payment(payment.id).secured) == (euros(3_000), euros(5_000))
    after = answer(second, told)
    assert (after.refunded, after.refunding, after.secured) == (euros(2_000), euros(3_000), euros(5_000))
    after = answer(first, outcome_of(payment, PaymentState.PARTIALLY_REFUNDED, refunded=5_000))
    assert (after.refunded, after.refunding, after.secured) == (euros(5_000), euros(0), euros(5_000))


def test_what_a_refused_refund_had_set_aside_is_there_again_whatever_went_back_meanwhile():
    payment = make_payment(state=PaymentState.CAPTURED)
    asked = refund(payment, 3_000)
    by_hand = outcome_of(payment, PaymentState.PARTIALLY_REFUNDED, refunded=1_000)  # on the provider's own pages
    record_outcome(payment_id=payment.id, outcome=by_hand, actor=ACTOR, now=NOON)
    after = answer(asked, REFUSED)
    assert (after.refunded, after.refunding, after.refundable) == (euros(1_000), euros(0), euros(9_000))


def test_the_money_of_an_announced_refund_is_no_obstacle_to_the_rest():
    payment = make_payment(state=PaymentState.CAPTURED)
    refund(payment, 6_000)
    told = outcome_of(payment, PaymentState.PARTIALLY_REFUNDED, refunded=6_000)
    record_outcome(payment_id=payment.id, outcome=told, actor=ACTOR, now=NOON)
    back = request_money_back(payment_id=payment.id, cause="cancelled", actor=ACTOR, now=NOON)
    assert back
    assert back.amount == euros(4_000)


def test_a_refused_refund_can_be_asked_for_again():
    payment = make_payment(state=PaymentState.CAPTURED)
    refused = answer(refund(payment, 10_000), REFUSED)
    assert (refused.state, refused.refundable) == (PaymentState.CAPTURED, euros(10_000))
    assert refund(payment, 10_000).state is OperationState.REQUESTED


def test_a_lost_refund_keeps_the_money_set_aside():
    payment = make_payment(state=PaymentState.CAPTURED)
    operation = refund(payment, 6_000)
    assert answer(operation, UNKNOWN).refundable == euros(4_000)
    with pytest.raises(TooMuch) as refused, atomic():
        refund(payment, 6_000, cause="return-2")
    assert refused.value.facts["available"] == euros(4_000)


def test_one_cause_is_refunded_once():
    payment = make_payment(state=PaymentState.CAPTURED)
    operation = refund(payment, 3_000)
    assert refund(payment, 3_000) == operation
    with pytest.raises(OperationDiffers), atomic():
        refund(payment, 4_000)
    answer(operation, outcome_of(payment, PaymentState.PARTIALLY_REFUNDED, refunded=3_000))
    assert refund(payment, 3_000).state is OperationState.SUCCEEDED
    assert queries.payment(payment.id).refunded == euros(3_000)


@pytest.mark.parametrize("amount", [euros(0), euros(-1), Money(100, "USD"), None, 0, ""])
def test_there_is_no_refund_of_nothing(amount):
    payment = make_payment(state=PaymentState.CAPTURED)
    with pytest.raises(BadAmount), atomic():
        request_refund(payment_id=payment.id, amount=amount, cause="return-1", actor=ACTOR, now=NOON)
    assert queries.payment(payment.id) == payment


def test_nothing_is_refunded_that_was_not_captured():
    for state in (PaymentState.CREATED, PaymentState.AUTHORISED, PaymentState.FAILED):
        with pytest.raises(TooMuch), atomic():
            refund(make_payment(state=state), 1)


def test_refused_without_permission():
    payment = make_payment(state=PaymentState.CAPTURED)
    for actor in (anybody(PAYMENTS_PAY, PAYMENTS_RECORD), anybody(PAYMENTS_REFUND, markets=frozenset({"de"}))):
        with pytest.raises(NotAllowed), atomic():
            refund(payment, 1, actor=actor)
    other = make_payment(state=PaymentState.AUTHORISED)
    asked_back = refund(make_payment(state=PaymentState.CAPTURED, provider="transfer"), 1)
    with pytest.raises(NotAllowed), atomic():
        record_refund(operation_id=asked_back.id, actor=anybody(PAYMENTS_RECORD), now=NOON)
    for act in (request_capture, request_void):
        with pytest.raises(NotAllowed), atomic():
            act(payment_id=other.id, actor=anybody(PAYMENTS_REFUND), now=NOON)
    waiting = make_payment(state=PaymentState.PENDING, provider="transfer")
    with pytest.raises(NotAllowed), atomic():
        record_receipt(payment_id=waiting.id, amount=waiting.amount, actor=anybody(PAYMENTS_PAY), now=NOON)
    assert queries.payment(payment.id) == payment
    assert queries.payment(waiting.id) == waiting


def test_staff_record_a_transfer_once():
    payment = make_payment(state=PaymentState.PENDING, provider="transfer")
    for wrong in (euros(9_999), euros(10_001), Money(10_000, "USD")):
        with pytest.raises(ReceiptMismatch), atomic():
            record_receipt(payment_id=payment.id, amount=wrong, actor=ACTOR, now=NOON)
    recorded = record_receipt(
        payment_id=payment.id, amount=euros(10_000), bank_reference="VIR 42", actor=ACTOR, now=NOON
    )
    assert (recorded.payment.state, recorded.captured_now) == (PaymentState.CAPTURED, euros(10_000))
    again = record_receipt(payment_id=payment.id, amount=euros(10_000), actor=ACTOR, now=NOON)
    assert (again.news, again.payment) == (False, recorded.payment)
    lines = [line for line in history_of("payments.payment", payment.id) if line.action == "receipt recorded"]
    assert [line.because for line in lines] == ["VIR 42"]


def test_a_person_does_not_speak_for_a_provider():
    payment = make_payment(state=PaymentState.PENDING)
    with pytest.raises(NotPossibleNow), atomic():
        record_receipt(payment_id=payment.id, amount=payment.amount, actor=ACTOR, now=NOON)
    with pytest.raises(UnknownPayment), atomic():
        record_receipt(payment_id=PaymentId(new_id()), amount=euros(1), actor=ACTOR, now=NOON)
    captured = make_payment(state=PaymentState.CAPTURED)
    with pytest.raises(NotPossibleNow), atomic():
        record_refund(operation_id=refund(captured, 1).id, actor=ACTOR, now=NOON)


def test_a_late_transfer_is_money_all_the_same():
    payment = make_payment(state=PaymentState.VOIDED, provider="transfer")
    recorded = record_receipt(payment_id=payment.id, amount=payment.amount, actor=ACTOR, now=NOON)
    assert (recorded.left, recorded.payment.state) == (PaymentState.VOIDED, PaymentState.CAPTURED)


def test_staff_send_a_transfer_back():
    payment = make_payment(state=PaymentState.CAPTURED, provider="transfer")
    operation = refund(payment, 4_000)
    answer(operation, Outcome(status=OutcomeStatus.PENDING))
    assert queries.unresolved(NOON + timedelta(days=1)) == ()  # nobody to ask
    first = record_refund(operation_id=operation.id, actor=ACTOR, now=NOON)
    assert (first.payment.refunded, first.payment.refunding, first.refunded_now) == (
        euros(4_000),
        euros(0),
        euros(4_000),
    )
    again = record_refund(operation_id=operation.id, actor=ACTOR, now=NOON)
    assert (again.news, again.payment.refunded) == (False, euros(4_000))
