from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.inventory.actions.reserve import try_to_reserve
from comptoir.domains.inventory.actions.route import Route
from comptoir.domains.inventory.errors import NotReserved, ReservationLapsed
from comptoir.domains.inventory.permissions import INVENTORY_RESERVE
from comptoir.domains.inventory.queries import reservations_of
from comptoir.domains.inventory.values import Reservation, ReservationState, StockLine
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import fetch

_HELD = {ReservationState.CLAIMED, ReservationState.SHIPPED}


def claim_stock(*, order_id: UUID, if_any: bool = False, actor: Actor, now: datetime) -> bool:
    """The order is paid: what was reserved for it is claimed, in the same statement, and nobody else's any more.

    Calling it again changes nothing. When the reservation had lapsed before the payment came, the goods are taken again
    if they are still there. With ``if_any``, False is the answer where nothing was ever reserved for the order.

    :raises ReservationLapsed: when they are not; the money must then go back.
    :raises NotReserved: when nothing was ever reserved for the order.
    """
    actor.must(INVENTORY_RESERVE)
    with transaction.atomic(savepoint=False):
        if _claim_active(order_id):
            return True
        reservations = reservations_of(order_id)
        if not reservations and if_any:
            return False
        if not reservations:
            raise NotReserved(order_id=str(order_id))
        if any(kept.state in _HELD for kept in reservations):
            return True
        lapsed = _lapsed_last(reservations)
        lines = [StockLine(variant_id=kept.variant_id, quantity=kept.quantity) for kept in lapsed]
        # Where the order goes is not known here: the places that had kept its goods may serve it again.
        route = Route.of(None, None, also={kept.place_code for kept in lapsed})
        shortages = try_to_reserve(lines, order_id, now, route, now).shortages
        if not shortages:
            _claim_active(order_id)
    if shortages:
        raise ReservationLapsed(order_id=str(order_id))
    return True


def _lapsed_last(reservations: Sequence[Reservation]) -> list[Reservation]:
    """What was kept until the last time it lapsed: all of an order lapses at one instant."""
    lapsed = [kept for kept in reservations if kept.state is ReservationState.EXPIRED]
    last = max((kept.ended_at for kept in lapsed if kept.ended_at), default=None)
    return [kept for kept in lapsed if kept.ended_at == last]


_CLAIM = """
WITH shelf AS (
    SELECT kept.id FROM inventory_reservation AS kept JOIN inventory_stocklevel AS level USING (variant_id, place_id)
     WHERE kept.order_id = %(order)s AND kept.state = 'active' AND NOT kept.spread
     ORDER BY variant_id, place_id FOR UPDATE OF level),
locked AS (
    SELECT id FROM inventory_reservation
     WHERE order_id = %(order)s AND state = 'active'
       AND (spread OR id = ANY((SELECT array_agg(id) FROM shelf)::bigint[])) ORDER BY id FOR UPDATE),
claimed AS (
    UPDATE inventory_reservation AS kept SET state = 'claimed' FROM locked WHERE kept.id = locked.id
    RETURNING kept.variant_id, kept.place_id, kept.quantity, kept.spread),
counted AS (
    UPDATE inventory_stocklevel AS level
       SET reserved = level.reserved - claimed.quantity, claimed = level.claimed + claimed.quantity
      FROM claimed
     WHERE level.variant_id = claimed.variant_id AND level.place_id = claimed.place_id AND NOT claimed.spread)
SELECT FROM claimed
"""
"""The levels first, then what is kept. Those of spread reservations are neither locked nor changed."""


def _claim_active(order_id: UUID) -> int:
    return len(fetch(_CLAIM, {"order": order_id}))
