"""The merchant's places that buyers can go to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.parts import Link, Page


@dataclass(frozen=True, slots=True)
class Hours:
    """A day or several that are alike, and when the place is open then; ``closed`` when it is not at all."""

    day: str
    times: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class ShopCard:
    name: str
    href: str
    lines: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopsPage(Page):
    TEMPLATE: ClassVar[str] = "storefront/pages/shops.html"
    ICONS: ClassVar[Sequence[str]] = ("chevron-right", "store")

    title: str
    text: str
    shops: tuple[ShopCard, ...]
    empty: str = ""
    contact: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopPage(Page):
    """One place. ``collecting`` says how goods are collected there, a sentence each."""

    TEMPLATE: ClassVar[str] = "storefront/pages/shop.html"
    ICONS: ClassVar[Sequence[str]] = ("chevron-right", "store", "info")

    title: str
    lines: tuple[str, ...]
    map: Link
    phone: Link | None
    hours: tuple[Hours, ...]
    exceptions: tuple[Hours, ...]
    collecting: tuple[str, ...]
    others: tuple[Link, ...]
