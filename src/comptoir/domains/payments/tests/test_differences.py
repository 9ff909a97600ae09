"""Our books against a provider's: which differences there are, and which are none."""

from datetime import timedelta

import pytest

from comptoir.domains.payments.actions import request_refund
from comptoir.domains.payments.queries import (
    money_held_for,
    payment_difference,
    payments_by_key,
    payments_with_money,
    providers_in_use,
    unanswered_refunds,
)
from comptoir.domains.payments.testing import make_method, make_payment, outcome_of
from comptoir.domains.payments.values import Difference, Outcome, OutcomeStatus, PaymentState
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=2)
KEPT = (PaymentState.AUTHORISED, PaymentState.CAPTURED)


@pytest.mark.parametrize(
    "state", [PaymentState.PENDING, PaymentState.FAILED, PaymentState.AUTHORISED, PaymentState.VOIDED, *KEPT]
)
def test_who_says_the_same_has_no_difference(state: PaymentState) -> None:
    ours = make_payment(state=state)
    assert payment_difference(ours, outcome_of(ours, state)) is None


def test_a_void_of_what_was_set_aside_moved_nothing_in_the_end() -> None:
    held = make_payment(state=PaymentState.AUTHORISED)
    given_up = Outcome(status=OutcomeStatus.VOIDED, merchant=held.merchant, authorised=held.amount)
    assert payment_difference(make_payment(state=PaymentState.VOIDED), given_up) is None
    assert payment_difference(held, given_up) is Difference.OTHER_STATE


@pytest.mark.parametrize(("state", "is_one"), [(PaymentState.FAILED, False), (PaymentState.CAPTURED, True)])
def test_they_have_never_heard_of_it(state: PaymentState, is_one: bool) -> None:
    assert payment_difference(make_payment(state=state), None) == (Difference.UNKNOWN_TO_THEM if is_one else None)


def test_we_have_never_heard_of_it() -> None:
    known = make_payment()
    for state in KEPT:
        assert payment_difference(None, outcome_of(known, state)) is Difference.UNKNOWN_TO_US
    gone = outcome_of(known, PaymentState.REFUNDED, refunded=known.amount.minor)
    for outcome in (gone, outcome_of(known, PaymentState.FAILED), outcome_of(known, PaymentState.PENDING)):
        assert payment_difference(None, outcome) is None


def test_other_money() -> None:
    ours = make_payment(state=PaymentState.CAPTURED)
    dollars = Money(10_000, "USD")
    less = Money(9_999, "EUR")
    for sum in (dollars, less):
        told = Outcome(status=OutcomeStatus.CAPTURED, authorised=sum, captured=sum)
        assert payment_difference(ours, told) is Difference.OTHER_AMOUNT
    back = outcome_of(ours, PaymentState.PARTIALLY_REFUNDED, refunded=1)
    assert payment_difference(ours, back) is Difference.OTHER_STATE
    pending = make_payment(state=PaymentState.PENDING)
    assert payment_difference(pending, outcome_of(pending, PaymentState.CAPTURED)) is Difference.OTHER_STATE


def test_payments_are_found_by_the_providers_key() -> None:
    ours = make_payment(state=PaymentState.CAPTURED)
    assert payments_by_key("simulator", [str(ours.id), str(new_id()), "who", ""]) == {str(ours.id): ours}
    assert payments_by_key("stripe", [str(ours.id)]) == {}
    day = timedelta(days=1)
    make_payment(state=PaymentState.FAILED)
    assert payments_with_money("simulator", since=NOON - day, until=NOON) == [ours.id]
    assert payments_with_money("simulator", since=NOON + day, until=LATER) == []


def test_a_provider_is_in_use_while_it_is_offered_or_holds_money() -> None:
    make_method(provider="stripe", enabled=False)
    make_payment(state=PaymentState.FAILED)
    assert providers_in_use() == ("simulator",)
    make_method(provider="simulator", enabled=False)
    assert providers_in_use() == ()
    make_payment(state=PaymentState.CAPTURED)
    make_method(provider="simulator", enabled=False)
    assert providers_in_use() == ("simulator",)


def test_what_is_held_for_an_order() -> None:
    taken = make_payment(state=PaymentState.CAPTURED)
    failed = make_payment(state=PaymentState.FAILED)
    assert money_held_for([taken.order_id, failed.order_id]) == {taken.order_id: taken.amount}


def test_a_refund_without_an_answer() -> None:
    taken = make_payment(state=PaymentState.CAPTURED)
    request_refund(payment_id=taken.id, amount=Money(500, "EUR"), cause="gesture", actor=OWNER, now=NOON)
    assert unanswered_refunds(NOON, limit=9) == ()
    [waiting] = unanswered_refunds(LATER, limit=9)
    assert (waiting.payment_id, waiting.amount, waiting.cause) == (taken.id, Money(500, "EUR"), "gesture")
    assert (waiting.order_id, waiting.market) == (taken.order_id, taken.market)
