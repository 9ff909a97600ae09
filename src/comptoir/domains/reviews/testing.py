"""Reviews for tests of this and other domains, made by the real actions."""

from datetime import datetime
from typing import Any

from comptoir.domains.orders.actions import mark_paid, mark_pieces_shipped, start_preparing
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.testing import make_order
from comptoir.domains.orders.values import Order
from comptoir.domains.payments.values import PaymentId
from comptoir.domains.reviews.actions import publish_review, write_review
from comptoir.domains.reviews.queries import review_by_id
from comptoir.domains.reviews.values import Review, ReviewDraft
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOON, OWNER


def make_shipped_order(*, now: datetime = NOON, **changes: Any) -> Order:
    """An order of which everything has left."""
    placed = make_order(now=now, **changes)
    mark_paid(order_id=placed.id, market=placed.market, payment_ids=[PaymentId(new_id())], actor=OWNER, now=now)
    start_preparing(order_id=placed.id, actor=OWNER, now=now)
    pieces = {line.position: line.quantity for line in placed.lines}
    mark_pieces_shipped(order_id=placed.id, pieces=pieces, actor=OWNER, now=now)
    return order(placed.id)


def a_review(about: Order, **changes: Any) -> ReviewDraft:
    """Five stars for the first line of an order."""
    facts: dict[str, Any] = {
        "order_id": about.id,
        "position": 1,
        "stars": 5,
        "title": "Un miel rare",
        "text": "Une amertume franche, une longueur étonnante.",
        "shown_name": "Lucie M.",
        "language": "fr",
    }
    return ReviewDraft(**{**facts, **changes})


def make_review(about: Order | None = None, *, published: bool = True, now: datetime = NOON, **changes: Any) -> Review:
    """A review of an order (a new one, unless told which), read and shown unless told otherwise."""
    id = write_review(draft=a_review(about or make_shipped_order(), **changes), actor=OWNER, now=now)
    if published:
        publish_review(review_id=id, edition=review_by_id(id).edition, actor=OWNER, now=now)
    return review_by_id(id)
