"""Goods that come to a shelf or go from it, each for a reason: the one door to the movement ledger beside counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.levels import SHORTFALL, telling
from comptoir.domains.inventory.errors import NotOnShelf
from comptoir.domains.inventory.values import MovementKind
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import fetch

_SHORTFALL = SHORTFALL.format(
    reserved="level.reserved", claimed="level.claimed", on_hand="(level.on_hand + total.quantity)"
)
_SHIFT = f"""
WITH running AS (
    SELECT given.*, sum(quantity) OVER (PARTITION BY variant_id, place_id ORDER BY step) AS so_far
      FROM unnest(%(variants)s::uuid[], %(places)s::text[], %(kinds)s::text[], %(quantities)s::bigint[])
           WITH ORDINALITY AS given(variant_id, place_id, kind, quantity, step)),
total AS (
    SELECT variant_id, place_id, sum(quantity)::bigint AS quantity FROM running GROUP BY variant_id, place_id),
changed AS (
    UPDATE inventory_stocklevel AS level SET on_hand = level.on_hand + total.quantity, shortfall = {_SHORTFALL}
      FROM total WHERE level.variant_id = total.variant_id AND level.place_id = total.place_id
       AND level.on_hand + total.quantity >= 0
       AND (NOT %(free_only)s OR total.quantity >= 0
            OR level.on_hand + total.quantity >= level.reserved + level.claimed)
    RETURNING level.variant_id, level.place_id, level.on_hand - total.quantity AS before)
INSERT INTO inventory_stockmovement (variant_id, place_id, kind, quantity, on_hand_after, reference,
                                     actor_kind, actor_id, actor_label, at)
SELECT variant_id, place_id, kind, quantity, before + so_far, %(reference)s,
       %(actor_kind)s, %(actor_id)s, %(actor_label)s, %(now)s
  FROM running JOIN changed USING (variant_id, place_id) ORDER BY step
RETURNING variant_id, place_id
"""


@dataclass(frozen=True, slots=True)
class Shift:
    """So many pieces more (or, negative, fewer) of a variant on a shelf."""

    variant_id: VariantId
    place_code: str
    kind: MovementKind
    quantity: int


def shift_stock(
    shifts: Sequence[Shift], *, reference: str, free_only: bool = False, actor: Actor, now: datetime
) -> None:
    """Change what stands on shelves, all or nothing, a movement for each shift. For the verbs of this domain.

    With ``free_only`` nothing is taken that somebody was promised; otherwise the promise becomes a shortfall.

    :raises NotOnShelf: with the first shelf that holds too little.
    """
    shelves = [(shift.variant_id, shift.place_code) for shift in shifts]
    with transaction.atomic(savepoint=False), telling(shelves):
        done = fetch(
            _SHIFT,
            {
                "variants": [shift.variant_id for shift in shifts],
                "places": [shift.place_code for shift in shifts],
                "kinds": [str(shift.kind) for shift in shifts],
                "quantities": [shift.quantity for shift in shifts],
                "free_only": free_only,
                "reference": reference,
                "actor_kind": actor.kind,
                "actor_id": actor.id,
                "actor_label": actor.label,
                "now": now,
            },
        )
        missing = [shift for shift in shifts if (shift.variant_id, shift.place_code) not in set(done)]
        if missing:
            raise NotOnShelf(variant_id=str(missing[0].variant_id), place_code=missing[0].place_code)
