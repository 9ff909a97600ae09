"""What content gives and takes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from comptoir.kernel.texts import Texts

LEGAL_NOTICE = "legal-notice"
TERMS = "terms"
PRIVACY = "privacy"


class PageKind(StrEnum):
    LEGAL = "legal"  # the law asks for it: it can be rewritten, not removed
    FREE = "free"
    LANDING = "landing"  # made of blocks: its texts here are those of its blocks, in words only


LEGAL_KEYS = frozenset({LEGAL_NOTICE, TERMS, PRIVACY})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDraft:
    """A new version of a page. Slugs are made from the titles where they are left empty.

    ``position_in_footer`` None: the page is in no menu. ``landing``: it is made of blocks, and this is what they say.
    """

    titles: Texts
    bodies: Texts
    slugs: Texts = field(default_factory=dict)
    position_in_footer: int | None = None
    landing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it reads now. ``bodies`` are clean HTML; ``version`` is the day and the number: "2026-11-22.3"."""

    key: str
    kind: PageKind
    number: int
    titles: Texts
    slugs: Texts
    bodies: Texts
    position_in_footer: int | None
    published_at: datetime
    published_on: date

    @property
    def version(self) -> str:
        return version_of(self.published_on, self.number)


def version_of(published_on: date, number: int) -> str:
    """How a version is called: the day of its publication and its number."""
    return f"{published_on.isoformat()}.{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """What a menu or a list needs of a page.

    ``unfinished``: it still holds marked passages that only the merchant can write.
    """

    key: str
    kind: PageKind
    titles: Texts
    slugs: Texts
    position_in_footer: int | None
    version: str
    published_at: datetime
    unfinished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """``path`` is an address of the shop without its query ("/ancien/miel.html"); ``target`` another one, or one of
    another site."""

    path: str
    target: str
