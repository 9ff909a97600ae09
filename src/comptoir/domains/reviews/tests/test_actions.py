from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from comptoir.domains.customers.values import CustomerId
from comptoir.domains.orders.errors import UnknownOrder
from comptoir.domains.orders.testing import make_order
from comptoir.domains.orders.values import Order
from comptoir.domains.reviews.actions import (
    add_reviews,
    answer_review,
    await_reviews,
    bring_reviews_forward,
    dismiss_reports,
    erase_reviewer,
    invite_reviewers,
    publish_review,
    refuse_review,
    report_review,
    write_review,
)
from comptoir.domains.reviews.errors import (
    AnswerNeeded,
    EditedMeanwhile,
    NotBought,
    ReasonNeeded,
    TooManyEdits,
    UnknownReview,
)
from comptoir.domains.reviews.models import Rating as RatingRow
from comptoir.domains.reviews.models import Review as ReviewRow
from comptoir.domains.reviews.queries import (
    due_invitations,
    product_reviews,
    ratings_for,
    reports_of,
    review_by_id,
    review_counts,
    review_for_staff,
    review_rows,
)
from comptoir.domains.reviews.testing import a_review, make_review, make_shipped_order
from comptoir.domains.reviews.values import (
    PastReview,
    Rating,
    Refusal,
    ReportReason,
    Review,
    ReviewFilter,
    ReviewState,
)
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind, NotAllowed
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import history_of
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db


def guest(about: Order) -> Actor:
    return Actor(ActorKind.GUEST, str(about.id), "order", frozenset({"reviews.write"}), ALL_MARKETS)


def rating(review: Review) -> Rating:
    return ratings_for([review.product_id]).get(review.product_id, Rating())


def told(name: str) -> list[dict[str, Any]]:
    return list(OutboxEvent.objects.filter(name=name).order_by("id").values_list("payload", flat=True))


def refuse(review: Review, **changes: Any) -> None:
    facts: dict[str, Any] = {"refusal": Refusal.OFF_TOPIC, "note": "", "actor": OWNER, "now": NOON}
    refuse_review(review_id=review.id, edition=review_by_id(review.id).edition, **{**facts, **changes})


def report(review: Review, source: str = "a") -> None:
    report_review(
        review_id=review.id,
        reason=ReportReason.FALSE,
        text="",
        source=source,
        actor=anybody("reviews.report"),
        now=NOON,
    )


def test_what_a_buyer_writes_waits_until_somebody_has_read_it() -> None:
    about = make_shipped_order()
    id = write_review(draft=a_review(about, title="  Un  miel\trare "), actor=guest(about), now=NOON)
    found = review_by_id(id)
    assert (found.state, found.title, found.bought_on) == (ReviewState.PENDING, "Un miel rare", NOON.date())
    assert product_reviews(found.product_id).reviews == ()
    assert rating(found) == Rating()


def test_a_published_review_is_shown_and_counted() -> None:
    found = make_review(stars=4)
    shown = product_reviews(found.product_id)
    assert [(each.text, each.stars, each.shown_name) for each in shown.reviews] == [(found.text, 4, "Lucie M.")]
    assert shown.rating == Rating((0, 0, 0, 1, 0))
    assert told("reviews.reviews_changed.1") == [{"product_ids": [str(found.product_id)]}]


def test_only_what_has_left_can_be_reviewed_by_whoever_holds_the_order() -> None:
    unsent, other = make_order(), make_shipped_order()
    with pytest.raises(NotBought), transaction.atomic():
        write_review(draft=a_review(unsent), actor=guest(unsent), now=NOON)
    with pytest.raises(NotBought), transaction.atomic():
        write_review(draft=a_review(other, position=2), actor=guest(other), now=NOON)
    with pytest.raises(UnknownOrder), transaction.atomic():
        write_review(draft=a_review(other), actor=guest(unsent), now=NOON)
    assert not ReviewRow.objects.exists()


def test_all_that_is_wrong_is_told_at_once() -> None:
    about = make_shipped_order()
    with pytest.raises(ManyInvalid) as refused, transaction.atomic():
        write_review(draft=a_review(about, stars=0, text="Bof"), actor=guest(about), now=NOON)
    assert {error.field for error in refused.value.errors} == {"stars", "text"}


def test_a_line_has_one_review_and_saying_it_again_changes_nothing() -> None:
    about = make_shipped_order()
    found = make_review(about)
    before = snapshot()
    assert write_review(draft=a_review(about), actor=guest(about), now=NOON) == found.id
    assert snapshot() == before


