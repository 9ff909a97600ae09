"""Letters about reviews: an invitation while something is left to say, and a reason that is still the reason."""

from typing import Any

import pytest

from comptoir.domains.messages.actions import queue_review_message
from comptoir.domains.messages.queries import letter_for, message
from comptoir.domains.messages.values import Letter, MessageId, MessageKind
from comptoir.domains.orders.values import Order
from comptoir.domains.reviews.actions import publish_review, refuse_review, write_review
from comptoir.domains.reviews.testing import a_review, make_review, make_shipped_order
from comptoir.domains.reviews.values import Refusal, Review
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.testing import NOBODY, NOON, OWNER

pytestmark = pytest.mark.django_db


def queued(about: Order, kind: MessageKind, **changes: Any) -> MessageId | None:
    return queue_review_message(kind=kind, order_id=about.id, **{"actor": OWNER, "now": NOON, **changes})


def letter(id: MessageId | None) -> Letter | None:
    assert id is not None
    return letter_for(message(id), now=NOON)


def refused(about: Order) -> Review:
    found = make_review(about, published=False, title="À propos de Mme Aubert")
    refuse_review(
        review_id=found.id, edition=1, refusal=Refusal.PERSONAL, note="Sans le nom, volontiers.", actor=OWNER, now=NOON
    )
    return found


def test_a_buyer_is_invited_once_an_order() -> None:
    about = make_shipped_order()
    id = queued(about, MessageKind.REVIEW_INVITED)
    assert queued(about, MessageKind.REVIEW_INVITED) is None
    written = letter(id)
    assert written is not None
    assert written.to == about.email
    for text in (written.text, written.html):
        assert "/avis" in text
        assert about.lines[0].title in text


def test_who_has_said_everything_is_not_asked() -> None:
    about = make_shipped_order()
    id = queued(about, MessageKind.REVIEW_INVITED)
    make_review(about)
    assert letter(id) is None


def test_an_author_is_told_the_reason_and_what_they_wrote() -> None:
    about = make_shipped_order()
    found = refused(about)
    written = letter(queued(about, MessageKind.REVIEW_REFUSED, review_id=found.id, edition=1))
    assert written is not None
    for text in (written.text, written.html):
        assert "Sans le nom, volontiers." in text
        assert "À propos de Mme Aubert" in text
        assert "nomme des personnes" in text


def test_a_reason_that_is_none_any_more_is_not_told() -> None:
    about = make_shipped_order()
    found = refused(about)
    id = queued(about, MessageKind.REVIEW_REFUSED, review_id=found.id, edition=1)
    publish_review(review_id=found.id, edition=1, actor=OWNER, now=NOON)
    assert letter(id) is None
    write_review(draft=a_review(about, text="Autre chose, tout compte fait."), actor=OWNER, now=NOON)
    assert letter(id) is None


def test_not_by_just_anybody() -> None:
    with pytest.raises(NotAllowed):
        queued(make_shipped_order(), MessageKind.REVIEW_INVITED, actor=NOBODY)
