"""The front of the shop, and the pages a merchant makes of blocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.blocks import Block
from comptoir.storefront.pages.parts import Page

ICONS = ("arrow-right", "truck", "lock", "message-circle", "store", "chevron-down")


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """``title`` is read out where no block begins the page with one."""

    TEMPLATE: ClassVar[str] = "storefront/pages/home.html"
    THEMED: ClassVar[bool] = True
    ICONS: ClassVar[Sequence[str]] = ICONS

    blocks: tuple[Block, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingPage(Page):
    """``title`` is shown where no block begins the page with one."""

    TEMPLATE: ClassVar[str] = "storefront/pages/landing.html"
    THEMED: ClassVar[bool] = True
    ICONS: ClassVar[Sequence[str]] = (*ICONS, "chevron-right")

    blocks: tuple[Block, ...]
    title: str = ""
