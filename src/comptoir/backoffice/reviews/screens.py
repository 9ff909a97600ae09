"""What the screens of reviews show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from comptoir.backoffice.parts import Link, Listing, Pill, Screen, Told, Words
from comptoir.backoffice.returns.screens import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    href: str
    stars: int
    words: str
    product: str
    by: Words
    state: Pill
    reports: Words
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReviewList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/reviews/list.html"

    listing: Listing
    rows: tuple[ReviewLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    reason: Words
    text: str
    at: datetime
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class ReviewPage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/reviews/page.html"

    stars: int
    headline: str
    text: str
    by: Words
    product: Link
    order: Link
    language: Words
    bought_on: date
    written_at: datetime
    edition: int
    because: Words
    answer: str
    reports: tuple[ReportLine, ...]
    steps: tuple[Step, ...]
    history: tuple[Told, ...]
