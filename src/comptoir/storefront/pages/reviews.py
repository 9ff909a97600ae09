"""What buyers say of goods, and where they say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.fields import Field, FieldError
from comptoir.storefront.pages.parts import Link, Page, PersonalPage


@dataclass(frozen=True, slots=True)
class Said:
    """One review. ``mark`` are its stars in halves; ``language`` is empty where it is the page's own."""

    id: str
    mark: int
    stars: str
    title: str
    lines: tuple[str, ...]
    name: str
    bought: str
    published: str
    language: str
    answer: tuple[str, ...]
    report: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How many reviews have so many stars; ``share`` of them all in twentieths."""

    label: str
    count: str
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """The rating of a product and some of its reviews."""

    mark: int
    short: str
    mean: str
    count: str
    bars: tuple[Bar, ...]
    said: tuple[Said, ...]
    more: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsPage(Page):
    """All reviews of a product. ``first`` and ``next`` are empty where there is no such page."""

    TEMPLATE: ClassVar[str] = "storefront/pages/reviews.html"
    ICONS: ClassVar[Sequence[str]] = ("chevron-right", "chevron-down", "circle-check", "arrow-left", "arrow-right")

    title: str
    product: Link
    reviews: Reviews | None
    first: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage(PersonalPage):
    """``action`` is empty once it was reported."""

    TEMPLATE: ClassVar[str] = "storefront/pages/review_report.html"
    ICONS: ClassVar[Sequence[str]] = ("circle-check", "circle-alert", "chevron-down")

    title: str
    said: Said
    action: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewable:
    """A line of an order, and how its review stands: ``state`` is empty where there is none."""

    name: str
    detail: str
    src: str
    mark: int
    stars: str
    state: str
    write: Link
    is_written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewingPage(PersonalPage):
    TEMPLATE: ClassVar[str] = "storefront/pages/reviewing.html"
    ICONS: ClassVar[Sequence[str]] = ("circle-check", "circle-alert", "info")

    title: str
    text: str
    back: Link
    lines: tuple[Reviewable, ...]


@dataclass(frozen=True, slots=True)
class StarChoice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFormPage(PersonalPage):
    TEMPLATE: ClassVar[str] = "storefront/pages/review_form.html"
    ICONS: ClassVar[Sequence[str]] = ("circle-check", "circle-alert", "info", "chevron-down")

    title: str
    back: Link
    name: str
    detail: str
    src: str
    state: str
    action: str
    stars: tuple[StarChoice, ...]
    stars_error: str
    fields: tuple[Field, ...]
    errors: tuple[FieldError, ...]
    submit: str
