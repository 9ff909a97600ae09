"""Ending some of the pieces that are kept for an order, and leaving the rest kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.values import ReservationState
from comptoir.kernel.sql import fetch

PARTED = """
WITH wanted AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(pieces)s::bigint[]) AS wanted(id, state, pieces)),
whole AS (
    UPDATE inventory_reservation AS kept SET state = %(end)s, ended_at = %(now)s FROM wanted
     WHERE kept.id = wanted.id AND kept.quantity = wanted.pieces
    RETURNING kept.variant_id, kept.place_id, kept.spread, wanted.state, wanted.pieces),
rest AS (
    UPDATE inventory_reservation AS kept SET quantity = kept.quantity - wanted.pieces FROM wanted
     WHERE kept.id = wanted.id AND kept.quantity > wanted.pieces
    RETURNING kept.order_id, kept.variant_id, kept.place_id, kept.spread, wanted.state, wanted.pieces, kept.until,
              kept.made_at),
parted AS (
    INSERT INTO inventory_reservation (order_id, variant_id, place_id, quantity, state, until, made_at, ended_at,
                                       spread)
    SELECT order_id, variant_id, place_id, pieces, %(end)s, until, made_at, %(now)s, spread FROM rest),
ended AS (
    SELECT variant_id, place_id, pieces, CASE WHEN spread OR state = 'active' THEN pieces ELSE 0 END AS reserved,
           CASE WHEN spread OR state = 'active' THEN 0 ELSE pieces END AS claimed
      FROM (SELECT variant_id, place_id, spread, state, pieces FROM whole
             UNION ALL SELECT variant_id, place_id, spread, state, pieces FROM rest) AS each)
"""
"""What ends, by ``(variant_id, place_id)``: to be followed by the statement that counts it (see ``parameters``).

A reservation of which only some pieces end is parted in two, so that each ends once and as a whole.
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """An open reservation, locked with its level."""

    id: int
    variant_id: VariantId
    place_code: str
    quantity: int
    state: ReservationState
    on_hand: int


_LOCK = """
WITH shelf AS (
    SELECT level.variant_id, level.place_id, level.on_hand FROM inventory_stocklevel AS level
     WHERE (variant_id, place_id) IN (
           SELECT variant_id, place_id FROM inventory_reservation
            WHERE order_id = %(order)s AND variant_id = ANY(%(variants)s) AND state = ANY(%(states)s)
            UNION
           SELECT variant_id, place_id FROM inventory_stocklevel
            WHERE buckets > 0 AND variant_id = ANY(%(variants)s) AND %(with_spread)s)
     ORDER BY variant_id, place_id FOR UPDATE OF level),
locked AS (
    SELECT id, variant_id, place_id, quantity, state FROM inventory_reservation
     WHERE order_id = %(order)s AND variant_id = ANY(%(variants)s) AND state = ANY(%(states)s)
       AND (SELECT count(*) FROM shelf) > 0 ORDER BY id FOR UPDATE)
SELECT id, variant_id, place_id, quantity, state, on_hand FROM locked JOIN shelf USING (variant_id, place_id)
 ORDER BY variant_id, place_id
"""


def lock_kept(
    order_id: UUID, variants: Sequence[VariantId], states: Sequence[ReservationState], *, with_spread: bool = False
) -> list[Kept]:
    """What is kept of these variants for an order, locked in the common order: the levels first, then what is kept.

    ``with_spread``, levels of these variants that are spread are locked as well: for whoever gives back, since what is
    told of a variant depends on them.
    """
    rows = fetch(
        _LOCK,
        {
            "order": order_id,
            "variants": list(variants),
            "states": [str(state) for state in states],
            "with_spread": with_spread,
        },
    )
    return [
        Kept(id, VariantId(variant), place, quantity, ReservationState(state), on_hand)
        for id, variant, place, quantity, state, on_hand in rows
    ]


def parameters(parts: Sequence[tuple[Kept, int]], **others: object) -> dict[str, object]:
    """Those of ``PARTED``: so many pieces of each reservation end, as ``end``, at ``now``."""
    return {
        "ids": [kept.id for kept, _ in parts],
        "states": [str(kept.state) for kept, _ in parts],
        "pieces": [pieces for _, pieces in parts],
        **others,
    }
