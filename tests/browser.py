"""The browser of all tests, and what axe says of a page in it.

It is the machine's own Chromium, or whatever COMPTOIR_CHROMIUM names; the one without a window comes first: it draws
the same for two thirds of the time.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    # A container has no user name spaces to build its sandbox from; what is opened here is our own shop.
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = """No Chromium was found, and a shop that nobody has walked through in a browser is not tested.
  Debian, Ubuntu:  apt-get install chromium
  elsewhere:       https://www.chromium.org/getting-involved/download-chromium
Or name one: COMPTOIR_CHROMIUM=/path/to/chromium"""
HEAVY = ("serious", "critical")


def chromium() -> Path:
    """Where it is.

    :raises AssertionError: saying how to install it.
    """
    named = os.environ.get("COMPTOIR_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    assert found is not None, MISSING
    assert Path(found).exists(), MISSING
    return Path(found)


@contextmanager
def launched() -> Iterator[Browser]:
    """One that is closed in the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


def violations(page: Page, *, rules: Sequence[str] = (), tags: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What axe objects to in the page as it stands; by these rules, or rules with these tags, only if some are named.

    A page may be asked again, for instance in the dark: axe is put into it once.
    """
    # Only what is wrong is told in full: half of the time would go into describing all that is right.
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    elif tags:
        options["runOnly"] = {"type": "tag", "values": list(tags)}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
    return list(found)


def lines(found: Iterable[dict[str, Any]]) -> list[str]:
    """A line for every element that was objected to."""
    return [
        f"{each['impact']} {each['id']}: {node['html'][:160]} | {node['failureSummary'].splitlines()[-1].strip()}"
        for each in found
        for node in each["nodes"]
    ]


def overflow(page: Page, width: int) -> list[str]:
    """A line if the page is wider than its window."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"scrolls sideways: {wide} > {width}"] if wide > width else []
