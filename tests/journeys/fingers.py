"""Hands that never touch a mouse: the keys that somebody presses who has none, or who cannot use one."""

from playwright.sync_api import Page

MOST_STOPS = 120
"""Of the Tab key, on the way to one thing on a page: who needs more gives up."""

_HERE = """(words) => {
    const here = document.activeElement;
    return here !== null && here !== document.body && here.matches(words);
}"""
_SEEN = """() => {
    const here = document.activeElement, shown = (one) => getComputedStyle(one).outlineStyle !== "none";
    const label = here.labels && here.labels[0];
    return shown(here) || Boolean(label && (shown(label) || getComputedStyle(label).boxShadow !== "none"))
        || getComputedStyle(here).boxShadow !== "none";
}"""


class Fingers:
    """On the keyboard of one window."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def go_to(self, words: str) -> None:
        """Press Tab until the focus is on what a selector describes; there it must be seen.

        :raises AssertionError: when it never gets there, or cannot be seen there.
        """
        for _ in range(MOST_STOPS):
            if self._page.evaluate(_HERE, words):
                assert self._page.evaluate(_SEEN), f"nobody sees that the focus is on {words}"
                return
            self._page.keyboard.press("Tab")
        raise AssertionError(f"{words} is not reached by {MOST_STOPS} times Tab on {self._page.url}")

    def press(self, words: str) -> None:
        """Go to a button or link, and press Enter."""
        self.go_to(words)
        self._page.keyboard.press("Enter")

    def tick(self, words: str) -> None:
        """Go to a box or a choice, and press Space."""
        self.go_to(words)
        self._page.keyboard.press("Space")

    def write(self, words: str, text: str) -> None:
        """Go to a field, and write into it."""
        self.go_to(words)
        self._page.keyboard.type(text)
