"""A merchant gives a product another English address; whoever kept the old one comes to it, in either language."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PATIENCE_MS, Visits
from tests.journeys.merchant import Merchant


def test_an_old_bookmark_leads_to_the_new_address(visit: Visits, merchant: Merchant) -> None:
    emma = visit(language="en")
    emma.enter()
    emma.look_for("honey")
    emma.open_first_product()
    old = emma.page.url.partition("?")[0]
    title = emma.page.locator("main h1").inner_text()
    switch = emma.page.locator("a.language[hreflang=fr]").first
    french = emma.page.evaluate("link => link.href", switch.element_handle()).partition("?")[0]
    assert old.rpartition("/")[2] != french.rpartition("/")[2], "each language has words of its own"
    assert "honey" in old.rpartition("/")[2]
    emma.page.click("[data-seen-keep]")
    emma.page.goto(french)
    # The product itself is not shown beside itself, under whatever name it was remembered.
    expect(emma.page.locator("[data-seen-none]")).to_be_visible()

    merchant.open()
    merchant.sign_in()
    merchant.open(f"products/?q={title.replace(' ', '+')}")
    merchant.page.locator("a[href*='/back-office/products/0']").first.click()
    expect(merchant.page.locator("[name=slug_fr]")).to_have_value(french.rpartition("/")[2])
    expect(merchant.page.locator("[name=slug_en]")).to_have_value(old.rpartition("/")[2])
    merchant.fill({"slug_en": "best-honey-of-the-house"})
    merchant.keep("form")
    merchant.save_product()
    expect(merchant.page.locator("[name=slug_en]")).to_have_value("best-honey-of-the-house")

    new = re.sub(r"[^/]+$", "best-honey-of-the-house", old)
    _lead_to(emma.page, old, new)
    expect(emma.page.locator("main h1")).to_have_text(title)
    emma.keep("moved")
    expect(emma.page.locator("[data-seen-none]")).to_be_visible()
    emma.page.goto(re.sub(r"[^/]+$", "best-honey-of-the-house", french))
    expect(emma.page).to_have_url(french)
    expect(emma.page.locator("link[rel=alternate][hreflang=en]")).to_have_attribute("href", new)


def _lead_to(page: Page, old: str, new: str) -> None:
    """News travels in its own time: the old address is asked until it is heard of."""
    for _ in range(PATIENCE_MS // 500):
        page.goto(old)
        if page.url == new:
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{old} does not lead to {new}")
