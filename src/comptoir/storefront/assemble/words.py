"""Words taken out of clean HTML, and words for what goods are."""

from html.parser import HTMLParser

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.values import Withdrawal

HOME = "home"
"""The key of the page of words that is the front of the shop, and stands in no menu."""
_BLOCKS = frozenset({"p", "li", "h2", "h3", "h4"})


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
        case Withdrawal.DIGITAL:
            return _("Download: the right of withdrawal ends once it is available.")
        case Withdrawal.CUSTOM:
            return _("Made for you: the right of withdrawal does not apply.")
    return ""
