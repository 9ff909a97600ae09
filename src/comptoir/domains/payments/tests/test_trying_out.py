"""Whoever tries out cards is slowed down; buyers who are right are not."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from comptoir.domains.payments.actions import forget_sources, open_payment, record_outcome
from comptoir.domains.payments.errors import TooManyDeclined
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.queries import orders_from, payment
from comptoir.domains.payments.rules import wait_after_declines
from comptoir.domains.payments.testing import make_method, outcome_of
from comptoir.domains.payments.values import DECLINES_OF_ORDER, DECLINES_OF_SOURCE, Payment, PaymentState
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def attempt(
    order_id: UUID,
    *,
    source: str = "",
    provider: str = "simulator",
    becomes: PaymentState | None = PaymentState.FAILED,
    at: datetime = NOON,
) -> Payment:
    method = make_method(provider=provider)
    opened = open_payment(
        order_id=order_id,
        market=method.market,
        method=method.code,
        amount=Money(1_000, "EUR"),
        source=source,
        actor=OWNER,
        now=at,
    )
    if becomes is None:
        return opened
    outcome = outcome_of(opened, becomes)
    return record_outcome(payment_id=opened.id, outcome=outcome, actor=OWNER, now=at).payment


def test_many_cards_for_one_order_have_to_wait():
    order_id = new_id()
    for minute in range(DECLINES_OF_ORDER):
        attempt(order_id, at=NOON + minute * MINUTE)
    before = snapshot()
    with pytest.raises(TooManyDeclined) as refused:
        attempt(order_id, at=NOON + 10 * MINUTE)
    assert refused.value.facts == {"retry_after": 50 * 60, "minutes": 50}
    assert "50 minutes" in str(refused.value)
    assert snapshot() == before
    attempt(order_id, at=NOON + 60 * MINUTE, becomes=None)  # the first is an hour old


def test_another_order_and_another_way_to_pay_go_on():
    order_id = new_id()
    for _ in range(DECLINES_OF_ORDER):
        attempt(order_id)
    attempt(new_id(), becomes=None)
    attempt(order_id, provider="transfer", becomes=None)


def test_many_orders_from_one_source_have_to_wait_and_nobody_else():
    for _ in range(DECLINES_OF_SOURCE):
        attempt(new_id(), source="here")
    with pytest.raises(TooManyDeclined):
        attempt(new_id(), source="here")
    attempt(new_id(), source="there", becomes=None)
    attempt(new_id(), becomes=None)
    attempt(new_id(), source="here", at=NOON + 60 * MINUTE, becomes=None)


def test_what_succeeds_from_a_shared_source_counts_for_nothing():
    for _ in range(DECLINES_OF_SOURCE + 5):
        attempt(new_id(), source="campus", becomes=PaymentState.CAPTURED)
    assert len(orders_from("campus", since=NOON - MINUTE)) == DECLINES_OF_SOURCE + 5
    assert orders_from("", since=NOON - MINUTE) == frozenset()


def test_the_longer_wait_counts():
    old, new = [NOON - 50 * MINUTE] * DECLINES_OF_ORDER, [NOON - 20 * MINUTE] * DECLINES_OF_SOURCE
    assert wait_after_declines(old, [], now=NOON) == 10 * MINUTE
    assert wait_after_declines(old, new, now=NOON) == 40 * MINUTE
    assert wait_after_declines(old[1:], new[1:], now=NOON) is None


def test_where_it_came_from_is_forgotten_after_a_month():
    old, new = attempt(new_id(), source="here"), attempt(new_id(), source="here", at=NOON + 2 * MINUTE)
    before = snapshot()
    with pytest.raises(NotAllowed):
        forget_sources(before=NOON + MINUTE, actor=NOBODY, now=NOON)
    assert snapshot() == before
    assert forget_sources(before=NOON + MINUTE, actor=OWNER, now=NOON) == 1
    assert forget_sources(before=NOON + MINUTE, actor=OWNER, now=NOON) == 0
    assert dict(PaymentRow.objects.values_list("id", "source")) == {old.id: "", new.id: "here"}
    assert payment(old.id) == old
