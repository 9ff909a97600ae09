"""What a browser can tell about a page: what axe finds, what the console says, whether it scrolls sideways."""

import os
import re
from pathlib import Path

from django.test import Client
from playwright.sync_api import Browser, Page

from tests.browser import lines, overflow, violations

SHOTS = Path(".cache") / "screenshots" / "backoffice"
PICTURES = bool(os.environ.get("COMPTOIR_PICTURES"))
"""Whether a picture of each page is kept: it takes longer than all that is asked of the page."""
DESK, PHONE = (1440, 900), (390, 844)


def new_page(
    browser: Browser,
    *,
    script: bool = True,
    language: str = "en",
    client: Client | None = None,
    size: tuple[int, int] = DESK,
    dark: bool = False,
) -> Page:
    """A window of its own; with a ``client`` that is signed in, so is the window."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        locale="fr-FR" if language == "fr" else "en-GB",
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    if client:
        # To both names of this machine: a passkey needs one, live servers go by a number.
        kept = [{"name": name, "value": cookie.value, "path": "/"} for name, cookie in client.cookies.items()]
        context.add_cookies([{**cookie, "domain": host} for cookie in kept for host in ("localhost", "127.0.0.1")])  # type: ignore[typeddict-item]  # the names are right
    return context.new_page()


def listen(page: Page) -> list[str]:
    """The list that fills with every error and warning of the console from now on."""
    said: list[str] = []
    page.on("console", lambda told: said.append(told.text) if told.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def looked_at(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it stands, as wide as it is and on a phone."""
    own, found = page.viewport_size, lines(violations(page))
    assert own is not None
    as_it_is = (own["width"], own["height"])
    for width, height in dict.fromkeys((as_it_is, PHONE)):
        if (width, height) != as_it_is:
            page.set_viewport_size({"width": width, "height": height})
        found += overflow(page, width)
        if PICTURES:
            _keep_picture(page, f"{name}-{width}", width, height)
    page.set_viewport_size(own)
    if not re.search(r"\w", page.title().rpartition(" – ")[0]):
        found.append("has no title")
    return [f"{name}: {line}" for line in found]


def _keep_picture(page: Page, title: str, width: int, height: int) -> None:
    # As high as the page: a bar that sticks to the window must not stand in the middle of the picture.
    high = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, high)})
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{title}.png", animations="disabled")
