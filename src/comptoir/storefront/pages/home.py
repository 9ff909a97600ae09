"""The front of the shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.parts import Card, Link, Page, Picture


@dataclass(frozen=True, slots=True)
class Hero:
    """The first thing seen: words, one way in, and goods with their real price."""

    title: str
    text: str
    action: Link
    picture: Picture
    goods: Card | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """A category as a picture."""

    label: str
    href: str
    src: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A titled row of products. ``anchor`` is its id on the page."""

    anchor: str
    title: str
    cards: tuple[Card, ...]
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Story:
    eyebrow: str
    title: str
    paragraphs: tuple[str, ...]
    picture: Picture


@dataclass(frozen=True, slots=True)
class Assurance:
    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    TEMPLATE: ClassVar[str] = "storefront/pages/home.html"
    ICONS: ClassVar[Sequence[str]] = ("arrow-right", "truck", "lock", "message-circle")

    hero: Hero
    tiles: tuple[Tile, ...]
    all_tiles: Link
    first_shelf: Shelf | None
    story: Story | None
    second_shelf: Shelf | None
    assurances: tuple[Assurance, ...]
