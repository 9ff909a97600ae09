"""The buyer comes back, the bank writes, the sweep asks: all at once, about the same payment."""

from datetime import timedelta
from functools import partial
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
from comptoir.flows.testing import agree, buyer, fill_cart, open_shop
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOON, at_once
from tests.races.showing import all_holds, chance, sizes

TRIALS = sizes("three doors", 60)
LATER = NOON + timedelta(minutes=5)


@pytest.mark.django_db(transaction=True)
def test_return_message_and_sweep_at_once(
    bank: RunningBank, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    shop, luck = open_shop(stock=2 * TRIALS, provider="simulator"), chance("three doors")
    orders: list[OrderId] = []
    for trial in range(TRIALS):
        checkout = agree(fill_cart(shop), method="simulator", simulated="late")
        placed = place_order(checkout=checkout, key=str(trial), actor=buyer(), now=NOON)
        assert (placed.status, placed.payment_status) == ("awaiting_payment", "pending")
        doors = _doors(placed, mailbox)
        luck.shuffle(doors)
        answers = at_once(doors)
        assert not [each for each in answers if isinstance(each, Exception)], f"trial {trial} of {TRIALS}: {answers}"
        assert MessageVerdict.APPLIED in answers
        orders.append(OrderId(UUID(placed.order_id)))
        mailbox.heard.clear()
    # The sweep does not raise: it tells of what it could not resolve.
    assert not [record for record in caplog.records if record.exc_info]
    assert set(states_of(orders).values()) == {OrderState.PAID}
    assert OutboxEvent.objects.filter(name="orders.order_paid.1").count() == TRIALS
    assert OutboxEvent.objects.filter(name="payments.payment_captured.1").count() == TRIALS
    assert fetch("SELECT count(*), count(DISTINCT reference) FROM ledger_entry") == [(TRIALS, TRIALS)]
    assert (level(shop.variant_id).claimed, level(shop.variant_id).reserved) == (2 * TRIALS, 0)
    all_holds()


def _doors(placed: Placed, mailbox: Mailbox) -> list[Any]:
    def about_it(heard: Heard) -> bool:
        return placed.payment_id.encode() in heard.body and b"payment.captured" in heard.body

    (message, *_) = mailbox.wait_for(about_it)
    headers = {name.lower(): value for name, value in message.headers.items()}
    return [
        partial(look_up_payment, payment_id=PaymentId(UUID(placed.payment_id)), actor=buyer(), now=LATER),
        partial(take_provider_message, kind="simulator", headers=headers, body=message.body, actor=SWEEP, now=LATER),
        partial(sweep_payments, actor=SWEEP, now=LATER),
    ]
