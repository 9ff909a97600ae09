"""The buyer comes back, the bank writes, the sweep asks: all at once, about the same payment."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import pytest

from comptoir.connectors.payments.tests.bank import RunningBank
from comptoir.connectors.payments.tests.mailbox import Heard, Mailbox
from comptoir.domains.inventory.testing import level
from comptoir.domains.orders.queries import states_of
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.values import MessageVerdict, PaymentId
from comptoir.flows.jobs import SWEEP
from comptoir.flows.look_up_payment import look_up_payment
from comptoir.flows.place_order import Placed, place_order
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.flows.take_provider_message import take_provider_message
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOON, at_once
from tests.races.showing import all_holds, chance, sizes, tell

TRIALS = sizes("three doors", 60, long=10_000)
LATER = NOON + timedelta(minutes=5)
AT_A_TIME = 500
"""Trials in one shop, before all of it is checked: `comptoir verify` reads everything."""


@pytest.mark.django_db(transaction=True)
def test_return_message_and_sweep_in_every_order_and_at_once(
    bank: RunningBank, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    """The message before, while and after the buyer is back, and before the bank has answered at all."""
    shop, luck = open_shop(stock=2 * TRIALS, provider="simulator"), chance("three doors")
    orders: list[OrderId] = []
    told: Counter[str] = Counter()
    for trial in range(TRIALS):
        when = luck.choice((_at_once, _one_after_the_other, _before_the_reply))
        orders.append(when(shop, bank, mailbox, luck, str(trial)))
        told[when.__name__] += 1
        mailbox.heard.clear()
        if trial % AT_A_TIME == AT_A_TIME - 1:
            all_holds()
    # The sweep does not raise: it tells of what it could not resolve.
    assert not [record for record in caplog.records if record.exc_info]
    assert Counter(states_of(orders).values()) == {OrderState.PAID: TRIALS}
    assert OutboxEvent.objects.filter(name="orders.order_paid.1").count() == TRIALS
    assert OutboxEvent.objects.filter(name="payments.payment_captured.1").count() == TRIALS
    assert fetch("SELECT count(*), count(DISTINCT reference) FROM ledger_entry") == [(TRIALS, TRIALS)]
    assert (level(shop.variant_id).claimed, level(shop.variant_id).reserved) == (2 * TRIALS, 0)
    all_holds()
    tell(f"{TRIALS} trials, {dict(told)}: {TRIALS} orders paid once each, 0 errors")


def _at_once(shop: Shop, bank: RunningBank, mailbox: Mailbox, luck: Random, key: str) -> OrderId:
    placed = _placed_late(shop, bank, key)
    doors = _doors(placed, mailbox)
    luck.shuffle(doors)
    answers = at_once(doors)
    assert not [each for each in answers if isinstance(each, Exception)], f"trial {key} of {TRIALS}: {answers}"
    assert MessageVerdict.APPLIED in answers
    return OrderId(UUID(placed.order_id))


def _one_after_the_other(shop: Shop, bank: RunningBank, mailbox: Mailbox, luck: Random, key: str) -> OrderId:
    placed = _placed_late(shop, bank, key)
    doors = _doors(placed, mailbox)
    luck.shuffle(doors)
    for door in doors:
        door()
    return OrderId(UUID(placed.order_id))


def _before_the_reply(shop: Shop, bank: RunningBank, mailbox: Mailbox, luck: Random, key: str) -> OrderId:
    """The bank writes while whoever asked is still waiting for its answer."""
    bank.weather(late_ms=luck.randrange(1, 60))
    checkout = agree(fill_cart(shop), method="simulator", simulated="slow")

    def hear() -> MessageVerdict:
        (message, *_) = mailbox.wait_for(lambda heard: b"payment.captured" in heard.body)
        return _take(message)

    place = partial(place_order, checkout=checkout, key=key, actor=buyer(), now=NOON)
    both: list[Callable[[], Any]] = [place, hear]
    placed, verdict = at_once(both)
    assert verdict is MessageVerdict.APPLIED, f"trial {key} of {TRIALS}: {verdict!r}"
    assert isinstance(placed, Placed), f"trial {key} of {TRIALS}: {placed!r}"
    return OrderId(UUID(placed.order_id))


def _placed_late(shop: Shop, bank: RunningBank, key: str) -> Placed:
    bank.weather(late_ms=1)
    checkout = agree(fill_cart(shop), method="simulator", simulated="late")
    placed = place_order(checkout=checkout, key=key, actor=buyer(), now=NOON)
    assert (placed.status, placed.payment_status) == ("awaiting_payment", "pending")
    return placed


def _doors(placed: Placed, mailbox: Mailbox) -> list[Callable[[], Any]]:
    def about_it(heard: Heard) -> bool:
        return placed.payment_id.encode() in heard.body and b"payment.captured" in heard.body

    (message, *_) = mailbox.wait_for(about_it)
    return [
        partial(look_up_payment, payment_id=PaymentId(UUID(placed.payment_id)), actor=buyer(), now=LATER),
        partial(_take, message),
        partial(sweep_payments, actor=SWEEP, now=LATER),
    ]


def _take(message: Heard) -> MessageVerdict:
    headers = {name.lower(): value for name, value in message.headers.items()}
    return take_provider_message(kind="simulator", headers=headers, body=message.body, actor=SWEEP, now=LATER)
