"""What was cut off in the middle is finished, and what was kept for nobody is given back."""

import logging
from datetime import timedelta
from functools import partial
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from comptoir.domains.inventory.testing import level
from comptoir.domains.orders.actions import cancel
from comptoir.domains.orders.errors import NotAwaitingPayment
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.queries import payments_of, unresolved
from comptoir.domains.payments.values import PaymentState
from comptoir.flows import expire_reservations as expiring
from comptoir.flows import finish_orphans as finishing
from comptoir.flows import pay_by_tenders as paying
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.finish_orphans import finish_orphans
from comptoir.flows.place_order import Checkout, Placed, place_order
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.flows.testing import Shop, agree, buyer, fill_cart
from comptoir.kernel import once
from comptoir.kernel.once import InProgress
from comptoir.kernel.testing import NOON, OWNER
from tests.kept import laid_shop

pytestmark = pytest.mark.django_db(transaction=True)
SOON = NOON + timedelta(minutes=1)
EIGHT_DAYS_LATER = NOON + timedelta(days=8)
AGAIN = PayingWith(return_url="http://localhost/return")


class Killed(BaseException):
    """The process ends here."""


def killed(**_: Any) -> None:
    raise Killed


def place_and_die(shop: Shop, monkeypatch: pytest.MonkeyPatch, *, key: str = "k") -> Checkout:
    """An order is written down, and whoever was to ask for its payment is no more."""
    checkout = agree(fill_cart(shop))
    with monkeypatch.context() as patched:
        patched.setattr(paying, "authorise_payment", killed)
        with pytest.raises(Killed):
            place_order(checkout=checkout, key=key, actor=buyer(), now=NOON)
    return checkout


def place_one(shop: Shop, *, key: str = "k") -> OrderId:
    placed = place_order(checkout=agree(fill_cart(shop)), key=key, actor=buyer(), now=NOON)
    return OrderId(UUID(placed.order_id))


def test_an_order_by_transfer_that_was_cut_off_is_finished_and_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = laid_shop(stock=10)
    checkout = place_and_die(shop, monkeypatch)
    monkeypatch.setattr(once, "PATIENCE_SECONDS", 0.1)
    ask_again = partial(place_order, checkout=checkout, key="k", actor=buyer(), now=SOON)
    with pytest.raises(InProgress):
        ask_again()
    assert finish_orphans(now=SOON) == 0  # nobody knows yet how the payment stands
    assert sweep_payments(actor=OWNER, now=SOON) == 1
    assert finish_orphans(now=SOON) == 1
    answer = ask_again()
    assert isinstance(answer, Placed)
    assert (answer.status, answer.payment_status) == ("awaiting_payment", "pending")
    assert "IBAN" in answer.instructions["fr"]
    assert unresolved(EIGHT_DAYS_LATER) == ()  # from here on a person waits for the money
    assert ask_again() == answer
    assert level(shop.variant_id).reserved == 2


def test_a_key_that_cannot_be_answered_keeps_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shop = laid_shop()
    for key in ("first", "second"):
        place_and_die(shop, monkeypatch, key=key)
    sweep_payments(actor=OWNER, now=SOON)
    met: list[OrderId] = []

    def stumble_once(order_id: OrderId) -> Any:
        met.append(order_id)
        if len(met) == 1:
            raise RuntimeError("unreadable")
        return order(order_id)

    monkeypatch.setattr(finishing, "order", stumble_once)
    assert finish_orphans(now=SOON) == 1
    assert [record.levelno for record in caplog.records if "key" in record.getMessage()] == [logging.ERROR]
    assert finish_orphans(now=SOON) == 1


def test_goods_that_nobody_paid_in_time_are_free_again() -> None:
    shop = laid_shop(stock=10)
    order_id = place_one(shop)
    assert expire_reservations(actor=OWNER, now=NOON + timedelta(days=6)) == 0
    assert expire_reservations(actor=OWNER, now=EIGHT_DAYS_LATER) == 1
    assert level(shop.variant_id).available == 10
    assert payments_of(order_id)[0].state is PaymentState.VOIDED
    assert order(order_id).state is OrderState.AWAITING_PAYMENT
    assert expire_reservations(actor=OWNER, now=EIGHT_DAYS_LATER) == 0


def test_goods_are_kept_for_as_long_as_the_latest_attempt_may_take() -> None:
    shop = laid_shop(stock=10)
    order_id = place_one(shop)
    expire_reservations(actor=OWNER, now=EIGHT_DAYS_LATER)
    for days in (8, 12):
        at = NOON + timedelta(days=days)
        retry_payment(order_id=order_id, method="transfer", paying=AGAIN, actor=buyer(), now=at)
    assert expire_reservations(actor=OWNER, now=NOON + timedelta(days=14)) == 0
    assert level(shop.variant_id).reserved == 2


def test_one_order_that_cannot_be_resolved_keeps_no_others_goods(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shop = laid_shop(stock=10)
    stuck, _ = place_one(shop, key="first"), place_one(shop, key="second")

    def fail_for_one(*, operation: Any, **rest: Any) -> Any:
        if operation.payment_id == payments_of(stuck)[0].id:
            raise RuntimeError("unreadable")
        return carry_out_operation(operation=operation, **rest)

    monkeypatch.setattr(expiring, "carry_out_operation", fail_for_one)
    assert expire_reservations(actor=OWNER, now=EIGHT_DAYS_LATER) == 1
    assert level(shop.variant_id).reserved == 2
    assert "reservation could not be ended" in caplog.text


def test_whoever_tries_to_pay_while_it_is_being_cancelled_is_told_so() -> None:
    shop = laid_shop(stock=10)
    order_id, answers = place_one(shop), []

    def retry() -> None:
        try:
            retry_payment(order_id=order_id, method="transfer", paying=AGAIN, actor=buyer(), now=NOON)
        except NotAwaitingPayment as refused:
            answers.append(refused.facts["state"])
        finally:
            connection.close()

    thread = Thread(target=retry)
    with transaction.atomic():
        cancel(order_id=order_id, because="oops", actor=OWNER, now=NOON)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()  # it waits at the order's door
    thread.join(30)
    assert answers == ["cancelled"]
    assert len(payments_of(order_id)) == 1
