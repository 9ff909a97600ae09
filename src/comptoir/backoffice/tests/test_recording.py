"""Money that staff saw arrive, of whatever amount, and what the desk says of money that goes back."""

import re
from functools import partial
from typing import Any

import pytest
from django.test import Client

from comptoir.backoffice.tests.test_order_pieces import changing
from comptoir.backoffice.tests.working import Working, paid
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Gesture, GestureWay, OrderChange, OrderId, OrderState
from comptoir.domains.payments.actions import record_outcome
from comptoir.domains.payments.queries import payments_of, refunds_by_hand
from comptoir.domains.payments.testing import disputed
from comptoir.domains.payments.values import DisputeState
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.edit_order import edit_order
from comptoir.flows.refund_order import refund_order
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.settle_payment import settle_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import buyer
from comptoir.kernel import clock
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER

pytestmark = [pytest.mark.urls("comptoir.config.urls"), pytest.mark.django_db]


def page(id: OrderId, rest: str = "") -> str:
    return f"/back-office/orders/{id}/{rest}"


def told(client: Client, address: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", client.get(address).text)


def changed(id: OrderId, **what: Any) -> None:
    wanted = OrderChange(builds_on=order(id).revision, **what)
    edit_order(order_id=id, change=wanted, because="asked for", actor=OWNER, now=clock.now())


def test_a_part_then_the_rest(owner: Client, working: Working) -> None:
    id = working.order_id
    owner.post(page(id, "record-payment/"), {"amount": "10", "reference": "VIR 1", "key": str(new_id())})
    assert order(id).state is OrderState.AWAITING_PAYMENT
    shown = told(owner, page(id))
    assert 'value="20.70"' in shown  # what is still due is written already
    assert "€10.00 is paid so far and €20.70 is left to pay." in shown
    assert re.search(r"Balance due</th><td[^>]*>€20\.70<", shown)
    owner.post(page(id, "record-payment/"), {"amount": "20.70", "reference": "VIR 2", "key": str(new_id())})
    assert order(id).state is OrderState.PAID


@pytest.mark.parametrize("typed", ["0", "0,00", "-1"])
def test_nothing_is_no_payment(owner: Client, working: Working, typed: str) -> None:
    id, before = working.order_id, payments_of(working.order_id)
    answer = owner.post(page(id, "record-payment/"), {"amount": typed, "key": str(new_id())})
    assert (answer.status_code, 'id="id_amount_error"' in answer.text) == (422, True)
    assert (order(id).state, payments_of(id)) == (OrderState.AWAITING_PAYMENT, before)


def test_too_much_asks_what_becomes_of_it(owner: Client, working: Working) -> None:
    id, key = working.order_id, str(new_id())
    answer = owner.post(page(id, "record-payment/"), {"amount": "40", "key": key})
    assert answer.status_code == 422
    assert order(id).state is OrderState.AWAITING_PAYMENT
    for _ in range(2):  # pressed twice
        owner.post(page(id, "record-payment/"), {"amount": "40", "key": key, "excess": "refund"})
    (back,) = refunds_by_hand(working.shop.market, actor=OWNER)
    assert (order(id).state, back.amount) == (OrderState.PAID, Money(930, "EUR"))
    assert "Overpaid" in told(owner, "/back-office/orders/refunds/")
    owner.post(f"/back-office/orders/refunds/{back.id}/credit/")
    assert refunds_by_hand(working.shop.market, actor=OWNER) == ()
    assert [payment.credited.minor for payment in payments_of(id) if payment.captured] == [930]
    shown = told(owner, page(id))
    assert "Kept as store credit" in shown
    assert "Refused" not in shown


def test_recorded_by_two_people_the_second_is_told(owner: Client, working: Working) -> None:
    id = working.order_id
    owner.post(page(id, "record-payment/"), {"amount": "30.70", "reference": "a", "key": str(new_id())})
    answer = owner.post(page(id, "record-payment/"), {"amount": "30.70", "reference": "b", "key": str(new_id())})
    assert answer.status_code == 422
    assert "is already recorded" in answer.text


def test_the_same_transfer_is_recorded_once_unless_it_is_another(owner: Client, working: Working) -> None:
    id = working.order_id
    written = {"amount": "5", "reference": "VIR 7"}
    owner.post(page(id, "record-payment/"), {**written, "key": str(new_id())})
    answer = owner.post(page(id, "record-payment/"), {**written, "key": str(new_id())})
    assert answer.status_code == 422
    assert "It is another transfer" in answer.text
    assert sum(payment.captured.minor for payment in payments_of(id)) == 500
    owner.post(page(id, "record-payment/"), {**written, "key": str(new_id()), "another": "on"})
    assert sum(payment.captured.minor for payment in payments_of(id)) == 1_000


def test_where_nothing_is_due_no_zero_is_told(owner: Client, working: Working) -> None:
    id = paid(working)
    assert "0.00" not in told(owner, page(id, "record-payment/"))
    answer = owner.post(page(id, "record-payment/"), {"amount": "7", "key": str(new_id())})
    assert "Nothing is due. Say whether" in answer.text


def test_a_part_of_a_difference_is_no_difference_paid(owner: Client, working: Working) -> None:
    id = paid(working)
    changed(id, added={working.shop.sku: 1})
    owner.post(page(id, "record-payment/"), {"amount": "1", "key": str(new_id())})
    shown = told(owner, page(id))
    assert "Part of the difference received" in shown
    assert "Difference paid" not in shown


def test_a_dispute_that_was_won_is_told_while_the_order_is_held(owner: Client, working: Working) -> None:
    id = paid(working)
    for state in (DisputeState.OPEN, DisputeState.WON):
        (payment,) = payments_of(id)
        outcome = disputed(payment, state, payment.captured)
        record = partial(record_outcome, payment_id=payment.id, outcome=outcome, actor=OWNER, now=clock.now())
        settle_payment(order_id=id, record=record, actor=OWNER, now=clock.now())
    shown = told(owner, page(id))
    assert "The dispute was won: you can release the order." in shown
    assert "Dispute won: the bank leaves you €43.60." in shown


def test_an_edited_order_can_still_be_recorded(owner: Client, working: Working) -> None:
    id = working.order_id
    changed(id, called_off={1: 1})
    assert f'action="{page(id, "record-payment/")}"' in owner.get(page(id)).text
    owner.post(page(id, "record-payment/"), {"amount": "17.80", "key": str(new_id())})
    assert order(id).state is OrderState.PAID


def test_what_cancelling_gives_back_is_what_is_left(owner: Client, working: Working) -> None:
    id = paid(working)
    changed(id, added={working.shop.sku: 1})  # not paid
    gesture = Gesture(id=new_id(), amount=Money(700, "EUR"), way=GestureWay.REFUND)
    refund_order(order_id=id, gesture=gesture, because="x", actor=OWNER, now=clock.now())
    shown = told(owner, page(id, "cancel/"))
    assert "€36.60 is refunded to the customer." in shown
    assert "56.50" not in shown


def test_what_has_left_is_not_offered_to_be_cancelled(owner: Client, working: Working) -> None:
    id = paid(working)
    ship_order(order_id=id, actor=OWNER, now=clock.now())
    assert owner.get(page(id, "cancel/")).status_code == 302


def test_what_is_said_to_go_back_is_what_does(owner: Client, working: Working) -> None:
    id = paid(working)
    gesture = Gesture(id=new_id(), amount=Money(4000, "EUR"), way=GestureWay.REFUND)
    refund_order(order_id=id, gesture=gesture, because="x", actor=OWNER, now=clock.now())
    sent = changing(order(id), called_off_1="1", shown="3070")
    assert "€3.60 goes back where it came from." in owner.post(page(id, "change/"), sent | {"do": "total"}).text
    answer = owner.post(page(id, "change/"), sent, follow=True)
    assert "The overpayment of €3.60 is refunded." in answer.text


def test_what_was_paid_in_part_counts_before_and_after_a_change(owner: Client, working: Working) -> None:
    id = working.order_id  # 2 × 12.90, delivered for 4.90
    owner.post(page(id, "record-payment/"), {"amount": "20", "key": str(new_id())})
    dearer = changing(order(id), **{"added-0-sku": working.shop.sku, "added-0-quantity": "1", "do": "total"})
    assert "€23.60 is left to be paid by the customer." in owner.post(page(id, "change/"), dearer).text
    sent = changing(order(id), called_off_1="1", shown="1780")
    shown = owner.post(page(id, "change/"), sent | {"do": "total"}).text
    assert "the order is paid. €2.20 goes back where it came from." in shown
    answer = owner.post(page(id, "change/"), sent, follow=True)
    assert order(id).state is OrderState.PAID
    assert "Nothing is left to pay. The overpayment of €2.20 is refunded." in answer.text


def test_nobody_is_said_to_have_chosen_a_transfer_that_is_not_awaited(owner: Client, working: Working) -> None:
    id, chosen = paid(working, quantity=1), "pay the difference by bank transfer"
    changed(id, added={working.shop.sku: 1})
    paying = PayingWith(return_url="http://localhost/return")
    retry_payment(order_id=id, method="transfer", paying=paying, actor=buyer(), now=clock.now())
    assert chosen in told(owner, page(id))
    changed(id, called_off={2: 1})  # the transfer is given up
    changed(id, added={working.shop.sku: 1})
    shown = told(owner, page(id))
    assert chosen not in shown
    assert "Nothing ships until the difference is paid." in shown


def test_calling_off_what_nobody_has_paid_gives_nothing_back(owner: Client, working: Working) -> None:
    id = paid(working)
    changed(id, added={working.shop.sku: 1})
    answer = owner.post(page(id, "change/"), changing(order(id), called_off_2="1", shown="4360"), follow=True)
    assert order(id).revision == 3
    assert "The order is changed." in answer.text
    assert "is refunded" not in answer.text
