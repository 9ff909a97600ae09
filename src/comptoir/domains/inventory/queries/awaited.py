"""What is kept for orders and does not stand on a shelf yet."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.permissions import INVENTORY_VIEW
from comptoir.domains.inventory.queries.stock import SENT, coming_of, serving_places
from comptoir.domains.inventory.rules import Beyond
from comptoir.domains.inventory.values import AwaitedPieces, Overdue
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import fetch

_AWAITED = f"""
WITH shelf AS (
    SELECT DISTINCT variant_id, place_id FROM inventory_reservation
     WHERE order_id = ANY(%(orders)s) AND state IN ('active', 'claimed')),
queue AS (
    SELECT kept.id, order_id, variant_id, place_id, quantity,
           sum(quantity) OVER (PARTITION BY variant_id, place_id ORDER BY state = 'active', id) AS so_far
      FROM shelf JOIN inventory_reservation AS kept USING (variant_id, place_id)
     WHERE state IN ('active', 'claimed'))
SELECT order_id, variant_id, place_id, least(quantity, so_far - on_hand)::bigint, (so_far - on_hand)::bigint,
       preorder, expected_on, CASE WHEN expected_on IS NULL THEN {SENT} END
  FROM queue JOIN inventory_stocklevel AS level USING (variant_id, place_id)
 WHERE order_id = ANY(%(orders)s) AND so_far > on_hand
 ORDER BY queue.id
"""


def awaited_for(order_ids: Collection[UUID]) -> dict[UUID, tuple[AwaitedPieces, ...]]:
    """What these orders wait for, of what is kept for them; those that wait for nothing are left out. One statement.

    What stands on a shelf is first for those who have paid, each in the order in which they came.
    """
    found: defaultdict[UUID, list[AwaitedPieces]] = defaultdict(list)
    rows = fetch(_AWAITED, {"orders": list(order_ids)}) if order_ids else []
    for order_id, variant_id, place, quantity, turn, preorder, expected_on, coming in rows:
        served = Beyond(
            place_code=place, free=0, backorder_limit=turn, expected_on=expected_on, coming=coming_of(coming)
        )
        found[order_id].append(
            AwaitedPieces(
                order_id=order_id,
                variant_id=VariantId(variant_id),
                place_code=place,
                quantity=quantity,
                preorder=preorder,
                expected_on=served.expected_for(turn),
            )
        )
    return {id: tuple(pieces) for id, pieces in found.items()}


_OVERDUE = f"""
SELECT variant_id, place_id, missing, expected_on, coming FROM (
    SELECT variant_id, place_id, expected_on, (kept - on_hand)::bigint AS missing,
           CASE WHEN expected_on IS NULL THEN {SENT} END AS coming
      FROM inventory_stocklevel AS level
     CROSS JOIN LATERAL (
           SELECT coalesce(sum(quantity), 0) AS kept FROM inventory_reservation AS one
            WHERE one.variant_id = level.variant_id AND one.place_id = level.place_id AND one.state = 'claimed') AS paid
     WHERE reserved + claimed > on_hand AND place_id = ANY(%(places)s) AND kept > on_hand) AS waiting
 WHERE expected_on < %(today)s OR (expected_on IS NULL AND coming IS NOT NULL)
 ORDER BY variant_id, place_id LIMIT %(limit)s
"""


def overdue_goods(*, today: date, limit: int, actor: Actor) -> tuple[Overdue, ...]:
    """Where paid orders wait for goods whose day has passed, by the policy or by purchase orders. One statement."""
    actor.must(INVENTORY_VIEW)
    found = []
    for variant_id, place, missing, expected_on, coming in fetch(
        _OVERDUE, {"today": today, "places": serving_places(), "limit": limit}
    ):
        served = Beyond(
            place_code=place, free=0, backorder_limit=missing, expected_on=expected_on, coming=coming_of(coming)
        )
        first = served.expected_for(1)
        if first and first < today:
            found.append(
                Overdue(variant_id=VariantId(variant_id), place_code=place, promised=missing, expected_on=first)
            )
    return tuple(found)
