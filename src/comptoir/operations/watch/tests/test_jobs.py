"""An invariant is broken by hand, becomes a case and a number, is mended, and the case is closed."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.procrastinate_app import app as queue
from psycopg.conninfo import make_conninfo

from comptoir.domains.cases.queries import check_runs, inbox
from comptoir.domains.cases.values import NO_LONGER_THERE, Case, CaseFilter, CaseState
from comptoir.domains.orders.values import OrderId
from comptoir.flows.place_order import place_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop
from comptoir.kernel import clock
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.sql import execute, fetch
from comptoir.kernel.testing import OWNER, at_once
from comptoir.operations.verify.checks import CHECKS, Check, Found
from comptoir.operations.watch.findings import MOST_CASES, findings_of
from comptoir.operations.watch.jobs import verify_books

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def shop(transactional_db: None, settings, tmp_path: Path) -> Shop:
    """One paid order, all books right, and no bank."""
    settings.COMPTOIR_HOME = tmp_path
    name = connection.settings_dict["NAME"]  # the database of this test process
    settings.READER_DATABASE_URL = make_conninfo(settings.READER_DATABASE_URL, dbname=name)
    now = clock.now()
    opened = open_shop(now=now)
    placed = place_order(checkout=agree(fill_cart(opened, now=now), now=now), key="k", actor=buyer(), now=now)
    amount = Money(placed.total_minor, placed.currency)
    record_payment(order_id=OrderId(UUID(placed.order_id)), amount=amount, actor=OWNER, now=now)
    return opened


def cases() -> list[Case]:
    return inbox(CaseFilter(), actor=OWNER).items


def breaks() -> dict[str, float]:
    told = Client().get("/metrics").text
    assert 'comptoir_check_last_run_timestamp_seconds{source="books"}' in told
    found = re.findall(r'comptoir_invariant_breaks\{check="(\w+)"\} (\S+)', told)
    return {check: float(count) for check, count in found}


def test_a_break_becomes_a_case_and_a_number_until_it_is_mended(shop: Shop) -> None:
    verify_books.func()
    assert cases() == []
    assert breaks() == {**{check.code: 0 for check in CHECKS}, "p4_bank": 0}
    assert execute("UPDATE inventory_stocklevel SET on_hand = on_hand + 1 WHERE on_hand > 0") == 1
    for _ in range(2):
        verify_books.func()
    [found] = cases()
    assert found.key.startswith("p5_stock:")
    assert (found.state, found.times_seen) == (CaseState.OPEN, 2)
    assert found.evidence["found"] == {
        "check": "P5 movements give what stands and travels; none is oversold",
        "words": f"variant {shop.sku} at entrepot: on hand 101, movements add up to 100",
    }
    assert breaks()["p5_stock"] == 1
    execute("UPDATE inventory_stocklevel SET on_hand = on_hand - 1 WHERE on_hand > 0")
    verify_books.func()
    [mended] = cases()
    assert (mended.id, mended.state, mended.because) == (found.id, CaseState.RESOLVED, NO_LONGER_THERE)
    assert breaks()["p5_stock"] == 0


def test_two_runs_at_once_open_one_case() -> None:
    execute("UPDATE inventory_stocklevel SET on_hand = on_hand + 1 WHERE on_hand > 0")
    assert at_once([verify_books.func] * 3) == [None] * 3
    [found] = cases()
    assert found.times_seen == 3
    assert [run.source for run in check_runs(actor=OWNER)] == ["books"]


def test_the_job_looks_as_somebody_who_cannot_write(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str]] = []

    def look(reader, *_args, **_keywords):
        seen.extend(reader.execute("SELECT current_user, current_database()").fetchall())
        return iter(())

    monkeypatch.setattr("comptoir.operations.watch.jobs.look_at_books", look)
    verify_books.func()
    assert seen == [("comptoir_reader", connection.settings_dict["NAME"])]


def test_many_breaks_of_one_check_are_one_case() -> None:
    check = Check("p5_stock", "P5  movements add up", ())
    few = findings_of(Found(check, 9, tuple(str(number) for number in range(MOST_CASES))))
    assert len({one.key for one in few}) == MOST_CASES
    [many] = findings_of(Found(check, 9, tuple(str(number) for number in range(MOST_CASES + 1))))
    assert (many.key, many.facts["count"]) == ("p5_stock:many", MOST_CASES + 1)
    assert len(many.evidence["found"]["words"]) == MOST_CASES


def test_the_worker_runs_every_check_by_itself() -> None:
    running = {periodic.task.name for periodic in queue.periodic_registry.periodic_tasks.values()}
    assert running >= {
        "comptoir.operations.watch.jobs.verify_books.periodic",
        "comptoir.flows.jobs.look_for_stuck_work.periodic",
        "comptoir.flows.jobs.reconcile_last_day.periodic",
        "comptoir.flows.jobs.reconcile_last_month.periodic",
    }


def test_a_break_leads_to_the_order_or_payment_that_it_names() -> None:
    [number, order_id] = fetch("SELECT number, id::text FROM orders_order")[0]
    payment_id = str(new_id())
    named = {
        f"order {number} is paid but secured 0 of 3070": ("orders.order", order_id),
        f"order {order_id} holds goods since yesterday": ("orders.order", order_id),
        f"payment {payment_id} (captured): captured 5 here": ("payments.payment", payment_id),
        "order FR-0 is missing": ("", ""),
        "variant HONEY at entrepot": ("", ""),
    }
    found = findings_of(Found(Check("p4", "P4", ()), 1, tuple(named)))
    assert [(one.subject_type, one.subject_id) for one in found] == list(named.values())
