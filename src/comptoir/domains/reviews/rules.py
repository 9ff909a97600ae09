"""Pure rules of reviews."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from comptoir.domains.orders.values import Order, OrderLine
from comptoir.domains.reviews.errors import BadStars, LinkInReview, ReviewTooLong, TextTooShort
from comptoir.domains.reviews.values import (
    LEAST_TEXT,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_STARS,
    Rating,
    ReviewDraft,
)
from comptoir.kernel.errors import Invalid

AFTER_SENDING = timedelta(days=10)
"""When nobody says that a parcel has arrived, it is taken to have done so, and to have been tried."""
AFTER_COLLECTION = timedelta(days=5)
AFTER_ARRIVAL = timedelta(days=5)
TOO_LATE = timedelta(days=60)
"""Nobody is asked about what they were sent longer ago: orders of the past can be taken over without a letter each."""

_LINK = re.compile(
    r"https?://|www\.|\S@\S+\.\w|\b[\w-]+\.(?:com|net|org|fr|eu|be|ch|io|shop|info|biz)\b", re.IGNORECASE
)


def invited_when(order: Order, left_at: datetime) -> datetime:
    """When the buyer is asked, as far as is known when the last of an order leaves."""
    return left_at + (AFTER_COLLECTION if order.delivery.kind == "pickup" else AFTER_SENDING)


def draft_errors(draft: ReviewDraft) -> Iterator[Invalid]:
    """What is wrong with a review, each with its field."""
    if not 1 <= draft.stars <= MOST_STARS:
        yield BadStars(field="stars")
    if len(draft.text) < LEAST_TEXT:
        yield TextTooShort(field="text", least=LEAST_TEXT)
    lengths = (("title", draft.title, LONGEST_TITLE), ("text", draft.text, LONGEST_TEXT))
    for field, words, most in (*lengths, ("shown_name", draft.shown_name, LONGEST_NAME)):
        if len(words) > most:
            yield ReviewTooLong(field=field, most=most)
        elif _LINK.search(words):
            yield LinkInReview(field=field)


def reviewable(order: Order) -> tuple[OrderLine, ...]:
    """The lines of which something has left, whatever came back of it since."""
    return tuple(line for line in order.lines if line.shipped)


def mean_of(rating: Rating) -> Decimal:
    """The mean to one decimal, halves upwards; 0 where nobody has said anything."""
    if not rating.count:
        return Decimal(0)
    return (Decimal(rating.stars) / rating.count).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def column_of(stars: int) -> str:
    """Where the reviews with so many stars are counted."""
    return ("ones", "twos", "threes", "fours", "fives")[stars - 1]
