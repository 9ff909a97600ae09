"""What every reservation does: see what there is, lock it, take it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.domains.inventory.queries.stock import COMING, IN_BUCKETS, IN_KITS, coming_of
from comptoir.domains.inventory.rules import Pick
from comptoir.domains.inventory.values import Level, Shortage
from comptoir.kernel.sql import execute, fetch

_COUNTED = ("on_hand", "claimed", "safety", "backorder_limit", "shortfall", "low_stock", "preorder", "expected_on",
            "buckets")  # fmt: skip
_HELD = """EXISTS (SELECT FROM inventory_reservation
                    WHERE order_id = %(order)s AND state IN ('active', 'claimed', 'shipped'))"""
_LOCK = f"""
SELECT variant_id, place_id, {", ".join(_COUNTED)}, reserved, {IN_KITS}, {COMING}, {_HELD}
  FROM inventory_stocklevel AS level WHERE variant_id = ANY(%(variants)s) AND place_id = ANY(%(places)s)
 ORDER BY variant_id, place_id FOR UPDATE OF level
"""
_LOCK_UNLESS_SPREAD = _LOCK.replace(
    " ORDER BY variant_id, place_id FOR",
    """   AND NOT EXISTS (SELECT FROM inventory_stocklevel
                    WHERE variant_id = ANY(%(variants)s) AND place_id = ANY(%(places)s) AND buckets > 0)
 ORDER BY variant_id, place_id FOR""",
)
_LOOK = f"""
SELECT variant_id, place_id, {", ".join(_COUNTED)}, reserved - {IN_BUCKETS}, {IN_KITS}, {COMING}, {_HELD}
  FROM inventory_stocklevel AS level WHERE variant_id = ANY(%(variants)s) AND place_id = ANY(%(places)s)
"""

type Seen = tuple[list[Level], bool]
"""The levels, and whether something is kept for the order already."""


def lock(variants: Collection[VariantId], order_id: UUID, places: Sequence[str]) -> Seen:
    """The levels at these places, locked in one order: two buyers of the same goods queue up, none deadlocks.

    Of a level that is spread, the pieces in its buckets look reserved: they may be sold from while its lock is waited
    for. ``look`` again.
    """
    return _seen(_LOCK, variants, places, order_id)


def lock_unless_spread(variants: Collection[VariantId], order_id: UUID, places: Sequence[str]) -> Seen:
    """As ``lock``; nothing is locked and no levels are returned where one of them is spread."""
    return _seen(_LOCK_UNLESS_SPREAD, variants, places, order_id)


def look(variants: Collection[VariantId], places: Sequence[str], order_id: UUID | None = None) -> Seen:
    """The levels as they are at this moment, with what lies in their buckets. Locks nothing."""
    return _seen(_LOOK, variants, places, order_id)


def _seen(sql: str, variants: Collection[VariantId], places: Sequence[str], order_id: UUID | None) -> Seen:
    rows = fetch(sql, {"variants": list(variants), "places": list(places), "order": order_id})
    names = ("variant_id", "place_code", *_COUNTED, "reserved", "in_kits")
    levels = [Level(**dict(zip(names, row, strict=True)), coming=coming_of(coming)) for *row, coming, _ in rows]
    return levels, any(row[-1] for row in rows)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reserving came to: what is missing, or how many pieces were promised beyond the shelves."""

    shortages: Sequence[Shortage] = ()
    on_order: Mapping[VariantId, int] = field(default_factory=dict)


def outcome_of(levels: Sequence[Level], picks: Sequence[Pick], shortages: Sequence[Shortage]) -> Outcome:
    """``levels`` as they were before."""
    free = {(level.variant_id, level.place_code): max(0, level.free) for level in levels}
    on_order: Counter[VariantId] = Counter()
    for pick in picks:
        on_order[pick.variant_id] += max(0, pick.quantity - free[pick.variant_id, pick.place_code])
    return Outcome(shortages, {id: pieces for id, pieces in on_order.items() if pieces})


def keep_longer(order_id: UUID, until: datetime) -> None:
    """What is kept for the order already, until the later of the two moments."""
    execute(
        "UPDATE inventory_reservation SET until = %s WHERE order_id = %s AND state = 'active' AND until < %s",
        [until, order_id, until],
    )


def take(picks: Sequence[Pick], order_id: UUID, until: datetime, now: datetime) -> None:
    """Count the picks as reserved and note for whom, in one statement that holds only if all of them can be had."""
    taken = fetch(
        """WITH pick AS (
                   SELECT * FROM unnest(%s::uuid[], %s::text[], %s::bigint[]) AS pick(variant_id, place_id, quantity)),
                taken AS (
                   UPDATE inventory_stocklevel AS level SET reserved = level.reserved + pick.quantity FROM pick
                    WHERE level.variant_id = pick.variant_id AND level.place_id = pick.place_id
                      AND level.on_hand + level.backorder_limit - level.reserved - level.claimed - level.safety
                          >= pick.quantity
                RETURNING level.variant_id, level.place_id, pick.quantity, level.buckets > 0 AS spread)
           INSERT INTO inventory_reservation (order_id, variant_id, place_id, quantity, state, until, made_at, spread)
           SELECT %s, variant_id, place_id, quantity, 'active', %s, %s, spread FROM taken RETURNING variant_id""",
        [*columns(picks), order_id, until, now],
    )
    if len(taken) != len(picks):  # cannot happen under the lock; were it ever lost, nobody is promised thin air
        raise InsufficientStock(shortages=[])


def columns(picks: Sequence[Pick]) -> tuple[list[VariantId], list[str], list[int]]:
    """Variants, places and quantities, as ``unnest`` wants them."""
    return (
        [pick.variant_id for pick in picks],
        [pick.place_code for pick in picks],
        [pick.quantity for pick in picks],
    )
