"""The desk in a real browser: accessible, quiet under the policy, quick by hand, and usable without JavaScript."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, Dialog, Page, expect

from comptoir.backoffice.tests.addresses import NOTHING, shown_addresses
from comptoir.backoffice.tests.looking import PHONE, listen, looked_at, new_page
from comptoir.backoffice.tests.working import Working, on_the_bench
from comptoir.domains.catalogue.queries import product
from comptoir.domains.inventory.testing import level
from comptoir.domains.markets.queries import merchant
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderState
from tests.browser import lines, violations


@pytest.mark.parametrize("part", range(4))
def test_every_page_is_open_to_everybody_and_its_scripts_are_quiet(
    live_server, browser: Browser, working: Working, owner: Client, part: int
) -> None:
    owner.cookies["django_language"] = "fr"
    page = new_page(browser, language="fr", client=owner)
    said, found = listen(page), []
    on_the_bench(working)
    addresses = {**shown_addresses(working), "not-found": f"orders/{NOTHING}/"}
    for name, address in list(addresses.items())[part::4]:
        page.goto(f"{live_server}/back-office/{address}")
        found += looked_at(page, name)
    page.context.close()
    assert found == []
    assert [line for line in said if "404" not in line] == []


def test_pages_are_open_to_everybody_on_a_phone_at_night(
    live_server, browser: Browser, working: Working, owner: Client
) -> None:
    page, found = new_page(browser, client=owner, size=PHONE, dark=True), []
    for name in ("home", "orders", "order", "product", "stock-article", "delivery-method", "entity", "audit"):
        page.goto(f"{live_server}/back-office/{shown_addresses(working)[name]}")
        found += [f"{name}: {line}" for line in lines(violations(page))]
    page.context.close()
    assert found == []


def test_pages_before_the_desk_are_open_to_everybody(live_server, browser: Browser, owner: Client) -> None:
    page = new_page(browser, language="fr")
    said, found = listen(page), []
    for name, address in {
        "sign-in": "sign-in/",
        "forgotten": "password/forgotten/",
        "sent": "password/forgotten/sent/",
        "bad-link": "password/new/1-abc/",
        "changed": "password/new/done/",
        "closed": "closed/",
    }.items():
        page.goto(f"{live_server}/back-office/account/{address}")
        found += looked_at(page, name)
    page.goto(f"{live_server}/back-office/account/sign-in/")
    page.click("main button.button-primary")
    found += looked_at(page, "sign-in-empty")
    page.context.close()
    assert found == []
    assert said == []


def press(page: Page, words: str) -> None:
    """A button, by the keyboard alone: forward until it has the focus, then Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(words):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard does not reach “{words}”")


