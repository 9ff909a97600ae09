"""Writing a review, and changing it: whoever has bought the goods, one for each line of the order."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.errors import UnknownOrder
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order, OrderLine
from comptoir.domains.reviews.actions.rows import count_out, tell_changed
from comptoir.domains.reviews.errors import TooManyEdits
from comptoir.domains.reviews.models import Review as ReviewRecord
from comptoir.domains.reviews.permissions import REVIEWS_WRITE
from comptoir.domains.reviews.queries import review_of_line
from comptoir.domains.reviews.rules import draft_errors
from comptoir.domains.reviews.values import MOST_EDITIONS, REVIEW_STATES, ReviewDraft, ReviewId, ReviewState
from comptoir.kernel.access import Actor, ActorKind
from comptoir.kernel.clock import local_day
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import fetch
from comptoir.kernel.texts import typed, typed_line
from comptoir.kernel.transitions import move


def write_review(*, draft: ReviewDraft, actor: Actor, now: datetime) -> ReviewId:
    """Say what one thinks of a line of an order, or something else than before. It is read before it is shown.

    Who writes has bought it: a guest opens the one order whose token they hold, and something of the line has left.
    Saying the same again changes nothing.

    :raises UnknownOrder: when there is none, or it is not the guest's.
    :raises NotBought: when the order has no such line, or nothing of it has left.
    :raises ManyInvalid: with every field that cannot be taken.
    :raises TooManyEdits: when it was changed as often as it may be.
    """
    actor.must(REVIEWS_WRITE)
    if actor.kind is ActorKind.GUEST and actor.id != str(draft.order_id):
        raise UnknownOrder(order_id=str(draft.order_id))
    draft = replace(
        draft, title=typed_line(draft.title), text=typed(draft.text), shown_name=typed_line(draft.shown_name)
    )
    if errors := tuple(draft_errors(draft)):
        raise ManyInvalid(errors=errors)
    with transaction.atomic(savepoint=False):
        about = order(draft.order_id)
        line, _known = review_of_line(about, draft.position)
        id = _written(draft, about, line, now)
        if id is None:
            return _edited(draft, actor, now)
        record(action="written", subject_type="reviews.review", subject_id=id, actor=actor, now=now)
    return id


def _written(draft: ReviewDraft, about: Order, line: OrderLine, now: datetime) -> ReviewId | None:
    """The id of a new review; None when there is one of that line."""
    product_id = variants_for([line.variant_id])[line.variant_id].product_id
    rows = fetch(
        """INSERT INTO reviews_review (id, order_id, position, product_id, variant_id, customer_id, market_id, language,
                                       stars, title, text, shown_name, state, edition, bought_on, written_at, refusal,
                                       note, answer)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'pending', 1, %s, %s, '', '', '')
           ON CONFLICT (order_id, position) DO NOTHING RETURNING id""",
        [
            *(new_id(), about.id, line.position, product_id, line.variant_id, about.customer_id, about.market),
            *(draft.language, draft.stars, draft.title, draft.text, draft.shown_name),
            *(local_day(about.placed_at, market(about.market).time_zone), now),
        ],
    )
    return ReviewId(rows[0][0]) if rows else None


def _edited(draft: ReviewDraft, actor: Actor, now: datetime) -> ReviewId:
    row = ReviewRecord.objects.select_for_update(no_key=True).get(order_id=draft.order_id, position=draft.position)
    id = ReviewId(row.pk)
    said = (row.stars, row.title, row.text, row.shown_name)
    if said == (draft.stars, draft.title, draft.text, draft.shown_name):
        return id
    if row.edition >= MOST_EDITIONS:
        raise TooManyEdits(most=MOST_EDITIONS - 1)
    # Apart from the move, whose line of history is kept for ever: the name that somebody chose can be taken back.
    ReviewRecord.objects.filter(pk=id).update(
        stars=draft.stars,
        title=draft.title,
        text=draft.text,
        shown_name=draft.shown_name,
        language=draft.language,
        edition=row.edition + 1,
        edited_at=now,
    )
    if row.state == ReviewState.PENDING:
        record(action="edited", subject_type="reviews.review", subject_id=id, actor=actor, now=now)
        return id
    stars = row.stars
    changes = {"decided_at": None, "refusal": "", "note": ""}
    left = move(row, to=ReviewState.PENDING, table=REVIEW_STATES, actor=actor, now=now, changes=changes)
    if left == ReviewState.PUBLISHED:
        count_out(row.product_id, stars)
        tell_changed([ProductId(row.product_id)])
    return id
