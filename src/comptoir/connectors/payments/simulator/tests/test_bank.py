"""The bank from outside: its calls, its moods, its books."""

import json
import os
import signal
import sqlite3
import threading
import time
from dataclasses import replace

import httpx
import pytest

from comptoir.connectors.payments.simulator.account import account_in, ledger_of
from comptoir.connectors.payments.simulator.provider import SimulatorProvider
from comptoir.connectors.payments.simulator.witness import NoLedger, witnessed_payments
from comptoir.connectors.payments.tests.bank import RunningBank, running_bank
from comptoir.connectors.payments.tests.mailbox import Heard, Mailbox
from comptoir.domains.payments.values import AuthoriseRequest, OutcomeStatus, PaymentId
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money

PRICE = Money(4_990, "EUR")


def asked(outcome: str, **changes) -> AuthoriseRequest:
    request = AuthoriseRequest(
        payment_id=PaymentId(new_id()),
        order_number="FR-1001",
        market="fr",
        amount=PRICE,
        capture_now=True,
        email="camille@example.com",
        language="fr",
        return_url="http://shop.example/back",
        simulated=outcome,
    )
    return replace(request, **changes)


def authorise(request: AuthoriseRequest):
    return SimulatorProvider().authorise(request)


def look_up(request: AuthoriseRequest):
    return SimulatorProvider().look_up(payment_id=request.payment_id)


def kinds_heard(mailbox: Mailbox, request: AuthoriseRequest) -> list[str]:
    bodies = [json.loads(heard.body) for heard in mailbox.heard]
    return [body["type"] for body in bodies if body["data"]["key"] == str(request.payment_id)]


def wait_for_kind(mailbox: Mailbox, request: AuthoriseRequest, kind: str, count: int = 1) -> None:
    def wanted(heard: Heard) -> bool:
        body = json.loads(heard.body)
        return (body["type"], body["data"]["key"]) == (kind, str(request.payment_id))

    mailbox.wait_for(wanted, count=count)


def test_approved(bank: RunningBank, mailbox: Mailbox):
    request = asked("approve")
    outcome = authorise(request)
    assert (outcome.status, outcome.captured, outcome.merchant) == (
        OutcomeStatus.CAPTURED,
        PRICE,
        account_in(bank.home).merchant,
    )
    wait_for_kind(mailbox, request, "payment.captured")


@pytest.mark.parametrize(("outcome", "reason"), [("decline", "card_refused"), ("no_funds", "no_funds")])
def test_declined(bank: RunningBank, outcome: str, reason: str):
    request = asked(outcome)
    refused = authorise(request)
    assert (refused.status, refused.reason) == (OutcomeStatus.DECLINED, reason)
    assert authorise(request) == refused
    book = bank.book_of(request.payment_id)
    assert (book.authorised, book.captured) == (0, 0)


def test_late(bank: RunningBank, mailbox: Mailbox):
    request = asked("late")
    assert authorise(request).status is OutcomeStatus.PENDING
    wait_for_kind(mailbox, request, "payment.captured")
    assert look_up(request).captured == PRICE


def test_slow(bank: RunningBank):
    started = time.monotonic()
    assert authorise(asked("slow")).status is OutcomeStatus.CAPTURED
    assert time.monotonic() - started > 0.29


def test_never_takes_the_money_and_does_not_say(bank: RunningBank, mailbox: Mailbox):
    request = asked("never")
    assert authorise(request).status is OutcomeStatus.UNKNOWN
    assert look_up(request).captured == PRICE
    wait_for_kind(mailbox, request, "payment.captured")


def test_lost_takes_nothing_and_does_not_say(bank: RunningBank):
    request = asked("lost")
    assert authorise(request).status is OutcomeStatus.UNKNOWN
    assert look_up(request).status is OutcomeStatus.NOT_FOUND


def test_messages_come_as_often_as_the_weather_says(bank: RunningBank, mailbox: Mailbox):
    twice = asked("twice")
    authorise(twice)
    wait_for_kind(mailbox, twice, "payment.captured", count=2)
    ids = {heard.headers["webhook-id"] for heard in mailbox.heard if str(twice.payment_id).encode() in heard.body}
    assert len(ids) == 1
    bank.weather(copies=0)
    silent = asked("approve")
    authorise(silent)
    bank.send_message(silent.payment_id, copies=3, changes={"captured": 1})
    wait_for_kind(mailbox, silent, "payment.captured", count=3)
    assert all(
        b'"captured": 1,' in heard.body for heard in mailbox.heard if str(silent.payment_id).encode() in heard.body
    )


def test_a_message_that_was_not_taken_comes_again(bank: RunningBank, mailbox: Mailbox):
    mailbox.answer = 503
    request = asked("approve")
    authorise(request)
    wait_for_kind(mailbox, request, "payment.captured")
    mailbox.answer = 204
    wait_for_kind(mailbox, request, "payment.captured", count=2)
    time.sleep(2.5)
    assert kinds_heard(mailbox, request) == ["payment.captured"] * 2


def test_when_the_bank_is_down_nothing_is_certain(bank: RunningBank):
    bank.weather(down=True)
    request = asked("approve")
    assert authorise(request).status is OutcomeStatus.UNKNOWN
    bank.weather(down=False)
    assert look_up(request).status is OutcomeStatus.NOT_FOUND


