"""Writing to the shop, and finding the way back to an order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.fields import Field, FieldError
from comptoir.storefront.pages.parts import Link, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPage(Page):
    """``trap`` is the name of a field that people never see. ``shops`` leads to where the shop can be visited."""

    TEMPLATE: ClassVar[str] = "storefront/pages/contact.html"
    ICONS: ClassVar[Sequence[str]] = ("chevron-right", "chevron-down", "circle-check", "circle-alert", "info")

    title: str
    text: str
    action: str
    fields: tuple[Field, ...]
    trap: str
    privacy: Link | None
    ways: tuple[Link, ...]
    quicker: tuple[Link, ...]
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawingPage(Page):
    """How to withdraw from an order, for a buyer who does not have its link at hand."""

    TEMPLATE: ClassVar[str] = "storefront/pages/withdrawing.html"
    ICONS: ClassVar[Sequence[str]] = ("chevron-right", "chevron-down", "circle-check", "circle-alert", "info")

    title: str
    text: str
    action: str
    fields: tuple[Field, ...]
    steps: tuple[str, ...]
    ways: tuple[Link, ...]
    terms: Link | None
    errors: tuple[FieldError, ...] = ()
