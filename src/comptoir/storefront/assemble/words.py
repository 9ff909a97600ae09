"""The merchant's own words for the front of the shop: a content page with the key ``home``, if there is one.

Its title is the greeting and its first paragraph stands below it; a heading after that begins the story of the house.
"""

from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.values import Withdrawal
from comptoir.domains.content.queries import page, pages
from comptoir.kernel.texts import text_in

HOME = "home"
_BLOCKS = frozenset({"p", "li", "h2", "h3", "h4"})


@dataclass(frozen=True, slots=True)
class HomeWords:
    """What does not exist is empty."""

    title: str = ""
    text: str = ""
    story_title: str = ""
    story: tuple[str, ...] = ()


def home_words(language: str) -> HomeWords:
    """The words in that language. Nothing is asked of the database while they do not change."""
    if not any(link.key == HOME for link in pages()):
        return HomeWords()
    found = page(HOME)
    blocks = plain_blocks(text_in(found.bodies, language))
    first = next((text for tag, text in blocks if tag == "p"), "")
    at = next((number for number, (tag, _) in enumerate(blocks) if tag.startswith("h")), None)
    return HomeWords(
        title=text_in(found.titles, language),
        text=first,
        story_title="" if at is None else blocks[at][1],
        story=() if at is None else tuple(text for tag, text in blocks[at + 1 :] if not tag.startswith("h")),
    )


def plain_blocks(html: str) -> list[tuple[str, str]]:
    """The paragraphs, items and headings of clean HTML as plain text, each with its tag."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [(tag, " ".join(text.split())) for tag, text in reader.blocks if text.strip()]


def plain_text(html: str) -> str:
    """Clean HTML as one line of text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join(" ".join(reader.said).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, str]] = []
        self.said: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._inside = tag
            self.blocks.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        self.said.append(data)
        if self._inside:
            tag, text = self.blocks[-1]
            self.blocks[-1] = (tag, text + data)


def excepted_words(withdrawal: Withdrawal) -> str:
    """Why goods cannot be sent back for a change of mind; "" for those that can."""
    match withdrawal:
        case Withdrawal.PERISHABLE:
            return _("Perishable: the right of withdrawal does not apply.")
        case Withdrawal.SEALED:
            return _("Sealed for hygiene: the right of withdrawal does not apply once it is opened.")
        case Withdrawal.CUSTOM:
            return _("Made for you: the right of withdrawal does not apply.")
    return ""