def test_one_key_is_one_payment(bank: RunningBank):
    request = asked("approve")
    authorise(request)
    for other in (Money(1, "EUR"), Money(4_990, "USD")):
        assert authorise(replace(request, amount=other)).status is OutcomeStatus.UNKNOWN
    book = bank.book_of(request.payment_id)
    assert (book.amount, book.captured, book.currency) == (4_990, 4_990, "EUR")


def test_twenty_at_once_are_one_payment(bank: RunningBank):
    request, outcomes, provider = asked("approve"), [], SimulatorProvider()
    threads = [threading.Thread(target=lambda: outcomes.append(provider.authorise(request))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {outcome.reference for outcome in outcomes} == {outcomes[0].reference}
    assert bank.book_of(request.payment_id).captured == 4_990


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PUT", "/v1/payments/k", b"not json", 400),
        ("PUT", "/v1/payments/k", b"[]", 400),
        ("PUT", "/v1/payments/k", b'{"amount": 0, "currency": "EUR"}', 400),
        ("PUT", "/v1/payments/k", b'{"amount": 1.5, "currency": "EUR"}', 400),
        ("PUT", "/v1/payments/k", b'{"amount": true, "currency": "EUR"}', 400),
        ("PUT", "/v1/payments/k", b'{"amount": 1, "currency": "EURO"}', 400),
        ("PUT", "/v1/payments/k", b'{"amount": 1, "currency": 978}', 400),
        ("PUT", "/v1/payments/k", b'{"amount": 1, "currency": "EUR", "outcome": "win"}', 400),
        ("PUT", "/v1/payments/k/refund/r", b'{"amount": 1}', 404),
        ("PUT", "/v1/payments/k/swap/r", b'{"amount": 1}', 404),
        ("GET", "/v1/payments/nobody", b"", 404),
        ("POST", "/control", b'{"rain": true}', 400),
        ("GET", "/pay/x/y", b"", 404),
    ],
)
def test_nonsense_is_refused(bank: RunningBank, method: str, path: str, body: bytes, status: int):
    answer = httpx.request(method, bank.url + path, content=body, headers=bank.headers, trust_env=False)
    assert answer.status_code == status


@pytest.mark.parametrize("path", ["/v1/payments/k", "/control"])
def test_strangers_are_refused(bank: RunningBank, path: str):
    for headers in ({}, {"Authorization": "Bearer"}, {"Authorization": "Bearer sim_other"}):
        assert httpx.get(bank.url + path, headers=headers, trust_env=False).status_code == 401


def test_entries_are_kept_for_good_and_add_up(bank: RunningBank):
    request, provider = asked("approve", capture_now=False), SimulatorProvider()
    held = provider.authorise(request)
    id, reference = request.payment_id, held.reference
    provider.capture(payment_id=id, reference=reference, amount=Money(3_000, "EUR"), key="c")
    provider.refund(payment_id=id, reference=reference, amount=Money(1_000, "EUR"), key="r")
    book = bank.book_of(request.payment_id)
    assert (book.authorised, book.captured, book.voided, book.refunded, book.held) == (4_990, 3_000, 1_990, 1_000, 0)
    ledger = sqlite3.connect(ledger_of(bank.home))
    moved = ledger.execute(
        """SELECT account, sum(amount) FROM (
               SELECT credit AS account, amount FROM entry WHERE reference = :r
               UNION ALL SELECT debit, -amount FROM entry WHERE reference = :r) GROUP BY account ORDER BY account""",
        {"r": held.reference},
    ).fetchall()
    merchant = account_in(bank.home).merchant
    assert moved == [(merchant, 2_000), (f"card:{request.payment_id}", -2_000), (f"held:{merchant}", 0)]
    for statement in ("UPDATE entry SET amount = 1", "DELETE FROM entry"):
        with pytest.raises(sqlite3.IntegrityError, match="entries are never"):
            ledger.execute(statement)
    ledger.close()


def test_no_bank_no_witness(tmp_path):
    with pytest.raises(NoLedger):
        list(witnessed_payments(tmp_path))


def test_what_was_answered_survives_a_kill(tmp_path, settings):
    """Killed at full speed, and opened again: everything that was answered is in the books, once."""
    settings.COMPTOIR_HOME = tmp_path
    settings.SIMULATOR_NOTIFY_URL = ""
    settings.PAYMENTS_DEADLINES = {"connections": 8, "read_seconds": 1.0}
    answered: list[AuthoriseRequest] = []
    with running_bank(tmp_path) as bank:
        settings.SIMULATOR_URL = bank.url
        provider = SimulatorProvider()

        def pay() -> None:
            for _ in range(10_000):
                request = asked("approve")
                if provider.authorise(request).status is not OutcomeStatus.CAPTURED:
                    return
                answered.append(request)

        threads = [threading.Thread(target=pay) for _ in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(0.7)
        os.kill(bank.pid, signal.SIGKILL)
        for thread in threads:
            thread.join()
    assert len(answered) > 20
    with running_bank(tmp_path) as bank:
        settings.SIMULATOR_URL = bank.url
        booked = {payment.key: payment for payment in witnessed_payments(tmp_path)}
        assert all(booked[str(request.payment_id)].captured == 4_990 for request in answered)
        assert SimulatorProvider().look_up(payment_id=answered[-1].payment_id).captured == PRICE
    # Closed in good order, the books can still be read.
    assert len(list(witnessed_payments(tmp_path))) == len(booked)
