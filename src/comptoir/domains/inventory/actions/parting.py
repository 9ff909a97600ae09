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
    RETURNING kept.variant_id, kept.place_id, wanted.state, wanted.pieces),
rest AS (
    UPDATE inventory_reservation AS kept SET quantity = kept.quantity - wanted.pieces FROM wanted
     WHERE kept.id = wanted.id AND kept.quantity > wanted.pieces
    RETURNING kept.order_id, kept.variant_id, kept.place_id, wanted.state, wanted.pieces, kept.until, kept.made_at),
parted AS (
    INSERT INTO inventory_reservation (order_id, variant_id, place_id, quantity, state, until, made_at, ended_at)
    SELECT order_id, variant_id, place_id, pieces, %(end)s, until, made_at, %(now)s FROM rest),
ended AS (
    SELECT variant_id, place_id, pieces, CASE state WHEN 'active' THEN pieces ELSE 0 END AS reserved,
           CASE state WHEN 'claimed' THEN pieces ELSE 0 END AS claimed
      FROM (SELECT variant_id, place_id, state, pieces FROM whole
             UNION ALL SELECT variant_id, place_id, state, pieces FROM rest) AS each)
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


def lock_kept(order_id: UUID, variants: Sequence[VariantId], states: Sequence[ReservationState]) -> list[Kept]:
    """What is kept of these variants for an order, locked in the common order together with the levels."""
    rows = fetch(
        """SELECT kept.id, variant_id, place_id, kept.quantity, kept.state, level.on_hand
             FROM inventory_reservation AS kept JOIN inventory_stocklevel AS level USING (variant_id, place_id)
            WHERE kept.order_id = %s AND variant_id = ANY(%s) AND kept.state = ANY(%s)
            ORDER BY variant_id, place_id FOR UPDATE OF level, kept""",
        [order_id, list(variants), [str(state) for state in states]],
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
