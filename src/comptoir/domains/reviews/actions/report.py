"""A reader finds that a review should not be shown (article 16 of regulation (EU) 2022/2065)."""

from datetime import datetime

from comptoir.domains.reviews.errors import ReviewTooLong
from comptoir.domains.reviews.permissions import REVIEWS_REPORT
from comptoir.domains.reviews.queries import shown_review
from comptoir.domains.reviews.values import LONGEST_NOTE, ReportReason, ReviewId
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import execute
from comptoir.kernel.texts import typed


def report_review(
    *, review_id: ReviewId, reason: ReportReason, text: str, source: str, actor: Actor, now: datetime
) -> None:
    """Have somebody look at a review again. It is shown until they have; a reader (``source``) reports it once.

    :raises UnknownReview: when it is not shown.
    """
    actor.must(REVIEWS_REPORT)
    text = typed(text)
    if len(text) > LONGEST_NOTE:
        raise ReviewTooLong(field="text", most=LONGEST_NOTE)
    shown_review(review_id)
    written = execute(
        """INSERT INTO reviews_report (review_id, reason, text, source, reported_at)
           SELECT id, %s, %s, %s, %s FROM reviews_review WHERE id = %s AND state = 'published'
               ON CONFLICT (review_id, source) DO NOTHING""",
        [reason, text, source, now, review_id],
    )
    if not written:
        # Reported before, or refused by somebody at this very moment: only the second is news.
        shown_review(review_id)