def test_what_was_changed_is_read_again_before_it_is_shown() -> None:
    about = make_shipped_order()
    found = make_review(about, stars=5)
    write_review(draft=a_review(about, stars=2), actor=guest(about), now=NOON)
    changed = review_by_id(found.id)
    assert (changed.state, changed.edition, changed.stars, changed.decided_at) == (ReviewState.PENDING, 2, 2, None)
    assert rating(found) == Rating()
    publish_review(review_id=found.id, edition=2, actor=OWNER, now=NOON)
    assert rating(found) == Rating((0, 1, 0, 0, 0))


def test_nobody_publishes_what_they_have_not_read() -> None:
    about = make_shipped_order()
    found = make_review(about, published=False)
    write_review(draft=a_review(about, text="Tout autre chose, en fait."), actor=guest(about), now=NOON)
    for decide in (publish_review, lambda **facts: refuse_review(refusal=Refusal.OFFENSIVE, **facts)):
        with pytest.raises(EditedMeanwhile), transaction.atomic():
            decide(review_id=found.id, edition=1, actor=OWNER, now=NOON)
    assert review_by_id(found.id).state is ReviewState.PENDING


def test_a_review_is_changed_five_times_at_most() -> None:
    about = make_shipped_order()
    found = make_review(about, published=False)
    for number in range(5):
        write_review(draft=a_review(about, title=f"Version {number}"), actor=guest(about), now=NOON)
    with pytest.raises(TooManyEdits), transaction.atomic():
        write_review(draft=a_review(about, title="Encore"), actor=guest(about), now=NOON)
    assert review_by_id(found.id).title == "Version 4"


def test_a_refused_review_is_not_counted_and_its_author_is_told_why() -> None:
    found = make_review()
    with pytest.raises(ReasonNeeded):
        refuse(found, refusal=Refusal.UNSAID)
    refuse(found, refusal=Refusal.PERSONAL, note="Le nom de la vendeuse.")
    assert rating(found) == Rating()
    refused = review_by_id(found.id)
    assert (refused.state, refused.refusal, refused.note) == (
        ReviewState.REFUSED,
        Refusal.PERSONAL,
        "Le nom de la vendeuse.",
    )
    assert [each["edition"] for each in told("reviews.review_refused.1")] == [1]
    with pytest.raises(MoveRefused), transaction.atomic():
        refuse(found)
    publish_review(review_id=found.id, edition=1, actor=OWNER, now=NOON)
    assert (review_by_id(found.id).refusal, rating(found).count) == (Refusal.UNSAID, 1)


def test_the_merchant_answers_in_public() -> None:
    found = make_review()
    with pytest.raises(AnswerNeeded):
        answer_review(review_id=found.id, text="  ", actor=OWNER, now=NOON)
    answer_review(review_id=found.id, text="Merci, Lucie.", actor=OWNER, now=NOON)
    assert product_reviews(found.product_id).reviews[0].answer == "Merci, Lucie."
    assert len(told("reviews.reviews_changed.1")) == 2


def test_a_reader_reports_once_and_somebody_decides() -> None:
    found = make_review()
    for source in ("a", "a", "b"):
        report_review(
            review_id=found.id,
            reason=ReportReason.FALSE,
            text="",
            source=source,
            actor=anybody("reviews.report"),
            now=NOON,
        )
    assert [each.is_open for each in reports_of(found.id, actor=OWNER)] == [True, True]
    assert review_counts(actor=OWNER, market=found.market).reported == 1
    (row,) = review_rows(ReviewFilter(reported=True), actor=OWNER).items
    assert row.reports == 2
    dismiss_reports(review_id=found.id, actor=OWNER, now=NOON)
    assert review_counts(actor=OWNER, market=found.market).reported == 0
    assert review_by_id(found.id).state is ReviewState.PUBLISHED


def test_what_is_not_shown_cannot_be_reported() -> None:
    found = make_review(published=False)
    with pytest.raises(UnknownReview), transaction.atomic():
        report_review(
            review_id=found.id,
            reason=ReportReason.OTHER,
            text="",
            source="a",
            actor=anybody("reviews.report"),
            now=NOON,
        )


def test_a_forgotten_person_leaves_no_name_anywhere() -> None:
    about = make_shipped_order()
    found = make_review(about, shown_name="Lucie Martinet")
    assert erase_reviewer(customer_id=CustomerId(about.customer_id), actor=OWNER, now=NOON) == 1
    assert erase_reviewer(customer_id=CustomerId(about.customer_id), actor=OWNER, now=NOON) == 0
    assert product_reviews(found.product_id).reviews[0].shown_name == ""
    lines = history_of("reviews.review", found.id)
    assert "Martinet" not in str(lines)


