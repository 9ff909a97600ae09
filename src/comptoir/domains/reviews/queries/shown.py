"""What everybody reads: ratings and published reviews."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.reviews.errors import UnknownReview
from comptoir.domains.reviews.rules import mean_of
from comptoir.domains.reviews.values import ProductReviews, Rating, ReviewId, ShownReview
from comptoir.kernel.paging import MAX_PAGE_SIZE, decode_cursor, encode_cursor
from comptoir.kernel.sql import fetch

_SHOWN = """id, language, stars, title, text, shown_name, bought_on, decided_at::date AS published_on, answer,
            written_at"""
# One statement for the page of a product: its rating, and the newest reviews beside it.
_PAGE = f"""
SELECT (SELECT jsonb_build_array(ones, twos, threes, fours, fives) FROM reviews_rating WHERE product_id = %(product)s),
       (SELECT jsonb_agg(to_jsonb(shown)) FROM (
            SELECT {_SHOWN} FROM reviews_review
             WHERE product_id = %(product)s AND state = 'published' AFTER
             ORDER BY written_at DESC, id DESC LIMIT %(size)s) AS shown)
"""
_FIRST = _PAGE.replace("AFTER", "")
_NEXT = _PAGE.replace("AFTER", "AND (written_at, id) < (%(at)s, %(id)s)")


def ratings_for(product_ids: Collection[ProductId]) -> dict[ProductId, Rating]:
    """The rating of each of these products that has one. One statement."""
    rows = fetch(
        "SELECT product_id, ones, twos, threes, fours, fives FROM reviews_rating WHERE product_id = ANY(%s)",
        [list(product_ids)],
    )
    found = ((ProductId(id), _rating(counts)) for id, *counts in rows)
    return {id: rating for id, rating in found if rating.count}


def _rating(counts: Sequence[int]) -> Rating:
    ones, twos, threes, fours, fives = counts
    return Rating((ones, twos, threes, fours, fives))


def mean_rating(rating: Rating) -> Decimal:
    """The mean to one decimal, as it is shown. No statement."""
    return mean_of(rating)


def product_reviews(product_id: ProductId, *, cursor: str | None = None, size: int = 6) -> ProductReviews:
    """The rating of a product and a page of its reviews, newest first, good or bad, of all markets. One statement.

    :raises BadCursor: for a cursor that is not of such a list.
    """
    size = min(size, MAX_PAGE_SIZE)
    parameters: dict[str, Any] = {"product": product_id, "size": size + 1}
    if cursor:
        parameters["at"], parameters["id"] = decode_cursor(cursor, [datetime.fromisoformat, UUID])
    ((counts, rows),) = fetch(_NEXT if cursor else _FIRST, parameters, prepared=True)
    rows = rows or []
    kept = rows[:size]
    more = len(rows) > size
    return ProductReviews(
        rating=_rating(counts) if counts else Rating(),
        reviews=tuple(_shown(row) for row in kept),
        next_cursor=encode_cursor([kept[-1]["written_at"], kept[-1]["id"]]) if more else None,
    )


def shown_review(review_id: ReviewId) -> tuple[ProductId, ShownReview]:
    """One review that is shown, and of which product it is.

    :raises UnknownReview: when there is none that everybody may read.
    """
    rows = fetch(
        f"""SELECT product_id, to_jsonb(shown) FROM (
                SELECT product_id, {_SHOWN} FROM reviews_review WHERE id = %s AND state = 'published') AS shown""",
        [review_id],
    )
    if not rows:
        raise UnknownReview(review_id=str(review_id))
    ((product_id, row),) = rows
    return ProductId(product_id), _shown(row)


def _shown(row: Mapping[str, Any]) -> ShownReview:
    return ShownReview(
        id=ReviewId(UUID(row["id"])),
        language=row["language"],
        stars=row["stars"],
        title=row["title"],
        text=row["text"],
        shown_name=row["shown_name"],
        bought_on=date.fromisoformat(row["bought_on"]),
        published_on=date.fromisoformat(row["published_on"]),
        answer=row["answer"],
    )
