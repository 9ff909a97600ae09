"""A dispute at the bank, told by its message and asked about like any other news."""

from uuid import UUID

import pytest

from comptoir.connectors.payments.tests.bank import RunningBank
from comptoir.connectors.payments.tests.mailbox import Mailbox
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.queries import disputes_of, payment
from comptoir.domains.payments.values import DisputeState, MessageVerdict, PaymentId
from comptoir.flows.jobs import SWEEP
from comptoir.flows.place_order import place_order
from comptoir.flows.take_provider_message import take_provider_message
from comptoir.flows.testing import agree, buyer, fill_cart, open_shop
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON
from tests.races.showing import all_holds


@pytest.mark.django_db(transaction=True)
def test_a_dispute_and_its_end_are_heard_from_the_bank(bank: RunningBank, mailbox: Mailbox) -> None:
    shop = open_shop(provider="simulator")
    checkout = agree(fill_cart(shop), method="simulator", simulated="approve")
    placed = place_order(checkout=checkout, key="k", actor=buyer(), now=NOON)
    payment_id = PaymentId(UUID(placed.payment_id))
    for state, kind in (("open", b"payment.disputed"), ("lost", b"payment.dispute_closed")):
        bank.dispute(payment_id, amount=1_000, state=state)

        def about_it(heard: object, kind: bytes = kind) -> bool:
            return kind in heard.body  # type: ignore[attr-defined]  # what the mailbox holds

        (message, *_) = mailbox.wait_for(about_it)
        headers = {name.lower(): value for name, value in message.headers.items()}
        for _ in range(2):  # the bank may send it twice
            verdict = take_provider_message(kind="simulator", headers=headers, body=message.body, actor=SWEEP, now=NOON)
            assert verdict is MessageVerdict.APPLIED
        (dispute,) = disputes_of([payment_id])
        assert (dispute.state, dispute.amount) == (DisputeState(state), Money(1_000, "EUR"))
        assert payment(payment_id).disputed == Money(1_000, "EUR")
    assert order(OrderId(UUID(placed.order_id))).held_because == "hold_rule.dispute"
    all_holds()
