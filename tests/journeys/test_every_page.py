"""Every page of the storefront, in both languages, in light and in the dark, at a desk and on a phone: axe finds
nothing serious, nothing scrolls sideways, and the policy stops nothing."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.accessible import faults_of
from tests.journeys.conftest import PATIENCE_MS
from tests.journeys.pages import every_page
from tests.running.shop import RunningShop


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
