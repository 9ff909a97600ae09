"""Everything that a payment holds goes back, whatever it is."""

from dataclasses import replace

import pytest
from django.db.transaction import atomic

from comptoir.domains.payments import queries
from comptoir.domains.payments.actions import (
    drop_refund,
    give_as_credit,
    open_receipt,
    record_outcome,
    record_receipt,
    request_money_back,
    request_refund,
    take_credit_back,
)
from comptoir.domains.payments.errors import BadAmount, NotPossibleNow, TooMuch, UnknownOperation
from comptoir.domains.payments.permissions import PAYMENTS_REFUND
from comptoir.domains.payments.testing import make_method, make_payment, outcome_of
from comptoir.domains.payments.values import (
    Operation,
    OperationId,
    OperationKind,
    OperationState,
    Payment,
    PaymentState,
)
from comptoir.kernel.access import Actor, NotAllowed, job_actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, anybody, snapshot

pytestmark = pytest.mark.django_db
ACTOR = job_actor("test")
ORDER = new_id()


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
    order_id, amount = new_id(), Money(10_000, "EUR")
    make_payment(order_id=order_id, state=PaymentState.FAILED)
    assert queries.payment_awaiting(order_id, amount) is None
    transfer = make_payment(order_id=order_id, provider="transfer", state=PaymentState.PENDING)
    assert queries.payment_awaiting(order_id, amount) == transfer
    assert queries.payment_awaiting(order_id, Money(9_999, "EUR")) is None
    record_receipt(payment_id=transfer.id, amount=amount, key="k", actor=ACTOR, now=NOON)
    assert queries.payment_awaiting(order_id, amount) is None
    assert queries.payment_by_receipt(order_id, "k") == queries.payment(transfer.id)


def open_some(amount: Money = Money(1_000, "EUR"), actor: Actor = ACTOR, provider: str = "transfer") -> Payment:  # noqa: B008 - immutable
    method = make_method(provider=provider)
    return open_receipt(
        order_id=ORDER, market=method.market, method=method, amount=amount, key="k", actor=actor, now=NOON
    )


def test_money_of_any_amount_that_arrived_is_a_payment_of_its_own_once():
    make_payment(order_id=ORDER, provider="transfer", state=PaymentState.PENDING)
    opened = open_some()
    record_receipt(payment_id=opened.id, amount=opened.amount, key="k", actor=ACTOR, now=NOON)
    assert open_some() == queries.payment(opened.id)
    assert [payment.amount.minor for payment in queries.payments_of(ORDER)] == [10_000, 1_000]


def test_who_may_not_opens_no_receipt_and_nobody_speaks_for_a_provider():
    method, amount = make_method(provider="transfer"), Money(1_000, "EUR")
    before = snapshot()
    with pytest.raises(NotAllowed), atomic():
        open_receipt(
            order_id=ORDER, market=method.market, method=method, amount=amount, key="k", actor=anybody(), now=NOON
        )
    with pytest.raises(BadAmount), atomic():
        open_some(Money(0, "EUR"))
    assert snapshot() == before
    with pytest.raises(NotPossibleNow), atomic():
        open_some(provider="simulator")
    assert queries.payments_of(ORDER) == ()


@pytest.mark.parametrize("cause", ["too much", "unwanted"])
def test_what_was_paid_beyond_what_is_due_may_be_kept_as_credit_once(cause: str):
    payment = make_payment(state=PaymentState.CAPTURED, provider="transfer")
    asked = request_refund(payment_id=payment.id, amount=Money(300, "EUR"), cause=cause, actor=ACTOR, now=NOON)
    for _ in range(2):
        assert drop_refund(operation_id=asked.id, actor=ACTOR, now=NOON) == Money(300, "EUR")
    after = queries.payment(payment.id)
    assert (after.credited.minor, after.refunding.minor, after.refundable.minor) == (300, 0, 9_700)


def test_money_that_is_owed_is_sent_and_who_may_not_drops_nothing():
    payment = make_payment(state=PaymentState.CAPTURED, provider="transfer")
    cancelled, excess = (
        request_refund(payment_id=payment.id, amount=Money(300, "EUR"), cause=cause, actor=ACTOR, now=NOON)
        for cause in ("cancelled", "too much")
    )
    before = snapshot()
    with pytest.raises(NotPossibleNow), atomic():
        drop_refund(operation_id=cancelled.id, actor=ACTOR, now=NOON)
    with pytest.raises(NotAllowed), atomic():
        drop_refund(operation_id=excess.id, actor=anybody(), now=NOON)
    with pytest.raises(UnknownOperation), atomic():
        drop_refund(operation_id=OperationId(new_id()), actor=ACTOR, now=NOON)
    assert snapshot() == before
