"""Pages of words: legal notice, terms, privacy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.parts import Link, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentPage(Page):
    """``body`` is cleaned HTML whose headings start at h2 and carry the ids that ``contents`` points to."""

    TEMPLATE: ClassVar[str] = "storefront/pages/content.html"
    THEMED: ClassVar[bool] = True
    ICONS: ClassVar[Sequence[str]] = ("chevron-right", "info")

    title: str
    body: str
    version: str = ""
    contents: tuple[Link, ...] = ()
    siblings: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """What happened, what it means, what to do next."""

    TEMPLATE: ClassVar[str] = "storefront/pages/error.html"
    THEMED: ClassVar[bool] = True
    ICONS: ClassVar[Sequence[str]] = ("arrow-right", "search")

    status: int
    title: str
    text: str
    primary: Link
    secondary: Link | None = None
    search: str = ""
    links: tuple[Link, ...] = ()
