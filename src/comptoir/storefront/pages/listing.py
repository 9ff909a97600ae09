"""A category, and what a search found: the same counter with different words on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.fields import Choice
from comptoir.storefront.pages.parts import Card, Disc, Link, Page


@dataclass(frozen=True, slots=True)
class FacetValue:
    """``disc``: its colour, where the merchant has given it any."""

    value: str
    label: str
    count: str
    selected: bool = False
    disc: Disc | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """One question a buyer narrows the list by; ``name`` is the query parameter."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The goods and the ways to narrow, sort and turn the page.

    ``action`` is the address the filters are sent to (GET); ``kept`` are parameters that must survive (the query),
    ``chosen`` the filters that are on: name and value as a choice's value and label. ``sorted`` is the order that was
    asked for, for the form of filters.
    ``previous`` and ``next`` are whole addresses with their cursor, or empty.
    """

    action: str
    count: str
    cards: tuple[Card, ...]
    sorts: tuple[Choice, ...]
    facets: tuple[Facet, ...] = ()
    chips: tuple[Link, ...] = ()
    clear: str = ""
    kept: tuple[Choice, ...] = ()
    chosen: tuple[Choice, ...] = ()
    sorted: str = ""
    previous: str = ""
    next: str = ""


LISTING_ICONS = ("sliders-horizontal", "x", "chevron-down", "arrow-right", "arrow-left", "chevron-right", "info")


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryPage(Page):
    """``intro`` is plain text. ``children`` are the sub-categories; ``current`` is the main menu's address to mark."""

    TEMPLATE: ClassVar[str] = "storefront/pages/category.html"
    THEMED: ClassVar[bool] = True
    ICONS: ClassVar[Sequence[str]] = LISTING_ICONS
    SCRIPTS: ClassVar[Sequence[str]] = ("listing.js",)

    title: str
    intro: str
    listing: Listing
    children: tuple[Link, ...] = ()
    current: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoriesPage(Page):
    """Every category with its children: the menu on a page."""

    TEMPLATE: ClassVar[str] = "storefront/pages/categories.html"
    THEMED: ClassVar[bool] = True
    ICONS: ClassVar[Sequence[str]] = ("chevron-right",)

    sections: tuple["CategoryBlock", ...]
    all_goods: Link


@dataclass(frozen=True, slots=True)
class CategoryBlock:
    label: str
    href: str
    src: str
    children: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage(Page):
    """What a visitor has looked at, as their browser remembers it."""

    TEMPLATE: ClassVar[str] = "storefront/pages/seen.html"
    ICONS: ClassVar[Sequence[str]] = ()

    title: str
    cards: tuple[Card, ...]
