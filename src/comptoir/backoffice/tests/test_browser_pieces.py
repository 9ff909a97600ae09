"""Orders by pieces in a real browser: by the keyboard, open to everybody, and without JavaScript."""

from django.test import Client
from playwright.sync_api import Browser, expect

from comptoir.backoffice.tests.looking import listen, looked_at, new_page
from comptoir.backoffice.tests.working import Working, paid, parcels_of
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.network.testing import SHOP
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderState
from comptoir.domains.payments.actions import give_refund_account
from comptoir.flows.testing import buyer
from comptoir.kernel import clock


def test_orders_are_ticked_by_the_keyboard_and_prepared_at_once(
    live_server, browser: Browser, working: Working, owner: Client
) -> None:
    first, second = (paid(working, quantity=1, prepared=False) for _ in range(2))
    page = new_page(browser, client=owner)
    said = listen(page)
    page.goto(f"{live_server}/back-office/orders/?view=to-prepare")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-tick-count] output")).to_have_text("1")
    page.check("[data-tick-all] input")
    expect(page.locator("[data-tick-count] output")).to_have_text("2")
    found = looked_at(page, "orders-ticked")
    page.click("text=Prepare ticked orders")
    expect(page.locator(".notice")).to_have_text("2 orders are in preparation.")
    assert {order(id).state for id in (first, second)} == {OrderState.PREPARING}
    page.context.close()
    assert (found, said) == ([], [])


def test_an_order_in_parts_is_open_to_everybody(live_server, browser: Browser, working: Working, owner: Client) -> None:
    make_stock(5, variant_id=working.shop.variant_id, place_code=SHOP.code)
    order_id = paid(working, quantity=10)
    owner.cookies["django_language"] = "fr"
    page = new_page(browser, language="fr", client=owner)
    address = f"{live_server}/back-office/orders/{order_id}/"
    page.goto(address)
    page.locator("summary").first.click()
    found = looked_at(page, "order-parcels")
    part = page.locator(".fold-body input").first
    part.fill("99")
    page.locator(".step-form .button-primary").click()
    found += looked_at(page, "order-parcel-refused")
    part.fill("1")
    page.locator(".step-form .button-primary").click()
    expect(page.locator(".line-note")).to_be_visible()
    page.goto(f"{address}change/")
    page.fill("[name=called_off_1]", "1")
    page.fill("[name=added-0-sku]", "NO-SUCH")
    page.fill("[name=added-0-quantity]", "1")
    page.uncheck("[name=same_billing]")
    page.fill("[name=because]", "x")
    page.click(".save-bar button")
    found += looked_at(page, "order-change-refused")
    page.fill("[name=added-0-sku]", working.shop.sku)
    page.fill("[name=added-0-quantity]", "2")
    page.click("[name=do][value=total]")
    expect(page.locator("[role=status] .ledger")).to_be_visible()
    found += looked_at(page, "order-change-total")
    page.click(".save-bar button")
    page.goto(f"{address}hold/")
    page.fill("[name=because]", "x")
    page.click("main .button-primary")
    found += looked_at(page, "order-held-and-dearer")
    page.goto(f"{live_server}/back-office/orders/?view=on-hold")
    found += looked_at(page, "orders-held")
    page.context.close()
    assert found == []


def test_money_of_another_amount_is_open_to_everybody(
    live_server, browser: Browser, working: Working, owner: Client
) -> None:
    page = new_page(browser, client=owner)
    address = f"{live_server}/back-office/orders/{working.order_id}/"
    page.goto(address)
    page.locator("summary", has_text="More was received than due").click()
    found = looked_at(page, "order-record-payment")
    page.fill("[name=amount]", "40")
    page.locator(".step-form .button-primary").click()
    found += looked_at(page, "order-record-payment-refused")
    page.check("[name=excess][value=refund]")
    page.click("main .button-primary")
    expect(page.locator(".notice").first).to_have_text("The payment is recorded.")
    iban, now = "FR14 2004 1010 0505 0001 3M02 606", clock.now()
    give_refund_account(order_id=working.order_id, holder="Lucie Martin", iban=iban, actor=buyer(), now=now)
    page.goto(f"{live_server}/back-office/orders/refunds/")
    found += looked_at(page, "refunds-to-send")
    page.click("text=Keep as store credit")
    expect(page.locator("text=No refunds to send")).to_be_visible()
    page.context.close()
    assert found == []


def test_an_order_is_changed_and_sent_in_parts_without_javascript(
    live_server, browser: Browser, working: Working, owner: Client
) -> None:
    order_id = paid(working)
    page = new_page(browser, script=False, client=owner)
    address = f"{live_server}/back-office/orders/{order_id}/"
    page.goto(address)
    page.click("text=Change the order…")
    page.click("text=Add a line")
    expect(page.locator("[name=added-2-sku]")).to_be_visible()
    page.fill("[name=called_off_1]", "1")
    page.fill("[name=because]", "The customer rang")
    page.click("button:has-text('Change the order')")
    expect(page.locator(".notice")).to_contain_text("The new total is €30.70.")
    page.click("button:has-text('Change the order')")
    expect(page.locator(".notice")).to_contain_text("The order is changed.")
    page.click("text=Ship only part")
    page.fill(".fold-body input", "1")
    page.click("text=Ship the parcel")
    assert order(order_id).state is OrderState.PARTLY_SHIPPED
    page.fill("[name=text]", "The rest follows on Monday")
    page.click("text=Add the note")
    expect(page.locator(".timeline")).to_contain_text("The rest follows on Monday")
    [(_, pieces)] = parcels_of(order_id)
    assert list(pieces.values()) == ["1"]
    page.context.close()
