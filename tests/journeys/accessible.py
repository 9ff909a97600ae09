"""What a page must be for everyone: nothing serious for axe, and nothing that scrolls sideways."""

from playwright.sync_api import Page

from tests.browser import HEAVY, lines, overflow, violations
from tests.journeys.album import DESK, PHONE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults_of(page: Page) -> list[str]:
    """As the page stands, in the dark on a phone, then in light at a desk, where it is left. It stays open meanwhile:
    to open it takes as long as to look at it."""
    found = []
    for scheme, (width, height) in (("dark", PHONE), ("light", DESK)):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": height})
        grave = [each for each in violations(page, tags=TAGS) if each["impact"] in HEAVY]
        found += [f"{page.url} {scheme} {width}: {line}" for line in (*lines(grave), *overflow(page, width))]
    return found
