"""Reading what was written, and answering it. A review is shown or refused for what it says, never for its stars."""

from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.orders.values import OrderId
from comptoir.domains.reviews.actions.rows import answer_reports, count_in, count_out, locked, tell_changed
from comptoir.domains.reviews.errors import AnswerNeeded, EditedMeanwhile, ReasonNeeded, ReviewTooLong
from comptoir.domains.reviews.events import ReviewRefused
from comptoir.domains.reviews.models import Review as ReviewRecord
from comptoir.domains.reviews.permissions import REVIEWS_MODERATE
from comptoir.domains.reviews.values import LONGEST_NOTE, REVIEW_STATES, Refusal, ReviewId, ReviewState
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.texts import typed
from comptoir.kernel.transitions import move


def publish_review(*, review_id: ReviewId, edition: int, actor: Actor, now: datetime) -> None:
    """Show a review, as it was read: ``edition`` says what that was. What readers had reported of it is answered.

    :raises UnknownReview: when there is none.
    :raises EditedMeanwhile: when its author has changed it since.
    :raises MoveRefused: when it is shown already.
    """
    actor.must(REVIEWS_MODERATE)
    with transaction.atomic(savepoint=False):
        row = _as_read(review_id, edition, actor)
        changes = {"decided_at": now, "refusal": "", "note": ""}
        move(row, to=ReviewState.PUBLISHED, table=REVIEW_STATES, actor=actor, now=now, changes=changes)
        count_in(row.product_id, row.stars)
        answer_reports(review_id, now)
        tell_changed([ProductId(row.product_id)])


def refuse_review(
    *, review_id: ReviewId, edition: int, refusal: Refusal, note: str = "", actor: Actor, now: datetime
) -> None:
    """Do not show a review (any more). Its author is told why, with the note.

    :raises UnknownReview: when there is none.
    :raises ReasonNeeded: without a reason.
    :raises EditedMeanwhile: when its author has changed it since it was read.
    :raises MoveRefused: when it was refused before.
    """
    actor.must(REVIEWS_MODERATE)
    note = typed(note)
    if not refusal:
        raise ReasonNeeded(field="refusal")
    if len(note) > LONGEST_NOTE:
        raise ReviewTooLong(field="note", most=LONGEST_NOTE)
    with transaction.atomic(savepoint=False):
        row = _as_read(review_id, edition, actor)
        changes = {"decided_at": now, "refusal": refusal, "note": note}
        left = move(row, to=ReviewState.REFUSED, table=REVIEW_STATES, actor=actor, now=now, changes=changes)
        answer_reports(review_id, now)
        if left == ReviewState.PUBLISHED:
            count_out(row.product_id, row.stars)
            tell_changed([ProductId(row.product_id)])
        emit(ReviewRefused(review_id=review_id, order_id=OrderId(row.order_id), market=row.market_id, edition=edition))


def dismiss_reports(*, review_id: ReviewId, actor: Actor, now: datetime) -> None:
    """Leave a review as it is, whatever readers have reported of it.

    :raises UnknownReview: when there is none.
    """
    actor.must(REVIEWS_MODERATE)
    with transaction.atomic(savepoint=False):
        locked(review_id, actor)
        if answer_reports(review_id, now):
            record(action="kept", subject_type="reviews.review", subject_id=review_id, actor=actor, now=now)


def answer_review(*, review_id: ReviewId, text: str, actor: Actor, now: datetime) -> None:
    """Answer in public, in the merchant's name; a second answer takes the place of the first.

    :raises UnknownReview: when there is none.
    :raises AnswerNeeded: without words.
    """
    actor.must(REVIEWS_MODERATE)
    text = typed(text)
    if not text:
        raise AnswerNeeded(field="text")
    if len(text) > LONGEST_NOTE:
        raise ReviewTooLong(field="text", most=LONGEST_NOTE)
    with transaction.atomic(savepoint=False):
        row = locked(review_id, actor)
        before = row.answer
        ReviewRecord.objects.filter(pk=review_id).update(answer=text, answered_at=now)
        record(
            action="answered",
            subject_type="reviews.review",
            subject_id=review_id,
            before={"answer": before},
            after={"answer": text},
            actor=actor,
            now=now,
        )
        if row.state == ReviewState.PUBLISHED:
            tell_changed([ProductId(row.product_id)])


def _as_read(review_id: ReviewId, edition: int, actor: Actor) -> ReviewRecord:
    row = locked(review_id, actor)
    if row.edition != edition:
        raise EditedMeanwhile(review_id=str(review_id))
    return row