def test_who_has_everything_is_asked_once_and_on_their_day() -> None:
    about = make_shipped_order()
    for _again in range(2):
        await_reviews(order_id=about.id, actor=OWNER, now=NOON)
    assert due_invitations(NOON + timedelta(days=9)) == []
    day = NOON + timedelta(days=10)
    assert due_invitations(day) == [about.id]
    assert invite_reviewers(order_ids=[about.id], actor=OWNER, now=NOON) == 0
    assert invite_reviewers(order_ids=[about.id], actor=OWNER, now=day) == 1
    assert invite_reviewers(order_ids=[about.id], actor=OWNER, now=day) == 0
    assert told("reviews.review_invited.1") == [{"order_id": str(about.id), "market": about.market}]


def test_nobody_is_asked_about_what_was_sent_long_ago() -> None:
    about = make_shipped_order()
    await_reviews(order_id=about.id, actor=OWNER, now=NOON + timedelta(days=61))
    assert due_invitations(NOON + timedelta(days=365)) == []


def test_past_reviews_are_taken_over_once() -> None:
    about = make_shipped_order()
    batch = [PastReview(draft=a_review(about, stars=3), written_at=NOON, answer="Merci.")]
    assert add_reviews(batch=batch, actor=OWNER, now=NOON) == 1
    assert add_reviews(batch=batch, actor=OWNER, now=NOON) == 0
    (row,) = RatingRow.objects.all()
    assert (row.threes, row.fives) == (1, 0)


def test_a_page_goes_on_where_the_last_one_ended() -> None:
    about = make_shipped_order()
    first = make_review(about)
    second = make_review(make_shipped_order(lines=about.lines), now=NOON + timedelta(hours=1))
    assert second.product_id == first.product_id
    page = product_reviews(first.product_id, size=1)
    assert [each.id for each in page.reviews] == [second.id]
    assert page.next_cursor is not None
    rest = product_reviews(first.product_id, size=1, cursor=page.next_cursor)
    assert ([each.id for each in rest.reviews], rest.next_cursor, rest.rating.count) == ([first.id], None, 2)


def test_staff_of_another_market_neither_see_nor_decide() -> None:
    found = make_review(published=False)
    stranger = anybody("reviews.*", markets=frozenset({"be"}))
    assert review_rows(ReviewFilter(), actor=stranger).items == []
    with pytest.raises(NotAllowed), transaction.atomic():
        review_for_staff(found.id, actor=stranger)
    with pytest.raises(NotAllowed), transaction.atomic():
        publish_review(review_id=found.id, edition=1, actor=stranger, now=NOON)


REFUSED: dict[str, Callable[[Review], object]] = {
    "write": lambda each: write_review(draft=a_review(make_order()), actor=NOBODY, now=NOON),
    "publish": lambda each: publish_review(review_id=each.id, edition=1, actor=NOBODY, now=NOON),
    "refuse": lambda each: refuse_review(
        review_id=each.id, edition=1, refusal=Refusal.OFFENSIVE, actor=NOBODY, now=NOON
    ),
    "answer": lambda each: answer_review(review_id=each.id, text="Merci", actor=NOBODY, now=NOON),
    "dismiss": lambda each: dismiss_reports(review_id=each.id, actor=NOBODY, now=NOON),
    "report": lambda each: report_review(
        review_id=each.id, reason=ReportReason.OTHER, text="", source="a", actor=NOBODY, now=NOON
    ),
    "erase": lambda each: erase_reviewer(customer_id=_customer(each), actor=NOBODY, now=NOON),
    "await": lambda each: await_reviews(order_id=each.order_id, actor=NOBODY, now=NOON),
    "forward": lambda each: bring_reviews_forward(order_id=each.order_id, actor=NOBODY, now=NOON),
    "invite": lambda each: invite_reviewers(order_ids=[each.order_id], actor=NOBODY, now=NOON),
    "add": lambda each: add_reviews(batch=[], actor=NOBODY, now=NOON),
}


def _customer(each: Review) -> Any:
    return ReviewRow.objects.get(pk=each.id).customer_id


@pytest.mark.parametrize("verb", REFUSED)
def test_without_the_right_nothing_changes(verb: str) -> None:
    found = make_review()
    if verb == "write":
        make_order()
    before = ReviewRow.objects.values().get(pk=found.id)
    with pytest.raises(NotAllowed), transaction.atomic():
        REFUSED[verb](found)
    assert ReviewRow.objects.values().get(pk=found.id) == before


def test_the_database_holds_one_review_a_line_and_no_reason_without_refusal() -> None:
    row = ReviewRow.objects.get(pk=make_review().id)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRow.objects.filter(pk=row.pk).update(refusal=Refusal.OFFENSIVE)
    with pytest.raises(IntegrityError), transaction.atomic():
        RatingRow.objects.update(fives=-1)
