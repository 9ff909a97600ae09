"""The queues of work: what waits where, and one step for many orders at once."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working, paid
from comptoir.domains.cases.queries import inbox
from comptoir.domains.cases.values import CaseFilter
from comptoir.domains.inventory.testing import let_order, make_stock
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.queries import refunds_of
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.check_work import check_work
from comptoir.kernel import clock
from comptoir.kernel.testing import OWNER, snapshot

pytestmark = pytest.mark.django_db(transaction=True)

ORDERS = "/back-office/orders/"


def many(client: Client, step: str, *order_ids: OrderId, view: str = "to-prepare", because: str = "") -> str:
    """What the list says after a step with the ticked orders."""
    ticked = {"order": [str(id) for id in order_ids], "view": view, "because": because}
    answer = client.post(f"{ORDERS}{step}/", ticked, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == f"{ORDERS}?view={view}"
    return str(answer.content.decode())


def test_many_are_held_and_released_with_one_reason(owner: Client, working: Working) -> None:
    first, second = paid(working, prepared=False), paid(working, prepared=False)
    told = many(owner, "hold", first, second, because="Is the street right?")
    assert "2 orders are on hold." in told
    assert {order(id).held_because for id in (first, second)} == {"Is the street right?"}
    shown = owner.get(f"{ORDERS}?view=on-hold").text
    assert shown.count('name="order"') == 2
    assert "Release the ticked ones" in shown
    assert "1 order may go on." in many(owner, "release", first, view="on-hold")
    assert [order(id).held_because for id in (first, second)] == ["", "Is the street right?"]


def test_many_are_cancelled_and_who_is_refused_is_told(owner: Client, working: Working) -> None:
    done, gone = paid(working, prepared=False), paid(working, prepared=False)
    cancel_order(order_id=gone, because="x", actor=OWNER, now=clock.now())
    told = many(owner, "cancel", done, gone, because="The harvest failed")
    assert "1 order is cancelled." in told
    assert "1 order could not be cancelled." in told
    assert order(gone).number in told
    assert order(done).state is OrderState.CANCELLED


def test_an_order_that_waits_for_goods_says_so_and_is_not_late(owner: Client, working: Working) -> None:
    variant_id, today = working.shop.variant_id, clock.now().date()
    make_stock(0, variant_id=variant_id)
    let_order(variant_id, 9, expected_on=today + timedelta(days=30))
    order_id = paid(working, quantity=2, prepared=False)
    queue = owner.get(f"{ORDERS}?view=to-prepare").text
    assert "Waits for goods" in queue
    assert order(order_id).number in queue
    assert order(order_id).number not in owner.get(f"{ORDERS}?view=late").text
    page = owner.get(f"{ORDERS}{order_id}/").text
    assert "2 are not there yet · expected on" in page
    assert "Goods of it are still to come" in page
    stock = owner.get(f"/back-office/stock/{variant_id}/").text
    assert re.search(r"[2-9] of 9 promised beyond the shelf · expected on", stock)
    assert working.shop.sku in owner.get("/back-office/stock/?view=on-order").text
    make_stock(2, variant_id=variant_id)
    assert "Waits for goods" not in owner.get(f"{ORDERS}?view=to-prepare").text
    assert "not there yet" not in owner.get(f"{ORDERS}{order_id}/").text


def test_goods_that_are_late_are_told_where_they_are_kept_and_as_a_case(owner: Client, working: Working) -> None:
    variant_id, today = working.shop.variant_id, clock.now().date()
    make_stock(0, variant_id=variant_id)
    let_order(variant_id, 9, expected_on=today - timedelta(days=2))
    order_id = paid(working, quantity=2, prepared=False)
    assert "No day was promised." in owner.get(f"{ORDERS}{order_id}/").text
    assert "was expected on" in owner.get(f"/back-office/stock/{variant_id}/").text
    check_work(actor=OWNER, now=clock.now())
    cases = owner.get("/back-office/cases/").text
    assert f"{working.shop.sku}: 2 paid for, expected on" in cases
    (case,) = [case for case in inbox(CaseFilter(), actor=OWNER).items if case.what == "goods_overdue"]
    assert f'href="/back-office/stock/{variant_id}/"' in owner.get(f"/back-office/cases/{case.id}/").text


def test_nothing_is_done_without_a_tick_or_a_reason(owner: Client, working: Working) -> None:
    order_id = paid(working, prepared=False)
    before = snapshot()
    for step in ("hold", "cancel"):
        assert "Tick orders and write why first." in many(owner, step, order_id)
        assert "Tick orders and write why first." in many(owner, step, because="x")
    assert "Tick the orders that you want to release first." in many(owner, "release", view="on-hold")
    assert {table: digest for table, digest in snapshot().items() if before[table] != digest}.keys() <= {
        "accounts_session",
        "django_session",
    }


def test_refunds_to_send_wait_in_a_queue_until_somebody_has(owner: Client, working: Working) -> None:
    order_id = paid(working, prepared=False)
    assert "No refund waits for you" in owner.get(f"{ORDERS}refunds/").text
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=clock.now())
    shown = owner.get(f"{ORDERS}refunds/").text
    assert order(order_id).number in shown
    assert "Order cancelled" in shown
    assert "Refunds to send" in owner.get("/back-office/").text
    [refund] = refunds_of(order_id)
    sent = owner.post(f"{ORDERS}refunds/{refund.id}/sent/", {"back": "queue"})
    assert sent["Location"] == f"{ORDERS}refunds/"
    assert "No refund waits for you" in owner.get(f"{ORDERS}refunds/").text


def test_whoever_may_not_is_offered_nothing(working: Working) -> None:
    order_id = paid(working, prepared=False)
    reader = signed_in("reader@boutique.example", roles=("readonly",))
    assert 'id="bulk"' not in reader.get(f"{ORDERS}?view=to-prepare").text
    for step in ("prepare", "hold", "release", "cancel"):
        assert reader.post(f"{ORDERS}{step}/", {"order": [str(order_id)], "because": "x"}).status_code == 403
    assert order(order_id).state is OrderState.PAID
