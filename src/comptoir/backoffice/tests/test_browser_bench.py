"""The packing bench in a real browser, by hand: ticked, picked, labelled, sent."""

import re
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from comptoir.backoffice.tests.looking import PHONE, listen, looked_at, new_page
from comptoir.backoffice.tests.test_bench import collected
from comptoir.backoffice.tests.working import Working, on_the_bench, paid
from comptoir.domains.fulfilment.queries import picks_of
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderState


@pytest.fixture(autouse=True)
def _labels_lie_here(settings, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path


def test_two_orders_are_picked_labelled_and_sent(
    live_server, browser: Browser, working: Working, owner: Client
) -> None:
    orders = [paid(working, quantity=count, prepared=False) for count in (1, 2)]
    page = new_page(browser, client=owner)
    said, found = listen(page), []
    page.goto(f"{live_server}/back-office/orders/?view=to-prepare")
    page.get_by_label("Tick all orders on this page").check()
    found += looked_at(page, "orders-ticked")
    page.get_by_role("button", name="Start picking").click()
    page.get_by_role("button", name="Everything is picked").click()
    expect(page.get_by_role("button", name="Print the list")).to_be_visible()
    page.get_by_role("button", name="Create 2 labels").click()
    found += looked_at(page, "batch-labelled")
    page.get_by_role("link", name=order(orders[0]).number).click()
    expect(page.get_by_role("link", name="Print the label")).to_be_visible()
    found += looked_at(page, "order-labelled")
    page.go_back()
    page.get_by_role("button", name="Ship 2 parcels").click()
    expect(page.locator(".notices")).to_contain_text("2 parcels shipped.")
    page.context.close()
    assert [order(id).state for id in orders] == [OrderState.SHIPPED] * 2
    assert (found, said) == ([], [])


def test_at_the_counter_with_a_telephone(live_server, browser: Browser, working: Working, owner: Client) -> None:
    order_id = collected(working, ready=True)
    page, found = new_page(browser, client=owner, size=PHONE), []
    page.goto(f"{live_server}/back-office/orders/{order_id}/")
    page.get_by_label("Code the customer shows").fill("12")
    page.get_by_role("button", name="Hand over the order").click()
    expect(page.get_by_text("This is not the code of this order.")).to_be_visible()
    found += looked_at(page, "order-wrong-code")
    page.get_by_label("Code the customer shows").fill("")
    page.get_by_label("How you know it is theirs").fill("Passport, same name")
    page.get_by_role("button", name="Hand over the order").click()
    expect(page.locator("h1")).to_contain_text(re.compile("Collected"))
    page.context.close()
    assert order(order_id).state is OrderState.SHIPPED
    assert found == []


def test_ticked_along_the_shelves_with_a_telephone_and_without_javascript(
    live_server, browser: Browser, working: Working, owner: Client
) -> None:
    batch_id = on_the_bench(working, orders=3)
    page = new_page(browser, client=owner, size=PHONE, script=False)
    page.goto(f"{live_server}/back-office/orders/picking/{batch_id}/")
    page.get_by_label(re.compile("Units found of")).fill("2")
    page.locator(".pick-tick").click()
    page.get_by_role("button", name="Save the selection").click()
    expect(page.get_by_text("1 of 1 items picked · 1 unit missing")).to_be_visible()
    expect(page.get_by_text("Missing: 1 ×")).to_be_visible()
    page.context.close()
    seen = new_page(browser, client=owner, size=PHONE)
    seen.goto(f"{live_server}/back-office/orders/picking/{batch_id}/")
    found = looked_at(seen, "batch-short")
    seen.context.close()
    assert (found, picks_of(batch_id)[0].found) == ([], 2)
