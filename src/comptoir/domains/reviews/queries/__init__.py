"""What others may ask of reviews."""

from comptoir.domains.reviews.queries.author import (
    review_of_line,
    reviewable_lines,
    reviews_by,
    reviews_of_order,
)
from comptoir.domains.reviews.queries.shown import (
    mean_rating,
    product_reviews,
    ratings_for,
    shown_review,
)
from comptoir.domains.reviews.queries.staff import (
    due_invitations,
    reports_of,
    review_by_id,
    review_counts,
    review_for_staff,
    review_rows,
)

__all__ = [
    "due_invitations",
    "mean_rating",
    "product_reviews",
    "ratings_for",
    "reports_of",
    "review_by_id",
    "review_counts",
    "review_for_staff",
    "review_of_line",
    "review_rows",
    "reviewable_lines",
    "reviews_by",
    "reviews_of_order",
    "shown_review",
]
