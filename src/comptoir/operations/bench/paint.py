"""How soon the six pages of a purchase stand before a buyer's eyes: in a real browser, on a slow line."""

import os
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from comptoir.operations.bench.gate import Verdict
from comptoir.operations.bench.generator.wire import Unmeasurable

MOST_LCP_MS: Final = 1_500.0
MOST_CLS: Final = 0.05
ROUNDS: Final = 5
PHONE: Final = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
# A phone on a good mobile network ("Fast 4G" of Chrome's own tools), half as quick as this machine.
LINE: Final = {"offline": False, "latency": 60, "downloadThroughput": 9e6 / 8, "uploadThroughput": 1.5e6 / 8}
SLOWER: Final = 2
_CHROMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_LISTEN = """
  window.painted = 0; window.shifted = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { window.painted = e.startTime; }))
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) window.shifted += e.value; }))
    .observe({type: 'layout-shift', buffered: true});
"""
_SETTLED_MS = 800


@dataclass(frozen=True, kw_only=True)
class Painted:
    """A page over all its rounds: the median until its largest part was there, and the most that it ever moved."""

    page: str
    lcp_ms: float
    slowest_ms: float
    cls: float
    rounds: int


def paint(base: str, *, rounds: int = ROUNDS, said: Callable[[str], None]) -> list[Painted]:
    """Open each page so often, each time in a browser that has never been there.

    :raises Unmeasurable: where there is no browser to open them in.
    """
    with _browser() as browser:
        addresses = _six_pages(browser, base)
        found = []
        for name, address in addresses.items():
            said(f"{name}: {rounds} times")
            seen = [_opened(browser, address, filled=name in ("cart", "checkout"), base=base) for _ in range(rounds)]
            found.append(
                Painted(
                    page=name,
                    lcp_ms=statistics.median(lcp for lcp, _ in seen),
                    slowest_ms=max(lcp for lcp, _ in seen),
                    cls=max(cls for _, cls in seen),
                    rounds=rounds,
                )
            )
        return found


def painted_verdicts(found: list[Painted]) -> list[Verdict]:
    """Each page against what a buyer does not wait for."""
    return [
        verdict
        for each in found
        for verdict in (
            Verdict(
                what=f"{each.page}: largest paint in ms, median of {each.rounds}, at most",
                value=each.lcp_ms,
                wanted=MOST_LCP_MS,
                reached=0 < each.lcp_ms <= MOST_LCP_MS,
            ),
            Verdict(
                what=f"{each.page}: what moved while it loaded, at most",
                value=each.cls,
                wanted=MOST_CLS,
                reached=each.cls <= MOST_CLS,
            ),
        )
    ]


@contextmanager
def _browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise Unmeasurable("Pages are measured in a browser: install playwright (make setup).") from None
    chromium = os.environ.get("COMPTOIR_CHROMIUM") or next(filter(None, map(shutil.which, _CHROMES)), None)
    if chromium is None:
        raise Unmeasurable("No Chromium was found. Install it, or name one by COMPTOIR_CHROMIUM.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        try:
            yield launched
        finally:
            launched.close()


def _six_pages(browser: Any, base: str) -> dict[str, str]:
    """The first product of the list stands for all."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{base}/fr/produits")
    product = page.locator(".card:not(:has(.stock-out)) .card-name a").first.get_attribute("href")
    context.close()
    if not product:
        raise Unmeasurable("The shop to be measured sells nothing.")
    paths = {
        "home": "/fr/",
        "list": "/fr/produits",
        "search": "/fr/recherche?q=miel",
        "product": product,
        "cart": "/fr/panier",
        "checkout": "/fr/commande",
    }
    return {name: f"{base}{path}" for name, path in paths.items()}


def _opened(browser: Any, address: str, *, filled: bool, base: str) -> tuple[float, float]:
    """Largest paint in milliseconds and layout shift of one visit; ``filled``: with something in the basket."""
    context = browser.new_context(**PHONE, locale="fr-FR")
    try:
        page = context.new_page()
        if filled:
            _fill_basket(page, base)
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.clearBrowserCache")
        line.send("Network.emulateNetworkConditions", LINE)
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(_LISTEN)
        page.goto(address, wait_until="load")
        page.wait_for_timeout(_SETTLED_MS)
        painted, shifted = page.evaluate("[window.painted, window.shifted]")
        return float(painted), float(shifted)
    finally:
        context.close()


def _fill_basket(page: Any, base: str) -> None:
    page.goto(f"{base}/fr/produits")
    page.locator(".card:not(:has(.stock-out)) .card-name a").first.click()
    page.locator(".button-buy").click()
    page.locator("#added .notice-positive").wait_for()
