"""What is kept of a walk: what axe finds on each page, and when asked a picture at a desk's and a phone's width."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Response, Route

from tests.browser import HEAVY, overflow, violations

FOLDER = Path(__file__).parents[2] / "test-output" / "journeys"
PICTURES = bool(os.environ.get("COMPTOIR_PICTURES"))
"""Whether they are taken (``make pictures``): two of them take longer than all that is asked of the page."""
DESK, PHONE = (1440, 900), (390, 844)
IMAGES_SECONDS = 10.0


_begun: dict[Path, int] = {}
"""The folders of this run, each with the pages in it: the walks of one file follow each other in one folder."""


class Album:
    """One for each journey; ``faults`` must be empty at its end."""

    def __init__(self, journey: str) -> None:
        self.folder = FOLDER / journey
        self.faults: list[str] = []
        self.remarks: list[str] = []
        if self.folder not in _begun:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
        self.pages = _begun.setdefault(self.folder, 0)

    def follow(self, page: Page) -> None:
        """Hear what goes wrong in a window from now on: errors of scripts and policies, answers that should not be."""

        def on_console(message: ConsoleMessage) -> None:
            # A refused form (4xx) is said on the page, and checked there; Chromium says it again.
            if message.type == "error" and "Failed to load resource" not in message.text:
                self.faults.append(f"{page.url}: console: {message.text}")

        def on_answer(response: Response) -> None:
            if response.status >= 500:
                self.faults.append(f"{response.url}: answered {response.status}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("response", on_answer)

    def keep(self, page: Page, name: str, *, script: bool = True) -> None:
        """Look at the page as it stands: axe, overflow, and pictures in both widths. ``script``: does it run any?"""
        self.pages = _begun[self.folder] = self.pages + 1
        title = f"{self.pages:02}-{name}"
        # What was pressed before may have led here just now: a page that has only begun to come has not even a root.
        page.wait_for_load_state()
        own = page.viewport_size
        # The width that they have first: what opened at a desk would still be open on the phone.
        for width, height in sorted((DESK, PHONE), key=lambda size: not own or size[0] != own["width"]):
            page.set_viewport_size({"width": width, "height": height})
            self._measure(page, f"{title}-{width}", width)
            # As high as the page: what sticks to the window must not stand in its middle, nor pictures wait below.
            high = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(high, height)})
            _wait_for_images(page)
            # Hiding the caret leaves a style on every field, which the next swap would copy, and the policy refuse.
            if PICTURES:
                path = self.folder / f"{title}-{width}.png"
                page.screenshot(path=path, animations="disabled", caret="initial")
        if own:
            page.set_viewport_size(own)
        with nullcontext(page) if script else _twin(page) as examined:
            self._examine(examined, title)

    def _measure(self, page: Page, title: str, width: int) -> None:
        self.faults += [f"{title}: {line}" for line in overflow(page, width)]

    def _examine(self, page: Page, title: str) -> None:
        for found in violations(page):
            for node in found["nodes"]:
                told = (
                    f"{title}: {found['impact']} {found['id']}: {node['html'][:160]} | {node['failureSummary'][-160:]}"
                )
                (self.faults if found["impact"] in HEAVY else self.remarks).append(told)


def _wait_for_images(page: Page) -> None:
    # Asked from outside: in a window without scripts a page cannot wait for itself. What is folded away may wait.
    shown = "Array.from(document.images).filter((one) => one.checkVisibility())"
    deadline = time.monotonic() + IMAGES_SECONDS
    while not page.evaluate(f"{shown}.every((one) => one.complete)"):
        assert time.monotonic() < deadline, f"pictures of {page.url} are missing"
        time.sleep(0.02)


@contextmanager
def _twin(page: Page) -> Iterator[Page]:
    """The same page for axe, which is itself a script: in a window that could run some, but is given none.

    Style sheets are told the opposite of the truth, so that it looks as it does without scripts.
    """
    html, browser = page.content(), page.context.browser
    assert browser is not None

    def answer(route: Route) -> None:
        kind = route.request.resource_type
        if kind == "document":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif kind == "script":
            route.abort()
        elif kind == "stylesheet":
            answered = route.fetch()
            styles = re.sub(r"scripting:\s*(none|enabled)", _opposite, answered.text())
            route.fulfill(response=answered, body=styles)
        else:
            route.continue_()

    context = browser.new_context(viewport=page.viewport_size)
    try:
        twin = context.new_page()
        twin.route("**/*", answer)
        twin.goto(page.url)
        yield twin
    finally:
        context.close()


def _opposite(found: re.Match[str]) -> str:
    return f"scripting: {'enabled' if found[1] == 'none' else 'none'}"
