import pytest

from comptoir.domains.reviews.actions import publish_review, write_review
from comptoir.domains.reviews.models import Review as ReviewRow
from comptoir.domains.reviews.queries import ratings_for, review_by_id
from comptoir.domains.reviews.testing import a_review, make_review, make_shipped_order
from comptoir.domains.reviews.values import Rating, ReviewState
from comptoir.kernel.testing import NOON, OWNER, at_once
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_sendings_of_a_form_are_one_review() -> None:
    about = make_shipped_order()
    answers = at_once([lambda: write_review(draft=a_review(about), actor=OWNER, now=NOON)] * 20)
    assert len(set(answers)) == 1
    assert ReviewRow.objects.count() == 1


def test_two_who_publish_count_it_once() -> None:
    found = make_review(published=False)
    answers = at_once([lambda: publish_review(review_id=found.id, edition=1, actor=OWNER, now=NOON)] * 8)
    assert sum(isinstance(answer, MoveRefused) for answer in answers) == 7
    assert ratings_for([found.product_id]) == {found.product_id: Rating((0, 0, 0, 0, 1))}


def test_an_edit_and_a_publication_leave_nothing_shown_that_nobody_read() -> None:
    about = make_shipped_order()
    found = make_review(about, published=False)
    at_once(
        [
            lambda: publish_review(review_id=found.id, edition=1, actor=OWNER, now=NOON),
            lambda: write_review(draft=a_review(about, stars=1), actor=OWNER, now=NOON),
        ]
    )
    after = review_by_id(found.id)
    assert (after.state, after.stars, after.edition) == (ReviewState.PENDING, 1, 2)
    assert ratings_for([found.product_id]) == {}
