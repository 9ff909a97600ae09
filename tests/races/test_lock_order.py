"""Everybody locks in one order, so that nobody ever waits in a ring."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

from comptoir import flows
from comptoir.connectors.payments.tests.bank import RunningBank
from comptoir.connectors.payments.tests.mailbox import Mailbox
from comptoir.domains.orders.queries import awaited_money
from comptoir.domains.payments.actions import request_money_back
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.testing import make_method
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.testing import Shop, open_shop
from comptoir.kernel.testing import NOON, OWNER
from tests.races.locks import Lock, Strength, Transaction, naturally_unique, ring, watched
from tests.races.story import Story, id_of
from tests.races.walk import walk

NOT_WALKED = {
    "ask_provider": "network, no transaction",
    "authorise_payment": "network, no transaction",
    "finish_orphans": "one statement on one table",
    "preview_edit": "reads alone",
    "pay_by_tenders": "a part of every flow that asks for money, under their names",
    "settle_payment": "a part of every flow that hears of a payment, under their names",
    "take_money": "a part of every flow that lets goods leave, under their names",
    "carry_out_label": "a part of every flow that asks a carrier, under their names",
    "carry_out_operation": "a part of every flow that gives money back, under their names",
    "set_up_shop": "before there is anybody to meet",
    "open_trial_shop": "before there is anybody to meet",
    "take_over_orders": "the past is written down before the doors open",
}
BESIDE_FLOWS = {
    "accept_return",
    "deliver",
    "record_counts",
    "record_picks",
    "render_document",
    "send_waiting_messages",
    "send_webhooks",
    "tell_subscribers_later",
}
SUPPLY = {
    "open_transfer",
    "receive_transfer",
    "cancel_transfer",
    "receive_goods",
    "take_in_goods",
    "cancel_receipt",
    "open_count",
    "record_counted",
    "close_count",
    "set_stock_policies",
    "spread_stock",
    "gather_stock",
}


@pytest.fixture
def shop(bank: RunningBank, transactional_db: None, settings) -> Shop:
    settings.PRIVATE_ROOT = bank.home / "documents"
    opened = open_shop(provider="simulator")
    make_method(provider="transfer")
    return opened


def all_flows() -> set[str]:
    """Every file of the folder that holds a function of its name."""
    names = {path.stem: path.read_text() for path in Path(flows.__path__[0]).glob("*.py")}
    return {name for name, text in names.items() if f"\ndef {name}(" in text}


def test_no_ring_of_transactions_that_wait_for_each_other(
    shop: Shop, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    with watched() as watch:
        walk(shop, mailbox, watch)
    assert not [record.getMessage() for record in caplog.records if record.exc_info]
    found = [each for each in watch.transactions if not each.name.startswith("between")]
    assert {each.name.partition("/")[0] for each in found} == (all_flows() - set(NOT_WALKED)) | BESIDE_FLOWS | SUPPLY
    # The watch sees what it should: orders before payments before stock, by everybody.
    placing = [[lock.table for lock in each.locks] for each in found if each.name.startswith("place_order/")]
    tables = next(each for each in placing if "ledger_entry" in each)  # not of one that is paid by transfer, later
    assert tables.index("orders_order") < tables.index("payments_payment") < tables.index("inventory_stocklevel")
    assert tables.index("inventory_stocklevel") < tables.index("ledger_entry")
    with_code = next(
        tables
        for each in found
        if "pricing_voucher" in (tables := [lock.table for lock in each.locks]) and "inventory_stocklevel" in tables
    )
    assert with_code.index("pricing_voucher") < with_code.index("inventory_stocklevel")
    rings = ring(found, naturally_unique())
    assert not rings, "because they would wait for each other for ever:\n  " + "\n  ".join(rings)


def test_payment_before_order_would_be_seen(shop: Shop) -> None:
    with watched() as watch:
        story = Story(shop, watch)
        placed = story.place(method="transfer")
        (payment,) = payments_of(id_of(placed))
        story.do(cancel_order, **story.of(placed), because="x")
        watch.flow = "the wrong way round"
        with transaction.atomic(durable=True):
            request_money_back(payment_id=payment.id, cause="x", actor=OWNER, now=NOON)
            awaited_money(payment.order_id)
    words = " ".join(ring(watch.transactions, naturally_unique()))
    assert "the wrong way round/1 holds payments_payment (changed) and wants orders_order (changed)" in words
    assert "holds orders_order (changed) and wants payments_payment (changed)" in words


def test_behind_one_gate_nobody_meets() -> None:
    gate, one, two = (Lock(table, Strength.TAKEN) for table in ("gate g", "a_t", "b_t"))
    there, back = Transaction("there", [one, two]), Transaction("back", [two, one])
    assert ring([there, back], frozenset())
    behind = [Transaction(each.name, [gate, *each.locks]) for each in (there, back)]
    assert ring(behind, frozenset()) == []
    assert ring([behind[0], back], frozenset())


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
