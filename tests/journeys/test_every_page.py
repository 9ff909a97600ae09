"""Every page of the storefront, in both languages, in light and in the dark, at a desk and on a phone: axe finds
nothing serious, nothing scrolls sideways, and the policy stops nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Browser, Page

from tests.journeys.album import HEAVY
from tests.journeys.conftest import PATIENCE_MS, Visits
from tests.journeys.pages import every_page
from tests.running.shop import RunningShop

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [("light", 1440), ("dark", 390)]


def faults_of(page: Page, width: int) -> list[str]:
    answer = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}})
    found = [
        f"{each['impact']} {each['id']}: {node['html'][:160]}"
        for each in answer.response["violations"]
        if each["impact"] in HEAVY
        for node in each["nodes"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*found, *([f"scrolls sideways, {wide} > {width}"] if wide > width else [])]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_everyone_can_use_every_page(
    shop: RunningShop, browser: Browser, language: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
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
        faults += [f"{address}: {fault}" for fault in faults_of(page, width)]
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
    faults = faults_of(lucie.page, 1440)
    lucie.go_to_checkout()
    lucie.order()
    lucie.page.wait_for_selector("#errors")
    faults += faults_of(lucie.page, 1440)
    lucie.fill_checkout(payment="simulator")
    lucie.order()
    lucie.pay_with_card("accepted")
    lucie.is_thanked()
    faults += faults_of(lucie.page, 1440)
    lucie.follow(lucie.reads_letter())
    faults += faults_of(lucie.page, 1440)
    assert faults == []
