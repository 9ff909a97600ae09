"""Everything that a payment holds goes back, whatever it is."""

from dataclasses import replace

import pytest
from django.db.transaction import atomic

from comptoir.domains.payments import queries
from comptoir.domains.payments.actions import (
    give_as_credit,
    record_outcome,
    record_receipt,
    request_money_back,
    take_credit_back,
)
from comptoir.domains.payments.errors import BadAmount, NothingToRecord, TooMuch
from comptoir.domains.payments.permissions import PAYMENTS_REFUND
from comptoir.domains.payments.testing import make_payment, outcome_of
from comptoir.domains.payments.values import Operation, OperationKind, OperationState, Payment, PaymentState
from comptoir.kernel.access import Actor, NotAllowed, job_actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, anybody, snapshot

pytestmark = pytest.mark.django_db
ACTOR = job_actor("test")


def give_back(payment: Payment, actor: Actor = ACTOR) -> Operation | None:
    return request_money_back(payment_id=payment.id, cause="cancelled", actor=actor, now=NOON)


def test_what_was_taken_is_refunded():
    payment = make_payment(state=PaymentState.CAPTURED)
    operation = give_back(payment)
    assert operation is not None
    assert (operation.kind, operation.amount) == (OperationKind.REFUND, payment.amount)
    assert queries.payment(payment.id).refundable == Money(0, "EUR")


@pytest.mark.parametrize("state", [PaymentState.CREATED, PaymentState.PENDING, PaymentState.AUTHORISED])
def test_what_was_not_taken_is_given_up(state: PaymentState):
    operation = give_back(make_payment(state=state))
    assert operation is not None
    assert operation.kind is OperationKind.VOID


@pytest.mark.parametrize(("captured", "kind"), [(0, OperationKind.VOID), (100, OperationKind.REFUND)])
def test_a_wrong_amount_goes_back_as_well(captured: int, kind: OperationKind):
    payment, seen = make_payment(), Money(100, "EUR")
    state = PaymentState.CAPTURED if captured else PaymentState.AUTHORISED
    outcome = replace(outcome_of(payment, state), authorised=seen, captured=Money(captured, "EUR"))
    record_outcome(payment_id=payment.id, outcome=outcome, actor=ACTOR, now=NOON)
    operation = give_back(payment)
    assert operation is not None
    assert operation.kind is kind


@pytest.mark.parametrize("state", [PaymentState.FAILED, PaymentState.VOIDED])
def test_nothing_is_nothing(state: PaymentState):
    assert give_back(make_payment(state=state)) is None


def test_refused_without_permission():
    payment = make_payment(state=PaymentState.CAPTURED)
    with pytest.raises(NotAllowed), atomic():
        give_back(payment, anybody(PAYMENTS_REFUND))
    with pytest.raises(NotAllowed), atomic():
        request_money_back(payment_id=payment.id, cause="x", actor=anybody(), now=NOON)
    assert [operation.state for operation in queries.operations_of(payment.id)] == [OperationState.SUCCEEDED]


def test_credit_that_was_not_spent_is_taken_back_and_can_be_refunded():
    payment, some = make_payment(state=PaymentState.CAPTURED), Money(300, "EUR")
    give_as_credit(payment_id=payment.id, amount=some, actor=ACTOR, now=NOON)
    assert [part for _, part in queries.credited_parts(payment.order_id, Money(900, "EUR"))] == [some]
    for wrong, refusal in ((Money(301, "EUR"), TooMuch), (Money(0, "EUR"), BadAmount), (Money(1, "USD"), BadAmount)):
        with pytest.raises(refusal), atomic():
            take_credit_back(payment_id=payment.id, amount=wrong, actor=ACTOR, now=NOON)
    take_credit_back(payment_id=payment.id, amount=some, actor=ACTOR, now=NOON)
    assert queries.payment(payment.id).refundable == payment.amount
    assert queries.credited_parts(payment.order_id, some) == []


def test_credit_is_not_taken_back_without_permission():
    payment, some = make_payment(state=PaymentState.CAPTURED), Money(300, "EUR")
    give_as_credit(payment_id=payment.id, amount=some, actor=ACTOR, now=NOON)
    before = snapshot()
    with pytest.raises(NotAllowed), atomic():
        take_credit_back(payment_id=payment.id, amount=some, actor=anybody(), now=NOON)
    assert snapshot() == before


def test_the_payment_that_a_person_records():
    order_id = new_id()
    with pytest.raises(NothingToRecord):
        queries.awaiting_receipt(order_id)
    make_payment(order_id=order_id, state=PaymentState.FAILED)
    with pytest.raises(NothingToRecord):
        queries.awaiting_receipt(order_id)
    transfer = make_payment(order_id=order_id, provider="transfer", state=PaymentState.PENDING)
    assert queries.awaiting_receipt(order_id) == transfer
    recorded = record_receipt(payment_id=transfer.id, amount=transfer.amount, actor=ACTOR, now=NOON)
    assert queries.awaiting_receipt(order_id) == recorded.payment
