"""Every page of the storefront, in both languages, in light and in the dark, at a desk and on a phone: axe finds
nothing serious, nothing scrolls sideways, and the policy stops nothing."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import HEAVY, lines, overflow, violations
from tests.journeys.conftest import PATIENCE_MS, Visits
from tests.journeys.pages import every_page
from tests.running.shop import RunningShop

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands: in light at a desk, then in the dark on a phone. It stays open, for
    to open it takes as long as to look at it."""
    found = []
    for scheme, width in (("light", 1440), ("dark", 390)):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        grave = [each for each in violations(page, tags=TAGS) if each["impact"] in HEAVY]
        found += [f"{page.url} {scheme} {width}: {line}" for line in (*lines(grave), *overflow(page, width))]
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_everyone_can_use_every_page(shop: RunningShop, browser: Browser, language: str) -> None:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    faults: list[str] = []
    page.on(
        "console", lambda said: faults.append(f"{page.url}: {said.text}") if _is_grave(said.type, said.text) else None
    )
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    pages = every_page(shop.base_url, language)
    for address in pages:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status in (200, 404), address
        assert page.evaluate("document.documentElement.lang") == language, address
        faults += faults_of(page)
    context.close()
    assert faults == []
    assert len(pages) > 25


def _is_grave(kind: str, text: str) -> bool:
    # Chromium says of the pages that are nowhere on purpose that they are nowhere.
    return kind == "error" and "Failed to load resource" not in text


def test_and_the_pages_of_an_order(shop: RunningShop, visit: Visits) -> None:
    """Those that nobody finds by a list: a basket with goods, a checkout with faults, an order, a withdrawal."""
    lucie = visit()
    lucie.comes_to_checkout(counter=1)
    lucie.page.goto(f"{shop.base_url}/fr/panier")
    faults = faults_of(lucie.page)
    lucie.go_to_checkout()
    lucie.order()
    lucie.page.wait_for_selector("#errors")
    faults += faults_of(lucie.page)
    lucie.fill_checkout(payment="simulator")
    lucie.order()
    lucie.pay_with_card("accepted")
    lucie.is_thanked()
    faults += faults_of(lucie.page)
    lucie.follow(lucie.reads_letter())
    faults += faults_of(lucie.page)
    assert faults == []
