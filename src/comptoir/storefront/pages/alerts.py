"""Being told when an article is back: asking for it, confirming, stopping."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.fields import Field
from comptoir.storefront.pages.parts import Link, PersonalPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A button that does one thing."""

    name: str
    label: str
    primary: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage(PersonalPage):
    """What was asked for and how it stands. ``fields`` are asked again where they were refused."""

    TEMPLATE: ClassVar[str] = "storefront/pages/alert.html"
    ICONS: ClassVar[Sequence[str]] = ("circle-check", "circle-alert", "info")

    title: str
    text: str
    action: str = ""
    sku: str = ""
    fields: tuple[Field, ...] = ()
    deeds: tuple[Deed, ...] = ()
    goods: Link | None = None
