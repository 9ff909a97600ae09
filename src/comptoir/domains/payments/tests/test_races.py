"""Real threads that collide."""

from datetime import timedelta
from functools import partial

import pytest

from comptoir.domains.payments import queries
from comptoir.domains.payments.actions import hear_message, open_payment, record_outcome, request_refund
from comptoir.domains.payments.errors import TooMuch
from comptoir.domains.payments.models import Operation as OperationRow
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.models import ProviderMessage
from comptoir.domains.payments.testing import make_method, make_payment, outcome_of
from comptoir.domains.payments.values import Operation, Payment, PaymentState, ProviderNotice, Recorded
from comptoir.kernel.access import job_actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, at_once

pytestmark = pytest.mark.django_db(transaction=True)
ACTOR = job_actor("test")


def test_ten_refunds_of_30_on_a_captured_100():
    payment = make_payment(state=PaymentState.CAPTURED)

    def ask(number: int):
        return request_refund(
            payment_id=payment.id, amount=Money(3_000, "EUR"), cause=f"return-{number}", actor=ACTOR, now=NOON
        )

    answers = at_once([partial(ask, number) for number in range(10)])
    given = [answer for answer in answers if isinstance(answer, Operation)]
    refused = [answer for answer in answers if isinstance(answer, TooMuch)]
    assert (len(given), len(refused)) == (3, 7)
    assert {refusal.facts["available"] for refusal in refused} == {Money(1_000, "EUR")}
    assert queries.payment(payment.id).refunding == Money(9_000, "EUR")


def test_one_refund_clicked_ten_times():
    payment = make_payment(state=PaymentState.CAPTURED)

    def ask():
        return request_refund(
            payment_id=payment.id, amount=Money(3_000, "EUR"), cause="cancelled", actor=ACTOR, now=NOON
        )

    answers = at_once([ask] * 10)
    assert len({answer.key for answer in answers if isinstance(answer, Operation)}) == 1
    assert all(isinstance(answer, Operation) for answer in answers)
    assert queries.payment(payment.id).refunding == Money(3_000, "EUR")
    assert OperationRow.objects.filter(payment_id=payment.id, kind="refund").count() == 1


def test_ten_payments_opened_for_one_order():
    make_method()
    order_id = new_id()

    def ask():
        return open_payment(
            order_id=order_id,
            market="fr",
            method="simulator",
            amount=Money(1_000, "EUR"),
            actor=ACTOR,
            now=NOON,
        )

    answers = at_once([ask] * 10)
    assert len({answer.id for answer in answers if isinstance(answer, Payment)}) == 1
    assert all(isinstance(answer, Payment) for answer in answers)
    assert PaymentRow.objects.filter(order_id=order_id).count() == 1


def test_browser_message_and_sweep_tell_the_same_at_once():
    for _ in range(10):
        payment = make_payment(state=PaymentState.PENDING)
        captured = outcome_of(payment, PaymentState.CAPTURED)

        def tell(payment=payment, captured=captured):
            return record_outcome(payment_id=payment.id, outcome=captured, actor=ACTOR, now=NOON)

        answers = at_once([tell] * 6)
        assert sorted(answer.news for answer in answers if isinstance(answer, Recorded)) == [False] * 5 + [True]
        told = OutboxEvent.objects.filter(subject=f"order_id:{payment.order_id}").values_list("name", flat=True)
        assert list(told) == ["payments.payment_captured.1"]


def test_copies_of_a_message_that_arrive_at_once_are_taken_once():
    payment = make_payment(state=PaymentState.PENDING)
    captured = outcome_of(payment, PaymentState.CAPTURED)
    notice = ProviderNotice(
        event_id="msg-1",
        kind="payment.captured",
        final=True,
        payment_key=payment.key,
        reference=captured.reference,
        sent_at=NOON - timedelta(seconds=1),
        body={},
    )

    def hear() -> bool:
        return hear_message(
            provider="simulator", notice=notice, payment_id=payment.id, outcome=captured, actor=ACTOR, now=NOON
        ).news

    answers = at_once([hear] * 8)
    assert (answers.count(False), answers.count(True)) == (7, 1)
    assert [row.verdict for row in ProviderMessage.objects.all()] == ["applied"]
