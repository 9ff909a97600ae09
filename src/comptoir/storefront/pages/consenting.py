"""The page about cookies: what is stored, for what, and a choice about the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.fields import Check
from comptoir.storefront.pages.parts import Link, Page


@dataclass(frozen=True, slots=True)
class Stored:
    """Something of our own in the visitor's browser that the shop cannot do without."""

    name: str
    purpose: str
    duration: str


@dataclass(frozen=True, slots=True)
class AskedService:
    """A service of somebody else, with the box that agrees to it."""

    check: Check
    text: str
    detail: str
    policy: Link


@dataclass(frozen=True, slots=True)
class Purposes:
    """The services of one purpose."""

    title: str
    services: tuple[AskedService, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CookiesPage(Page):
    TEMPLATE: ClassVar[str] = "storefront/pages/cookies.html"
    ICONS: ClassVar[Sequence[str]] = ("chevron-right", "info", "circle-check", "circle-alert")

    title: str
    text: str
    stored: tuple[Stored, ...]
    purposes: tuple[Purposes, ...] = ()
    action: str = ""
    accept: str = ""
    refuse: str = ""
    privacy: Link | None = None
