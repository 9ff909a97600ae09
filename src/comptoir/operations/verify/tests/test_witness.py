"""The bank's books are changed by hand; each difference must be found."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from comptoir.domains.orders.testing import make_order
from comptoir.domains.payments.testing import make_payment
from comptoir.domains.payments.values import Payment, PaymentState
from comptoir.kernel.money import Money
from comptoir.operations.verify.witness import compare_with_bank

pytestmark = pytest.mark.django_db
LATER = datetime.now(UTC) + timedelta(days=400)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "simulator").mkdir()
    schema = resources.files("comptoir.connectors.payments.simulator.bank").joinpath("schema.sql").read_text()
    with closing(sqlite3.connect(tmp_path / "simulator" / "bank.sqlite3")) as ledger:
        ledger.executescript(schema)
    return tmp_path


@pytest.fixture
def ours() -> psycopg.Connection:
    connection.ensure_connection()
    raw: psycopg.Connection = connection.connection
    return raw


def at_the_bank(home: Path, key: str, *, amount: int, **moves: int) -> None:
    with closing(sqlite3.connect(home / "simulator" / "bank.sqlite3")) as ledger:
        ledger.execute(
            """INSERT INTO payment (reference, key, merchant, order_number, amount, currency, capture, outcome,
                                    language, return_url, notify_url, state, opened_at)
               VALUES (?, ?, 'M', 'FR-1', ?, 'EUR', 1, 'approve', 'fr', '', '', 'authorised', 0)""",
            (f"ref-{key}", key, amount),
        )
        for kind, moved in moves.items():
            ledger.execute(
                """INSERT INTO entry (reference, kind, key, amount, currency, debit, credit, at)
                   VALUES (?, ?, ?, ?, 'EUR', 'a', 'b', 0)""",
                (f"ref-{key}", kind, f"{key}-{kind}", moved),
            )
        ledger.commit()


def differences(ours: psycopg.Connection, home: Path) -> list[str]:
    return compare_with_bank(ours, home, real_now=LATER)[1]


def captured() -> Payment:
    return make_payment(state=PaymentState.CAPTURED)


def test_books_that_agree_are_quiet(ours: psycopg.Connection, home: Path) -> None:
    failed = make_payment(state=PaymentState.FAILED)
    at_the_bank(home, str(failed.id), amount=10_000)
    assert compare_with_bank(ours, home, real_now=LATER) == (1, [])


def test_money_we_count_and_the_bank_has_never_heard_of(ours: psycopg.Connection, home: Path) -> None:
    (told,) = differences_of_one(ours, home, captured())
    assert "the bank has never heard of it" in told


def differences_of_one(ours: psycopg.Connection, home: Path, payment: Payment) -> list[str]:
    return [line for line in differences(ours, home) if str(payment.id) in line]


def test_another_amount_at_the_bank(ours: psycopg.Connection, home: Path) -> None:
    payment = captured()
    at_the_bank(home, str(payment.id), amount=9_999, authorise=9_999, capture=9_999)
    told = differences_of_one(ours, home, payment)
    assert any("10000 EUR here, 9999 EUR at the bank" in line for line in told)


def test_a_refund_only_the_bank_knows(ours: psycopg.Connection, home: Path) -> None:
    payment = captured()
    at_the_bank(home, str(payment.id), amount=10_000, authorise=10_000, capture=10_000, refund=500)
    assert any("refunded 0 here" in line for line in differences_of_one(ours, home, payment))


def test_money_kept_for_no_order(ours: psycopg.Connection, home: Path) -> None:
    payment = captured()
    at_the_bank(home, str(payment.id), amount=10_000, authorise=10_000, capture=10_000)
    assert any("keeps 10000 for an order that is missing" in line for line in differences_of_one(ours, home, payment))


def test_money_kept_for_an_order_that_waits_is_a_part_of_it(ours: psycopg.Connection, home: Path) -> None:
    waiting = make_order()
    payment = make_payment(order_id=waiting.id, amount=waiting.total, state=PaymentState.CAPTURED)
    at_the_bank(home, str(payment.id), amount=waiting.total.minor, authorise=1, capture=waiting.total.minor)
    assert any("that is awaiting_payment" in line for line in differences_of_one(ours, home, payment))
    less = waiting.total - Money(1, "EUR")
    part = make_payment(order_id=make_order().id, amount=less, state=PaymentState.CAPTURED)
    at_the_bank(home, str(part.id), amount=less.minor, authorise=1, capture=less.minor)
    assert differences_of_one(ours, home, part) == []


def test_money_the_bank_took_for_nobody_we_know(ours: psycopg.Connection, home: Path) -> None:
    at_the_bank(home, "who", amount=700, authorise=700)
    assert differences(ours, home) == ["the bank keeps 700 for who, unknown here"]
    assert compare_with_bank(ours, home, real_now=datetime(1970, 1, 1, tzinfo=UTC)) == (1, [])


def test_without_a_bank_there_is_nothing_to_compare(ours: psycopg.Connection, tmp_path: Path) -> None:
    assert compare_with_bank(ours, tmp_path, real_now=LATER) == (0, [])
