"""Sending something back: what, the statement and its confirmation, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.fields import Field, FieldError
from comptoir.storefront.pages.order import ORDER_ICONS, Row
from comptoir.storefront.pages.parts import Link, PersonalPage


@dataclass(frozen=True, slots=True)
class ReturnableLine:
    """``excepted`` says why it cannot be chosen; it has no fields then."""

    name: str
    detail: str
    src: str
    fields: tuple[Field, ...] = ()
    excepted: str = ""


@dataclass(frozen=True, slots=True)
class Hidden:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SentBack:
    name: str
    detail: str
    pieces: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFormPage(PersonalPage):
    """First of two steps: choose. Nothing is declared yet."""

    TEMPLATE: ClassVar[str] = "storefront/pages/return_form.html"
    ICONS: ClassVar[Sequence[str]] = ("circle-check", "circle-alert", "info", "chevron-down", "arrow-right")

    title: str
    text: str
    action: str
    back: Link
    lines_title: str
    lines: tuple[ReturnableLine, ...]
    hidden: tuple[Hidden, ...]
    errors: tuple[FieldError, ...] = ()
    next_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnReviewPage(PersonalPage):
    """Second step: the statement as it will be made, and one button that makes it."""

    TEMPLATE: ClassVar[str] = "storefront/pages/return_review.html"
    ICONS: ClassVar[Sequence[str]] = ("circle-check", "circle-alert", "info")

    title: str
    text: str
    action: str
    rows: tuple[Row, ...]
    lines: tuple[SentBack, ...]
    about: tuple[Field, ...]
    terms: tuple[str, ...]
    hidden: tuple[Hidden, ...]
    confirm: str
    change: Link
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPage(PersonalPage):
    """What became of it. ``send_to`` is empty unless the goods are awaited; so is ``slip``."""

    TEMPLATE: ClassVar[str] = "storefront/pages/return.html"
    ICONS: ClassVar[Sequence[str]] = (*ORDER_ICONS, "download", "chevron-down")

    title: str
    text: str
    rows: tuple[Row, ...]
    lines: tuple[SentBack, ...]
    statement: str
    back: Link
    instead: Link | None = None
    send_to: tuple[str, ...] = ()
    send_note: str = ""
    slip: Link | None = None
    keep: str = ""
