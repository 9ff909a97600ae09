"""What the letters about reviews say: an invitation to write some, and why one is not published."""

from typing import Any
from uuid import UUID

from django.utils import translation

from comptoir.domains.messages.values import Links, Message, MessageKind
from comptoir.domains.orders.values import Order
from comptoir.domains.reviews.queries import review_by_id, reviewable_lines, reviews_of_order
from comptoir.domains.reviews.values import REFUSALS, ReviewState
from comptoir.kernel import ports

REVIEW_KINDS = frozenset({MessageKind.REVIEW_INVITED, MessageKind.REVIEW_REFUSED})


def review_facts(about: Message, placed: Order) -> dict[str, Any] | None:
    """The facts, or None when the news no longer holds: all was reviewed, or the review was decided otherwise."""
    links: Links = ports.load("links", "storefront")
    link = links.review_page(order_id=placed.id, market=placed.market, language=about.language)
    if about.kind is MessageKind.REVIEW_INVITED:
        said = reviews_of_order(placed.id)
        lines = [line for line in reviewable_lines(placed) if line.position not in said and line.with_customer]
        return {"review_link": link, "review_lines": lines} if lines else None
    id, _, edition = about.again.partition(".")
    found = review_by_id(UUID(id))
    if found.state is not ReviewState.REFUSED or str(found.edition) != edition:
        return None
    line = next(each for each in placed.lines if each.position == found.position)
    with translation.override(about.language):
        reason = str(REFUSALS[found.refusal])
    return {
        "review_link": link,
        "title": line.title,
        "reason": reason,
        "note": found.note,
        "review_title": found.title,
        "review_text": found.text,
    }
