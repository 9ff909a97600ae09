"""What a page must be for everyone: nothing serious for axe, and nothing that scrolls sideways."""

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Page

from tests.journeys.album import HEAVY

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}


def faults_of(page: Page, width: int) -> list[str]:
    """As the page stands. A document is given axe once, however often it is asked."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    answer = page.evaluate("options => axe.run(options)", _OPTIONS)
    found = [
        f"{each['impact']} {each['id']}: {node['html'][:160]}"
        for each in answer["violations"]
        if each["impact"] in HEAVY
        for node in each["nodes"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*found, *([f"scrolls sideways, {wide} > {width}"] if wide > width else [])]
