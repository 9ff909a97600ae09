"""What a browser can tell about a page: what axe finds, what the console says, whether it scrolls sideways."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Browser, ConsoleMessage, Error, Page

CHROMIUM = Path(os.environ.get("COMPTOIR_CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

type Scheme = Literal["light", "dark"]
SCHEMES: dict[str, Scheme] = {"light": "light", "dark": "dark"}


def new_page(browser: Browser, *, width: int = 1440, scheme: Scheme = "light", script: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
    )
    return context.new_page()


def listen(page: Page) -> list[str]:
    """The list that fills with every error and warning of the console from now on."""
    said: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(message.text)

    def on_error(error: Error) -> None:
        said.append(str(error))

    page.on("console", on_console)
    page.on("pageerror", on_error)
    return said


def violations(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """A line for every element that axe objects to; by these of its rules only, if some are named."""
    # Only what is wrong is told in full: half of the time would go into describing all that is right.
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    return [
        f"{each['impact']} {each['id']}: {node['html'][:160]} | {node['failureSummary'].splitlines()[-1].strip()}"
        for each in Axe().run(page, options=options).response["violations"]
        for node in each["nodes"]
    ]


def overflow(page: Page, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"scrolls sideways: {wide} > {width}"] if wide > width else []
