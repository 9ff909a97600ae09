"""What a search found, and what helps when it found nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.listing import LISTING_ICONS, Listing
from comptoir.storefront.pages.parts import Card, Link, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    """``query`` as typed. Without cards the page offers categories and goods."""

    TEMPLATE: ClassVar[str] = "storefront/pages/search.html"
    THEMED: ClassVar[bool] = True
    ICONS: ClassVar[Sequence[str]] = LISTING_ICONS
    SCRIPTS: ClassVar[Sequence[str]] = ("listing.js",)

    query: str
    listing: Listing
    categories: tuple[Link, ...] = ()
    goods: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What stands below the field while something is typed. ``told`` says it to who does not see it appear."""

    query: str
    goods: tuple[Card, ...] = ()
    categories: tuple[Link, ...] = ()
    all: Link | None = None
    told: str = ""
