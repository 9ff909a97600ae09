"""A wish list: its owner's, and as others see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.parts import Band, Link, PersonalPage


@dataclass(frozen=True, slots=True, kw_only=True)
class WishLine:
    """``action`` is empty on a list of somebody else's; ``buyable`` says that it can be put into the basket."""

    sku: str
    name: str
    detail: str
    href: str
    src: str
    price: str
    was: str
    band: Band
    availability: str
    buyable: bool
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WishesPage(PersonalPage):
    """``share`` is the address to pass on; ``basket`` where a guest of the list puts things in."""

    TEMPLATE: ClassVar[str] = "storefront/pages/wishes.html"
    ICONS: ClassVar[Sequence[str]] = ("circle-check", "circle-alert", "info", "trash-2", "arrow-right", "link", "mail")
    SCRIPTS: ClassVar[Sequence[str]] = ("share.js",)

    title: str
    text: str
    lines: tuple[WishLine, ...]
    carry_on: Link
    share: str = ""
    basket: str = ""
