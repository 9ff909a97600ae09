"""Many reviews at once that were written and published elsewhere, or for a demonstration."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.queries import order
from comptoir.domains.reviews.actions.rows import tell_changed
from comptoir.domains.reviews.permissions import REVIEWS_MODERATE
from comptoir.domains.reviews.queries import review_of_line
from comptoir.domains.reviews.rules import draft_errors
from comptoir.domains.reviews.values import PastReview
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch, jsonb


def add_reviews(*, batch: Sequence[PastReview], actor: Actor, now: datetime) -> int:
    """Take over reviews of orders that were published before; all or none. Lines that have one already are passed over;
    returns how many came in. What they come to is counted anew; nobody is written to.

    :raises NotBought: for a review of a line that does not exist, or of which nothing has left.
    :raises ManyInvalid: with the errors of the first review that has some.
    """
    actor.must(REVIEWS_MODERATE)
    rows = [_row(past, actor, now) for past in batch]
    with transaction.atomic(savepoint=False):
        came = fetch(_ADD, [jsonb(rows)])
        products = {ProductId(id) for (id,) in came}
        execute(_RECOUNT, [sorted(products)])
        tell_changed(products)
    return len(came)


def _row(past: PastReview, actor: Actor, now: datetime) -> dict[str, Any]:
    draft = past.draft
    if errors := tuple(draft_errors(draft)):
        raise ManyInvalid(errors=errors)
    about = order(draft.order_id)
    actor.must(REVIEWS_MODERATE, market=about.market)
    line, _known = review_of_line(about, draft.position)
    at = min(past.written_at, now)
    return {
        "id": new_id(),
        "order_id": about.id,
        "position": line.position,
        "product_id": variants_for([line.variant_id])[line.variant_id].product_id,
        "variant_id": line.variant_id,
        "customer_id": about.customer_id,
        "market_id": about.market,
        "language": draft.language,
        "stars": draft.stars,
        "title": draft.title,
        "text": draft.text,
        "shown_name": draft.shown_name,
        "bought_on": local_day(about.placed_at, market(about.market).time_zone),
        "at": at,
        "answer": past.answer,
    }


_ADD = """
INSERT INTO reviews_review (id, order_id, position, product_id, variant_id, customer_id, market_id, language, stars,
                            title, text, shown_name, state, edition, bought_on, written_at, decided_at, refusal, note,
                            answer, answered_at)
SELECT id, order_id, position, product_id, variant_id, customer_id, market_id, language, stars, title, text, shown_name,
       'published', 1, bought_on, at, at, '', '', answer, CASE WHEN answer <> '' THEN at END
  FROM jsonb_to_recordset(%s) AS given(id uuid, order_id uuid, position int, product_id uuid, variant_id uuid,
       customer_id uuid, market_id text, language text, stars int, title text, text text, shown_name text,
       bought_on date, at timestamptz, answer text)
    ON CONFLICT (order_id, position) DO NOTHING RETURNING product_id
"""
_RECOUNT = """
INSERT INTO reviews_rating (product_id, ones, twos, threes, fours, fives)
SELECT product_id, count(*) FILTER (WHERE stars = 1), count(*) FILTER (WHERE stars = 2),
       count(*) FILTER (WHERE stars = 3), count(*) FILTER (WHERE stars = 4), count(*) FILTER (WHERE stars = 5)
  FROM reviews_review WHERE state = 'published' AND product_id = ANY(%s) GROUP BY product_id ORDER BY product_id
    ON CONFLICT (product_id) DO UPDATE
   SET (ones, twos, threes, fours, fives)
       = (excluded.ones, excluded.twos, excluded.threes, excluded.fours, excluded.fives)
"""
