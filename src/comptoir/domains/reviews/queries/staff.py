"""The queue, and one review in full."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.orders.values import OrderId
from comptoir.domains.reviews.errors import UnknownReview
from comptoir.domains.reviews.models import Invitation as InvitationRecord
from comptoir.domains.reviews.models import Report as ReportRecord
from comptoir.domains.reviews.models import Review as ReviewRecord
from comptoir.domains.reviews.permissions import REVIEWS_VIEW
from comptoir.domains.reviews.queries.reading import read_review
from comptoir.domains.reviews.values import (
    Report,
    ReportReason,
    Review,
    ReviewCounts,
    ReviewFilter,
    ReviewId,
    ReviewRow,
    ReviewState,
)
from comptoir.kernel.access import ALL_MARKETS, Actor
from comptoir.kernel.paging import Page, decode_cursor, page_of

_OPEN_REPORTS = ReportRecord.objects.filter(review_id=OuterRef("pk"), answered_at=None)


def review_by_id(review_id: UUID) -> Review:
    """One review, for whoever was already let in.

    :raises UnknownReview: when there is none.
    """
    row = ReviewRecord.objects.filter(pk=review_id).first()
    if row is None:
        raise UnknownReview(review_id=str(review_id))
    return read_review(row)


def review_for_staff(review_id: UUID, *, actor: Actor) -> Review:
    """One review, if the actor may see those of its market.

    :raises UnknownReview: when there is none.
    """
    actor.must(REVIEWS_VIEW)
    found = review_by_id(review_id)
    actor.must(REVIEWS_VIEW, market=found.market)
    return found


def reports_of(review_id: ReviewId, *, actor: Actor) -> tuple[Report, ...]:
    """What readers have found wrong with it, latest first."""
    actor.must(REVIEWS_VIEW)
    return tuple(
        Report(
            reason=ReportReason(row.reason),
            text=row.text,
            reported_at=row.reported_at,
            is_open=row.answered_at is None,
        )
        for row in ReportRecord.objects.filter(review_id=review_id).order_by("-id")
    )


def review_rows(
    wanted: ReviewFilter, *, actor: Actor, cursor: str | None = None, page_size: int = 50
) -> Page[ReviewRow]:
    """The queue, of the markets the actor may see: newest first, or oldest first while something is to be done."""
    actor.must(REVIEWS_VIEW)
    rows = _filtered(wanted, actor)
    sign, compared = ("", "gt") if wanted.oldest_first else ("-", "lt")
    if cursor:
        at, id = decode_cursor(cursor, [datetime.fromisoformat, UUID])
        rows = rows.filter(Q(**{f"written_at__{compared}": at}) | Q(written_at=at, **{f"id__{compared}": id}))
    counted = rows.annotate(open_reports=Count("reports", filter=Q(reports__answered_at=None)))
    found = list(counted.order_by(f"{sign}written_at", f"{sign}id")[: page_size + 1])
    return page_of(found, size=page_size, key=lambda row: (row.written_at.isoformat(), row.pk), show=_row)


def _filtered(wanted: ReviewFilter, actor: Actor) -> QuerySet[ReviewRecord]:
    rows = ReviewRecord.objects.all()
    if actor.markets is not ALL_MARKETS:
        rows = rows.filter(market_id__in=actor.markets)
    if wanted.market:
        rows = rows.filter(market_id=wanted.market)
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    if wanted.stars:
        rows = rows.filter(stars=wanted.stars)
    if wanted.reported:
        rows = rows.filter(Exists(_OPEN_REPORTS))
    return rows


def _row(row: ReviewRecord) -> ReviewRow:
    return ReviewRow(
        id=ReviewId(row.pk),
        product_id=ProductId(row.product_id),
        market=row.market_id,
        stars=row.stars,
        title=row.title,
        text=row.text,
        shown_name=row.shown_name,
        state=ReviewState(row.state),
        has_answer=bool(row.answer),
        reports=getattr(row, "open_reports", 0),
        written_at=row.written_at,
    )


def review_counts(*, actor: Actor, market: str) -> ReviewCounts:
    """What waits in a market. One statement."""
    actor.must(REVIEWS_VIEW, market=market)
    here = ReviewRecord.objects.filter(market_id=market)
    counted = here.aggregate(
        pending=Count("pk", filter=Q(state=ReviewState.PENDING)),
        reported=Count("pk", filter=Q(Exists(_OPEN_REPORTS), state=ReviewState.PUBLISHED)),
    )
    return ReviewCounts(**counted)


def due_invitations(now: datetime, *, limit: int = 100) -> list[OrderId]:
    """Orders whose buyers may be asked now, those that wait longest first."""
    rows = InvitationRecord.objects.filter(invited_at=None, due_at__lte=now).order_by("due_at", "pk")
    return [OrderId(id) for id in rows.values_list("pk", flat=True)[:limit]]