def test_an_order_is_found_prepared_and_shipped_by_the_keyboard_alone(
    live_server, browser: Browser, working: Working, owner: Client
) -> None:
    page = new_page(browser, client=owner)
    said = listen(page)
    page.goto(f"{live_server}/back-office/orders/?view=to-pay")
    page.keyboard.press("/")
    page.keyboard.type("nobody")
    expect(page.locator("#rows h2")).to_have_text("No order matches")
    expect(page.locator("#list-search")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("martin")
    expect(page.locator("a.row-link")).to_have_text(working.number)
    assert page.url.endswith("view=to-pay&q=martin") or page.url.endswith("q=martin&view=to-pay")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(working.number)
    press(page, "Record the payment")
    press(page, "Prepare the order")
    press(page, "Ship the parcel")  # the carrier is known; a number is not needed
    expect(page.locator(".notice")).to_contain_text("The parcel is shipped")
    assert order(working.order_id).state is OrderState.SHIPPED
    page.context.close()
    assert said == []


def test_a_day_at_the_desk_without_javascript(live_server, browser: Browser, working: Working, owner: Client) -> None:
    page = new_page(browser, script=False, client=owner)
    base = f"{live_server}/back-office/"
    page.goto(f"{base}orders/?view=to-pay")
    page.click(f"a.row-link:has-text('{working.number}')")
    page.fill("[name=reference]", "VIR 8841")
    page.click("button:has-text('Record the payment')")
    page.click("text=Prepare the order")
    page.fill("[name=tracking_number]", "8N00234567891")
    page.click("text=Ship the parcel")
    expect(page.locator(".notice")).to_contain_text("The parcel is shipped")
    page.fill("#top-search", "miel")
    page.press("#top-search", "Enter")
    page.click("a.line")
    page.fill("[name=description_fr]", "<p>Un miel <strong>sombre</strong>.</p>")
    page.click("text=Save the product")
    expect(page.locator(".notice")).to_contain_text("The product is saved")
    assert product(working.shop.honey.id).descriptions["fr"] == "<p>Un miel <strong>sombre</strong>.</p>"
    page.click("text=Add a variant")
    expect(page.locator("[name=variants-1-sku]")).to_be_visible()
    page.goto(f"{base}stock/{working.shop.variant_id}/")
    page.fill("[name=count_entrepot]", "3")
    page.click("text=Record the count")
    assert level(working.shop.variant_id).on_hand == 3
    page.goto(f"{base}settings/")
    page.fill("[name=name]", "La Halle aux miels")
    page.click("text=Save the shop")
    assert merchant().name == "La Halle aux miels"
    page.click("[popovertarget=own-menu]")
    page.click("#own-menu button[value=dark]")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.click("[popovertarget=own-menu]")
    page.click("#own-menu >> text=Sign out")
    expect(page.locator("h1")).to_have_text("Sign in")
    page.context.close()


def test_a_product_is_written_with_two_variants_and_rich_text(live_server, browser: Browser, owner: Client) -> None:
    page = new_page(browser, client=owner)
    page.goto(f"{live_server}/back-office/products/new/")
    page.fill("[name=title_fr]", "Confiture de mirabelle")
    expect(page.locator(".save-state-changed")).to_be_visible()
    text = page.locator(".rich-text").first
    text.click()
    page.keyboard.type("Des mirabelles de Lorraine.")
    page.keyboard.press("Control+A")
    page.click("[data-tool=bold] >> nth=0")
    page.click(".option-names summary")
    page.fill("[name=option_0_fr]", "Poids")
    page.fill("[name=variants-0-price]", "6,90")
    page.click("text=Save the product")
    expect(page.locator("#error-summary")).to_contain_text("Value")
    expect(page.locator("[name=variants-0-price]")).to_have_value("6,90")
    page.fill("[name=variants-0-value_0_fr]", "250 g")
    page.click("[data-add-row]")
    expect(page.locator("[name=variants-1-sku]")).to_be_focused()
    page.fill("[name=variants-1-value_0_fr]", "500 g")
    page.fill("[name=variants-1-price]", "11,90")
    page.click("text=Save the product")
    expect(page.locator(".notice")).to_contain_text("saved as a draft")
    expect(page.locator(".save-state-same")).to_be_visible()
    made = re.search(r"products/([0-9a-f-]{36})/", page.url)
    assert made
    known = product(made.group(1))  # type: ignore[arg-type]  # an id as text is as good to the database
    assert [variant.option_values["poids"]["fr"] for variant in known.variants] == ["250 g", "500 g"]
    assert re.fullmatch(r"<p><(b|strong)>Des mirabelles de Lorraine\.</\1></p>", known.descriptions["fr"])
    page.context.close()


def test_what_is_not_saved_is_not_lost_by_a_slip(live_server, browser: Browser, owner: Client) -> None:
    page = new_page(browser, client=owner)
    page.goto(f"{live_server}/back-office/settings/")
    page.fill("[name=name]", "Autre nom")
    asked: list[str] = []

    def stay_or_go(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay_or_go)
    page.goto(f"{live_server}/back-office/orders/")
    assert asked == ["beforeunload"]
    page.context.close()
