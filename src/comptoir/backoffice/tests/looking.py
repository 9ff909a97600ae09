"""What a browser can tell about a page: what axe finds, what the console says, whether it scrolls sideways."""

from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Browser, Page

type Scheme = Literal["light", "dark"]

SHOTS = Path(".cache") / "screenshots" / "backoffice"


def new_page(
    browser: Browser, *, width: int = 1440, scheme: Scheme = "light", script: bool = True, language: str = "fr"
) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900 if width > 600 else 844},
        color_scheme=scheme,
        java_script_enabled=script,
        locale=f"{language}-FR" if language == "fr" else "en-GB",
    )
    context.set_default_timeout(10_000)
    return context.new_page()


def listen(page: Page) -> list[str]:
    """The list that fills with every error and warning of the console from now on."""
    said: list[str] = []
    page.on("console", lambda told: said.append(told.text) if told.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def violations(page: Page) -> list[str]:
    """A line for every element that axe objects to."""
    return [
        f"{each['impact']} {each['id']}: {node['html'][:160]} | {node['failureSummary'].splitlines()[-1].strip()}"
        for each in Axe().run(page).response["violations"]
        for node in each["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    wide, here = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"scrolls sideways: {wide} > {here}"] if wide > here else []


def keep(page: Page, name: str) -> None:
    """A picture of the whole page, as test output."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    high = page.evaluate("document.documentElement.scrollHeight")
    if size and high > size["height"]:  # a bar that sticks to the window must not stand in the middle of the picture
        page.set_viewport_size({"width": size["width"], "height": high})
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
    if size:
        page.set_viewport_size(size)
