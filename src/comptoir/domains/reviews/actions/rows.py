"""What the actions of this domain share: the row under its lock, the rating it counts in."""

from collections.abc import Collection
from datetime import datetime

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.reviews.errors import UnknownReview
from comptoir.domains.reviews.events import ReviewsChanged
from comptoir.domains.reviews.models import Report as ReportRecord
from comptoir.domains.reviews.models import Review as ReviewRecord
from comptoir.domains.reviews.permissions import REVIEWS_MODERATE
from comptoir.domains.reviews.rules import column_of
from comptoir.domains.reviews.values import MOST_STARS, ReviewId
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.sql import execute


def locked(review_id: ReviewId, actor: Actor) -> ReviewRecord:
    """The row, locked until the transaction ends, for staff who decide about it.

    :raises UnknownReview: when there is none.
    """
    row = ReviewRecord.objects.select_for_update(no_key=True).filter(pk=review_id).first()
    if row is None:
        raise UnknownReview(review_id=str(review_id))
    actor.must(REVIEWS_MODERATE, market=row.market_id)
    return row


def count_in(product_id: object, stars: int) -> None:
    """One more review with so many stars. Always after its review was locked: reviews before ratings."""
    execute(
        f"""INSERT INTO reviews_rating AS rating (product_id, ones, twos, threes, fours, fives)
            VALUES (%s, {", ".join("1" if each == stars else "0" for each in range(1, MOST_STARS + 1))})
            ON CONFLICT (product_id) DO UPDATE SET {column_of(stars)} = rating.{column_of(stars)} + 1""",
        [product_id],
    )


def count_out(product_id: object, stars: int) -> None:
    """One less."""
    column = column_of(stars)
    execute(f"UPDATE reviews_rating SET {column} = {column} - 1 WHERE product_id = %s", [product_id])


def answer_reports(review_id: ReviewId, now: datetime) -> int:
    """Whatever readers have found wrong with it is decided."""
    return ReportRecord.objects.filter(review_id=review_id, answered_at=None).update(answered_at=now)


def tell_changed(product_ids: Collection[ProductId]) -> None:
    """What everybody reads is another now."""
    if product_ids:
        emit(ReviewsChanged(product_ids=tuple(sorted(product_ids))))
