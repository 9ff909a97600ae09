from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.db.transaction import atomic
from django.test.utils import CaptureQueriesContext

from comptoir.domains.payments import queries
from comptoir.domains.payments.actions import hear_message, shelve_message
from comptoir.domains.payments.errors import UnknownPayment
from comptoir.domains.payments.models import ProviderMessage
from comptoir.domains.payments.permissions import PAYMENTS_PAY, PAYMENTS_RECORD
from comptoir.domains.payments.testing import make_payment, outcome_of
from comptoir.domains.payments.values import (
    MessageVerdict,
    Outcome,
    Payment,
    PaymentState,
    ProviderNotice,
    Recorded,
)
from comptoir.kernel.access import Actor, NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, anybody

pytestmark = pytest.mark.django_db
PROVIDER = anybody(PAYMENTS_RECORD)


def notice_of(payment: Payment, event_id: str = "msg-1") -> ProviderNotice:
    return ProviderNotice(
        event_id=event_id,
        kind="payment.captured",
        final=True,
        payment_key=payment.key,
        reference=f"ref-{payment.id}",
        sent_at=NOON - timedelta(seconds=1),
        body={"about": payment.key},
    )


def hear(payment: Payment, outcome: Outcome, *, event_id: str = "msg-1", actor: Actor = PROVIDER) -> Recorded:
    return hear_message(
        provider="simulator",
        notice=notice_of(payment, event_id),
        payment_id=payment.id,
        outcome=outcome,
        actor=actor,
        now=NOON,
    )


def verdicts() -> list[str]:
    return list(ProviderMessage.objects.order_by("id").values_list("verdict", flat=True))


def test_a_message_is_taken_and_applied_once():
    payment = make_payment(state=PaymentState.PENDING)
    captured = outcome_of(payment, PaymentState.CAPTURED)
    with CaptureQueriesContext(connection) as statements:
        recorded = hear(payment, captured)
    assert len(statements) == 5
    assert (recorded.news, recorded.payment.state) == (True, PaymentState.CAPTURED)
    row = ProviderMessage.objects.get()
    assert (row.event_id, row.payment_id, row.body, row.verdict, row.applied_at) == (
        "msg-1",
        payment.id,
        {"about": payment.key},
        "applied",
        NOON,
    )
    assert hear(payment, captured).news is False
    assert verdicts() == ["applied"]
    assert hear(payment, captured, event_id="msg-2").news is False
    assert verdicts() == ["applied", "no_news"]


def test_what_does_not_fit_is_kept_with_the_reason():
    payment = make_payment(state=PaymentState.PENDING)
    captured = outcome_of(payment, PaymentState.CAPTURED)
    hear(payment, replace(captured, merchant="M-OTHER"), event_id="1")
    hear(payment, replace(captured, authorised=Money(1, "EUR"), captured=Money(1, "EUR")), event_id="2")
    assert verdicts() == ["not_ours", "refused"]
    assert not queries.payment(payment.id).covers(Money(1, "EUR"))


def test_a_message_that_decides_nothing_is_shelved():
    payment = make_payment()
    for provider, fresh in (("simulator", True), ("simulator", False), ("stripe", True)):
        with CaptureQueriesContext(connection) as statements:
            taken = shelve_message(
                provider=provider,
                notice=notice_of(payment),
                payment_id=None,
                verdict=MessageVerdict.NOT_FINAL,
                actor=PROVIDER,
                now=NOON,
            )
        assert (taken, len(statements)) == (fresh, 1)
    assert verdicts() == ["not_final", "not_final"]


def test_the_payment_that_a_message_is_about():
    payment = make_payment(state=PaymentState.AUTHORISED)
    assert queries.payment_of_notice("simulator", notice_of(payment)) == payment
    for key in ("", "not an id", str(new_id())):
        assert queries.payment_of_notice("simulator", replace(notice_of(payment), payment_key=key)) == payment
        with pytest.raises(UnknownPayment):
            queries.payment_of_notice("simulator", replace(notice_of(payment), payment_key=key, reference="other"))
    with pytest.raises(UnknownPayment):
        queries.payment_of_notice("stripe", notice_of(payment))


def test_refused_without_permission():
    payment = make_payment(state=PaymentState.PENDING)
    with pytest.raises(NotAllowed), atomic():
        hear(payment, outcome_of(payment, PaymentState.CAPTURED), actor=anybody(PAYMENTS_PAY))
    with pytest.raises(NotAllowed), atomic():
        shelve_message(
            provider="simulator",
            notice=notice_of(payment),
            payment_id=payment.id,
            verdict=MessageVerdict.NOT_OURS,
            actor=anybody(PAYMENTS_PAY),
            now=NOON,
        )
    assert verdicts() == []
    assert queries.payment(payment.id) == payment
