"""The queues of work: what waits where, and one step for many orders at once."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working, paid
from comptoir.domains.cases.queries import inbox
from comptoir.domains.cases.values import CaseFilter
from comptoir.domains.inventory.queries import reservations_of
from comptoir.domains.inventory.testing import let_order, make_stock
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderChange, OrderId, OrderState
from comptoir.domains.payments.actions import give_refund_account
from comptoir.domains.payments.queries import refunds_of
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.check_work import check_work
from comptoir.flows.edit_order import edit_order
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.testing import buyer
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
    assert "Release ticked orders" in shown
    assert "1 order released." in many(owner, "release", first, view="on-hold")
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
    assert "Waiting for stock" in queue
    assert order(order_id).number in queue
    assert order(order_id).number not in owner.get(f"{ORDERS}?view=late").text
    page = owner.get(f"{ORDERS}{order_id}/").text
    assert "2 not in stock yet · expected on" in page
    assert "Some of its items are still to come" in page
    stock = owner.get(f"/back-office/stock/{variant_id}/").text
    assert re.search(r"[2-9] of 9 sold beyond stock · expected on", stock)
    assert working.shop.sku in owner.get("/back-office/stock/?view=on-order").text
    make_stock(2, variant_id=variant_id)
    assert "Waiting for stock" not in owner.get(f"{ORDERS}?view=to-prepare").text
    assert "not in stock yet" not in owner.get(f"{ORDERS}{order_id}/").text


def test_goods_that_are_late_are_told_where_they_are_kept_and_as_a_case(owner: Client, working: Working) -> None:
    variant_id, today = working.shop.variant_id, clock.now().date()
    make_stock(0, variant_id=variant_id)
    let_order(variant_id, 9, expected_on=today - timedelta(days=2))
    order_id = paid(working, quantity=2, prepared=False)
    assert "No date was promised." in owner.get(f"{ORDERS}{order_id}/").text
    assert "was expected on" in owner.get(f"/back-office/stock/{variant_id}/").text
    check_work(actor=OWNER, now=clock.now())
    cases = owner.get("/back-office/cases/").text
    assert f"{working.shop.sku}: 2 paid for, expected on" in cases
    (case,) = [case for case in inbox(CaseFilter(), actor=OWNER).items if case.what == "goods_overdue"]
    assert f'href="/back-office/stock/{variant_id}/"' in owner.get(f"/back-office/cases/{case.id}/").text


def test_an_order_that_became_dearer_is_to_be_paid_not_prepared(owner: Client, working: Working) -> None:
    order_id, begun = paid(working, prepared=False), paid(working)
    for id in (order_id, begun):
        dearer = OrderChange(builds_on=order(id).revision, added={working.shop.sku: 1})
        edit_order(order_id=id, change=dearer, because="x", actor=OWNER, now=clock.now())
    number = order(order_id).number
    assert number not in owner.get(f"{ORDERS}?view=to-prepare").text
    queue = owner.get(f"{ORDERS}?view=to-pay").text
    assert (number in queue, order(begun).number in queue) == (True, True)
    assert "Difference to pay" in queue
    shown = owner.get(f"{ORDERS}{order_id}/").text
    assert ("Prepare the order" in shown, "Nothing ships until the difference is paid" in shown) == (False, True)
    told = many(owner, "prepare", order_id)
    assert ("1 order could not be prepared." in told, "is still to be paid" in told) == (True, True)
    assert order(order_id).state is OrderState.PAID


def test_it_is_told_until_when_goods_are_kept_and_that_they_are_not_any_more(owner: Client, working: Working) -> None:
    page, until = f"{ORDERS}{working.order_id}/", max(each.until for each in reservations_of(working.order_id))
    assert "Its items are reserved until" in owner.get(page).text
    expire_reservations(actor=OWNER, now=until + timedelta(seconds=1))
    shown = owner.get(page).text
    assert ("Its items are no longer reserved" in shown, "reserved until" in shown) == (True, False)


def test_transfers_that_have_arrived_are_recorded_together(owner: Client, working: Working) -> None:
    queue = owner.get(f"{ORDERS}?view=to-pay").text
    assert "Mark ticked as received" in queue
    assert re.search(r"Bank transfer, by [^<]+202\d", queue)
    gone = paid(working, prepared=False)
    told = many(owner, "record", working.order_id, gone, view="to-pay")
    assert ("1 payment is recorded." in told, "1 payment could not be recorded." in told) == (True, True)
    assert order(gone).number in told
    assert order(working.order_id).state is OrderState.PAID


def test_prepared_orders_leave_together(owner: Client, working: Working) -> None:
    ready, not_yet = paid(working), paid(working, prepared=False)
    assert "Ship ticked orders" in owner.get(f"{ORDERS}?view=preparing").text
    told = many(owner, "ship", ready, not_yet, view="preparing")
    assert ("1 order shipped." in told, "1 order could not be shipped." in told) == (True, True)
    assert [order(id).state for id in (ready, not_yet)] == [OrderState.SHIPPED, OrderState.PAID]


def test_home_counts_as_the_tabs_do(owner: Client, working: Working) -> None:
    for how in ({}, {"delivery": "pickup"}, {"prepared": False}):
        paid(working, quantity=1, **how)
    tabs = dict(re.findall(r'view=([a-z-]+)"[^>]*>[^<]*<span class="tab-count">(\d+)', owner.get(ORDERS).text))
    home = owner.get("/back-office/").text
    told = dict(re.findall(r'orders/\?view=([a-z-]+)">.*?figure-number">(\d+)', home, re.DOTALL))
    assert tabs["preparing"] == "1"
    assert {view: told[view] for view in told if view in tabs} == {view: tabs[view] for view in told if view in tabs}
    assert owner.get(f"{ORDERS}?view=preparing").text.count('name="order"') == 1
    assert owner.get(f"{ORDERS}?view=to-collect").text.count('name="order"') == 1


def test_the_list_is_narrowed_added_up_and_exported(owner: Client, working: Working) -> None:
    order_id = paid(working, prepared=False)
    number, waiting = order(order_id).number, working.number
    shown = owner.get(f"{ORDERS}?state=paid&placed=today").text
    assert (f"{number}<" in shown, f"{waiting}<" in shown) == (True, False)
    assert "1 order, €43.60" in shown
    assert f"{number}<" not in owner.get(f"{ORDERS}?placed=last-month").text
    assert "orders/export.csv?state=paid" in shown
    answer = owner.get(f"{ORDERS}export.csv?state=paid")
    head, line = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("Order,Placed,Customer")
    assert line.startswith(f"{number},")
    assert ",43.60,0.00,EUR,fr," in line
    assert len(owner.get(f"{ORDERS}export.csv").text.splitlines()) == 4  # with the one that was sent and reviewed
    abroad = signed_in("liege@halle.example", roles=("readonly",), markets=("be",))
    assert len(abroad.get(f"{ORDERS}export.csv?market=all").text.splitlines()) == 1


def test_nothing_is_done_without_a_tick_or_a_reason(owner: Client, working: Working) -> None:
    order_id = paid(working, prepared=False)
    before = snapshot()
    for step in ("hold", "cancel"):
        assert "First tick orders and enter a reason." in many(owner, step, order_id)
        assert "First tick orders and enter a reason." in many(owner, step, because="x")
    assert "First tick the orders to release." in many(owner, "release", view="on-hold")
    assert {table: digest for table, digest in snapshot().items() if before[table] != digest}.keys() <= {
        "accounts_session",
        "django_session",
    }


def test_refunds_to_send_wait_in_a_queue_until_somebody_has(owner: Client, working: Working) -> None:
    order_id = paid(working, prepared=False)
    assert "No refunds to send" in owner.get(f"{ORDERS}refunds/").text
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=clock.now())
    shown = owner.get(f"{ORDERS}refunds/").text
    assert order(order_id).number in shown
    assert "Order cancelled" in shown
    assert "Refunds to send" in owner.get("/back-office/").text
    [refund] = refunds_of(order_id)
    iban = "FR14 2004 1010 0505 0001 3M02 606"
    give_refund_account(order_id=order_id, holder="Lucie M.", iban=iban, actor=buyer(order_id), now=clock.now())
    shown = owner.get(f"{ORDERS}refunds/").text
    assert "Lucie M." in shown
    assert iban in shown
    sent = owner.post(f"{ORDERS}refunds/{refund.id}/sent/", {"back": "queue"})
    assert sent["Location"] == f"{ORDERS}refunds/"
    assert "No refunds to send" in owner.get(f"{ORDERS}refunds/").text


def test_whoever_may_not_is_offered_nothing(working: Working) -> None:
    order_id = paid(working, prepared=False)
    reader = signed_in("reader@boutique.example", roles=("readonly",))
    assert 'id="bulk"' not in reader.get(f"{ORDERS}?view=to-prepare").text
    for step in ("prepare", "hold", "release", "cancel", "ship", "record"):
        assert reader.post(f"{ORDERS}{step}/", {"order": [str(order_id)], "because": "x"}).status_code == 403
    assert order(order_id).state is OrderState.PAID
