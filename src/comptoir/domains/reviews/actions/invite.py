"""Asking buyers what they think of the goods, once, some days after those have arrived."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import ShipmentState
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.reviews.events import ReviewInvited
from comptoir.domains.reviews.permissions import REVIEWS_INVITE
from comptoir.domains.reviews.rules import AFTER_ARRIVAL, TOO_LATE, invited_when
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.sql import execute, fetch


def await_reviews(*, order_id: OrderId, actor: Actor, now: datetime) -> None:
    """All of an order has left: its buyer is to be asked some days later. Saying it twice changes nothing.

    Nobody is asked about what was sent long ago.
    """
    actor.must(REVIEWS_INVITE)
    about = order(order_id)
    left_at = about.shipped_at or now
    if now - left_at > TOO_LATE:
        return
    execute(
        """INSERT INTO reviews_invitation (order_id, due_at) VALUES (%s, %s) ON CONFLICT (order_id) DO NOTHING""",
        [order_id, invited_when(about, left_at)],
    )


def bring_reviews_forward(*, order_id: OrderId, actor: Actor, now: datetime) -> None:
    """A parcel has arrived; with the last of an order its buyer is asked some days after that, if that is sooner."""
    actor.must(REVIEWS_INVITE)
    sent = [each for each in shipments_of(order_id) if each.state is ShipmentState.SHIPPED]
    if not all(each.delivered_on for each in sent):
        return
    execute(
        """UPDATE reviews_invitation SET arrived_at = %(now)s, due_at = least(due_at, %(due)s)
            WHERE order_id = %(order)s AND invited_at IS NULL AND arrived_at IS NULL""",
        {"now": now, "due": now + AFTER_ARRIVAL, "order": order_id},
    )


def invite_reviewers(*, order_ids: Collection[OrderId], actor: Actor, now: datetime) -> int:
    """Have the buyers of these orders asked, those whose day has come and who were not asked before; how many.

    Who has sent everything back is not asked.
    """
    actor.must(REVIEWS_INVITE)
    with transaction.atomic(savepoint=False):
        rows = fetch(
            """WITH due AS (SELECT order_id FROM reviews_invitation
                             WHERE order_id = ANY(%(ids)s) AND invited_at IS NULL AND due_at <= %(now)s
                             ORDER BY order_id FOR NO KEY UPDATE SKIP LOCKED)
               UPDATE reviews_invitation SET invited_at = %(now)s FROM due
                WHERE reviews_invitation.order_id = due.order_id RETURNING due.order_id""",
            {"ids": list(order_ids), "now": now},
        )
        found = [order(OrderId(id)) for (id,) in sorted(rows)]
        invited = [about for about in found if any(line.with_customer for line in about.lines)]
        for about in invited:
            emit(ReviewInvited(order_id=about.id, market=about.market))
    return len(invited)
