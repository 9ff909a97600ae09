"""One demo shop for all journeys but the new owner's, one browser, and a window for everybody who walks in."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import launched
from tests.journeys.album import DESK, FOLDER, PICTURES, Album
from tests.journeys.buyer import Buyer
from tests.journeys.letters import Mailbox
from tests.journeys.merchant import Merchant
from tests.running.homes import running_shop
from tests.running.shop import RunningShop
from tests.running.truth import breaks_in

LOCALES = {"fr": "fr-FR", "en": "en-GB"}
NAMES = {"fr": "Lucie Martin", "en": "Emma Wright"}
PATIENCE_MS = 15_000

type Visits = Callable[..., Buyer]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if PICTURES:
        terminalreporter.write_line(f"pictures of the journeys: {FOLDER}")


@pytest.fixture(scope="package")
def shop() -> Iterator[RunningShop]:
    """A corner of what `make run` opens."""
    with running_shop("tests.journeys.corner", COMPTOIR_ENV="demo", COMPTOIR_WEB_PROCESSES="1") as running:
        yield running
        assert breaks_in(running) == []


# Not for the whole run: Playwright's loop would go on in this thread, and Django refuse the database to the others.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


class Windows:
    """Windows of the browser, each somebody's own: no cookie of one is seen by another."""

    def __init__(self, browser: Browser, album: Album) -> None:
        self._browser = browser
        self._album = album
        self._open: list[BrowserContext] = []

    def open(self, *, width: int = DESK[0], script: bool = True, language: str = "fr") -> Page:
        context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            locale=LOCALES[language],
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        context.set_default_navigation_timeout(PATIENCE_MS)
        self._open.append(context)
        page = context.new_page()
        self._album.follow(page)
        return page

    def close(self) -> None:
        for context in self._open:
            context.close()


@pytest.fixture
def album(request: pytest.FixtureRequest) -> Iterator[Album]:
    """Of this journey; at its end nothing grave may have been found on any page of it."""
    kept = Album(request.node.path.stem.removeprefix("test_"))
    yield kept
    for remark in kept.remarks:
        print(remark)  # noqa: T201 - shown with the test, where somebody looks for it
    assert kept.faults == []


@pytest.fixture
def windows(browser: Browser, album: Album) -> Iterator[Windows]:
    opened = Windows(browser, album)
    with ExitStack() as stack:
        stack.callback(opened.close)
        yield opened


@pytest.fixture
def visit(shop: RunningShop, windows: Windows, album: Album, request: pytest.FixtureRequest) -> Visits:
    """Somebody comes into the shop; who, with what window, is for the journey to say."""

    def come(*, language: str = "fr", width: int = DESK[0], script: bool = True) -> Buyer:
        # Each walk has a mailbox of its own: the letters of another would be mistaken for its own.
        told = f"{request.node.path.stem} {request.node.name.partition('[')[2]} {request.node.location[1]}"
        walk = re.sub(r"[^a-z0-9]+", ".", told.lower())
        email = f"{walk.removeprefix('test.').strip('.')}@example.net"
        return Buyer(
            page=windows.open(width=width, script=script, language=language),
            base=shop.base_url,
            album=album,
            mailbox=Mailbox(shop.home / "mail", email),
            email=email,
            name=NAMES[language],
            language=language,
            script=script,
        )

    return come


@pytest.fixture
def merchant(shop: RunningShop, windows: Windows, album: Album) -> Merchant:
    """The demo's owner, at the door of the back office."""
    return Merchant(page=windows.open(), base=shop.base_url, album=album)
