"""What a review is, and what is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.domains.catalogue.values import ProductId, VariantId
from comptoir.domains.orders.values import OrderId
from comptoir.kernel.transitions import StateTable

ReviewId = NewType("ReviewId", UUID)

MOST_STARS = 5
LONGEST_TITLE = 120
LEAST_TEXT = 10
LONGEST_TEXT = 4_000
LONGEST_NAME = 60
LONGEST_NOTE = 1_000
MOST_EDITIONS = 6
"""As it was written, and five changes: somebody reads each."""


class ReviewState(StrEnum):
    PENDING = "pending"  # nobody has read it yet
    PUBLISHED = "published"
    REFUSED = "refused"  # its author was told why


REVIEW_STATES = StateTable(
    {
        ReviewState.PENDING: {ReviewState.PUBLISHED, ReviewState.REFUSED},
        ReviewState.PUBLISHED: {ReviewState.PENDING, ReviewState.REFUSED},
        ReviewState.REFUSED: {ReviewState.PENDING, ReviewState.PUBLISHED},
    }
)


class Refusal(StrEnum):
    """Why a review is not shown. That it is a bad one is no reason (annex I, 23b and 23c, directive 2005/29/EC)."""

    UNSAID = ""
    OFF_TOPIC = "off_topic"
    OFFENSIVE = "offensive"
    PERSONAL = "personal"
    ADVERTISING = "advertising"
    UNREADABLE = "unreadable"
    UNLAWFUL = "unlawful"


REFUSALS: Mapping[Refusal, Promise] = {
    Refusal.OFF_TOPIC: _("It is about something other than the product"),
    Refusal.OFFENSIVE: _("It is offensive or hateful"),
    Refusal.PERSONAL: _("It names people or contains personal details"),
    Refusal.ADVERTISING: _("It advertises something"),
    Refusal.UNREADABLE: _("It cannot be understood"),
    Refusal.UNLAWFUL: _("It breaks the law, for example by defaming someone"),
}


class ReportReason(StrEnum):
    """What a reader finds wrong with a review that is shown."""

    FALSE = "false"
    OFFENSIVE = "offensive"
    PERSONAL = "personal"
    UNLAWFUL = "unlawful"
    OTHER = "other"


REPORT_REASONS: Mapping[ReportReason, Promise] = {
    ReportReason.FALSE: _("It does not seem genuine"),
    ReportReason.OFFENSIVE: _("It is offensive or hateful"),
    ReportReason.PERSONAL: _("It names people or contains personal details"),
    ReportReason.UNLAWFUL: _("It breaks the law"),
    ReportReason.OTHER: _("Something else"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDraft:
    """What a buyer says of a line of their order (by its position). ``shown_name`` is empty where they want none."""

    order_id: OrderId
    position: int
    stars: int
    title: str
    text: str
    shown_name: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review with what only its author and staff may know.

    ``edition`` counts how often it was written anew: who decides says which they have read. ``bought_on`` is the day of
    the order, ``decided_at`` when it was published or refused; ``refusal`` and ``note`` are what the author was told.
    """

    id: ReviewId
    order_id: OrderId
    position: int
    product_id: ProductId
    variant_id: VariantId
    market: str
    language: str
    stars: int
    title: str
    text: str
    shown_name: str
    state: ReviewState
    edition: int
    bought_on: date
    written_at: datetime
    edited_at: datetime | None
    decided_at: datetime | None
    refusal: Refusal
    note: str
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReview:
    """A review as everybody reads it. Of whoever wrote it nothing is told but the name they chose."""

    id: ReviewId
    language: str
    stars: int
    title: str
    text: str
    shown_name: str
    bought_on: date
    published_on: date
    answer: str


@dataclass(frozen=True, slots=True)
class Rating:
    """How a product is rated: how many reviews have one star, two, … five."""

    by_stars: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)

    @property
    def count(self) -> int:
        return sum(self.by_stars)

    @property
    def stars(self) -> int:
        """All stars together: divided by ``count`` they are the mean."""
        return sum(stars * count for stars, count in enumerate(self.by_stars, start=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductReviews:
    """The rating of a product and a page of its reviews. ``next_cursor`` is None on the last."""

    rating: Rating
    reviews: tuple[ShownReview, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One line of the queue. ``reports`` counts those that nobody has answered."""

    id: ReviewId
    product_id: ProductId
    market: str
    stars: int
    title: str
    text: str
    shown_name: str
    state: ReviewState
    has_answer: bool
    reports: int
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFilter:
    """What of the queue is wanted. ``reported`` asks for reviews that somebody has reported."""

    states: tuple[ReviewState, ...] = ()
    reported: bool = False
    market: str | None = None
    stars: int | None = None
    oldest_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCounts:
    """What waits: reviews to read, and reviews that are shown and were reported."""

    pending: int
    reported: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    reason: ReportReason
    text: str
    reported_at: datetime
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReview:
    """A review that was written and published long ago, to be taken over. ``answer`` may be empty."""

    draft: ReviewDraft
    written_at: datetime
    answer: str = ""
