"""Everybody locks in one order, so that nobody ever waits in a ring."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.connectors.payments.tests.bank import RunningBank
from comptoir.connectors.payments.tests.mailbox import Mailbox
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.values import Count
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import CaptureAt
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.queries import awaited_money
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.actions import request_money_back
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.testing import make_method
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.place_order import Placed, place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.flows.take_provider_message import take_provider_message
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from tests.races.locks import Lock, Strength, Transaction, Watch, naturally_unique, ring, watched

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(minutes=5)
AGAIN = PayingWith(return_url="http://localhost/return", simulated="approve")
MONTHS_LATER = NOON + timedelta(days=60)


class Story:
    """One flow after the other, each under its name."""

    def __init__(self, shop: Shop, watch: Watch) -> None:
        self._shop, self._watch, self._keys = shop, watch, 0

    def do[T](self, flow: str, act: Callable[[], T]) -> T:
        self._watch.flow = flow
        try:
            return act()
        finally:
            self._watch.flow = "between"

    def place(self, *, method: str = "simulator", simulated: str = "approve") -> Placed:
        self._keys += 1
        self._watch.flow = "between"
        checkout = agree(fill_cart(self._shop), method=method, simulated=simulated)
        key = str(self._keys)
        return self.do("place_order", lambda: place_order(checkout=checkout, key=key, actor=buyer(), now=NOON))


def id_of(placed: Placed) -> OrderId:
    return OrderId(UUID(placed.order_id))


def walk(shop: Shop, mailbox: Mailbox, watch: Watch) -> None:
    """Every flow that writes about orders, in the states in which it does most."""
    story = Story(shop, watch)

    def cancel(placed: Placed) -> None:
        story.do("cancel", partial(cancel_order, order_id=id_of(placed), because="x", actor=OWNER, now=NOON))

    def prepare(placed: Placed) -> None:
        story.do("prepare", partial(prepare_order, order_id=id_of(placed), actor=OWNER, now=NOON))

    cancel(story.place())
    prepared = story.place()
    prepare(prepared)
    cancel(prepared)
    declined = story.place(simulated="decline")
    retry = partial(retry_payment, order_id=id_of(declined), method="simulator", paying=AGAIN, actor=buyer(), now=NOON)
    story.do("retry", retry)
    prepare(declined)
    story.do("ship", partial(ship_order, order_id=id_of(declined), actor=OWNER, now=NOON))
    transfer = story.place(method="transfer")
    amount = Money(transfer.total_minor, transfer.currency)
    received = partial(record_payment, order_id=id_of(transfer), amount=amount, actor=OWNER, now=NOON)
    story.do("record_payment", received)
    late = story.place(simulated="late")
    (heard, *_) = mailbox.wait_for(lambda each: late.payment_id.encode() in each.body and b"captured" in each.body)
    told = partial(take_provider_message, kind="simulator", headers=heard.headers, body=heard.body, actor=OWNER)
    story.do("message", partial(told, now=NOON))
    story.place(simulated="late")
    story.do("sweep", partial(sweep_payments, actor=OWNER, now=LATER))
    story.place(method="transfer")
    story.do("expire", partial(expire_reservations, actor=OWNER, now=MONTHS_LATER))
    counts = [Count(variant_id=shop.variant_id, place_code=WAREHOUSE.code, quantity=77)]
    story.do("count", partial(record_counts, counts=counts, actor=OWNER, now=NOON))
    watch.flow = "between"
    save_market(market=replace(market(shop.market), capture_at=CaptureAt.SHIPMENT), actor=OWNER, now=NOON)
    set_aside = story.place()
    story.do("ship", partial(ship_order, order_id=id_of(set_aside), prepare=True, actor=OWNER, now=NOON))


def transactions_of(shop: Shop, mailbox: Mailbox) -> list[Transaction]:
    with watched() as watch:
        walk(shop, mailbox, watch)
    return [each for each in watch.transactions if not each.name.startswith("between")]


def test_no_ring_of_transactions_that_wait_for_each_other(bank: RunningBank, mailbox: Mailbox) -> None:
    shop = open_shop(provider="simulator")
    make_method(provider="transfer")
    found = transactions_of(shop, mailbox)
    flows = {each.name.partition("/")[0] for each in found}
    wanted = {"place_order", "cancel", "prepare", "retry", "ship", "record_payment", "message", "sweep", "expire"}
    assert flows == {*wanted, "count"}
    # The watch sees what it should: orders before payments before stock, by everybody.
    settling = next(each for each in found if each.name == "place_order/2")
    tables = [lock.table for lock in settling.locks]
    assert tables.index("orders_order") < tables.index("payments_payment") < tables.index("inventory_stocklevel")
    assert tables.index("inventory_stocklevel") < tables.index("ledger_entry")
    rings = ring(found, naturally_unique())
    assert not rings, "because they would wait for each other for ever:\n  " + "\n  ".join(rings)


def test_payment_before_order_would_be_seen(bank: RunningBank, mailbox: Mailbox) -> None:
    shop = open_shop(provider="simulator")
    make_method(provider="transfer")
    with watched() as watch:
        story = Story(shop, watch)
        placed = story.place(method="transfer")
        (payment,) = payments_of(id_of(placed))
        story.do("cancel", partial(cancel_order, order_id=id_of(placed), because="x", actor=OWNER, now=NOON))
        watch.flow = "the wrong way round"
        with transaction.atomic(durable=True):
            request_money_back(payment_id=payment.id, cause="x", actor=OWNER, now=NOON)
            awaited_money(payment.order_id)
    words = " ".join(ring(watch.transactions, naturally_unique()))
    assert "the wrong way round/1 holds payments_payment (changed) and wants orders_order (changed)" in words
    assert "holds orders_order (changed) and wants payments_payment (changed)" in words


@pytest.mark.parametrize(
    ("held", "wanted", "waits"),
    [
        (Strength.CHANGED, Strength.CHANGED, True),
        (Strength.REFERENCED, Strength.CHANGED, False),
        (Strength.REFERENCED, Strength.TAKEN, True),
        (Strength.TAKEN, Strength.REFERENCED, True),
        (Strength.INSERTED, Strength.INSERTED, True),
        (Strength.INSERTED, Strength.CHANGED, False),
    ],
)
def test_a_ring_needs_locks_that_exclude_each_other(held: Strength, wanted: Strength, waits: bool) -> None:
    one = Transaction("one", [Lock("a_t", held), Lock("b_t", wanted)])
    two = Transaction("two", [Lock("b_t", held), Lock("a_t", wanted)])
    assert bool(ring([one, two], frozenset({"a_t", "b_t"}))) is waits
    assert ring([one, replace(two, locks=two.locks[::-1])], frozenset({"a_t", "b_t"})) == []
