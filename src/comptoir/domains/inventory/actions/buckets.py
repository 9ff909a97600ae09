"""The buckets of a level that is spread. Whoever waits for them holds the lock of their level; all others take from one
that nobody has locked, and wait for none: docs/explain/locking.md."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.taking import columns, look
from comptoir.domains.inventory.queries import serving_places
from comptoir.domains.inventory.rules import Pick, floor_of, shares
from comptoir.domains.inventory.values import Level
from comptoir.kernel.sql import execute, fetch

type Shelf = tuple[VariantId, str]
"""A variant and a place."""

_TAKE = """
WITH pick AS (
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::bigint[], %s::int[])
               AS pick(variant_id, place_id, quantity, buckets)),
found AS (
    SELECT pick.*, bucket.id FROM pick CROSS JOIN LATERAL (
        SELECT bucket.id FROM inventory_stockbucket AS bucket
         WHERE bucket.variant_id = pick.variant_id AND bucket.place_id = pick.place_id
           AND bucket.free - bucket.floor >= pick.quantity
         ORDER BY (bucket.number + %s) %% pick.buckets LIMIT 1 FOR UPDATE SKIP LOCKED) AS bucket),
taken AS (
    UPDATE inventory_stockbucket AS bucket SET free = bucket.free - found.quantity FROM found WHERE bucket.id = found.id
    RETURNING found.variant_id, found.place_id, found.quantity)
INSERT INTO inventory_reservation (order_id, variant_id, place_id, quantity, state, until, made_at, spread)
SELECT %s, variant_id, place_id, quantity, 'active', %s, %s, true FROM taken RETURNING variant_id
"""


def take_from_buckets(
    picks: Sequence[Pick], buckets: Sequence[int], order_id: UUID, until: datetime, now: datetime
) -> bool:
    """Each pick from one bucket that has enough above its floor and that nobody is taking from; waits for nobody.

    ``buckets`` tells how many each shelf has: orders begin at different ones. Where this is refused, some picks may be
    taken and some buckets locked: take the savepoint back.
    """
    begin = order_id.int % 1_000  # of a random end
    taken = fetch(_TAKE, [*columns(picks), list(buckets), begin, order_id, until, now])
    return len(taken) == len(picks)


_EMPTY = """
WITH held AS (
    SELECT id, variant_id, place_id, free FROM inventory_stockbucket
     WHERE (variant_id, place_id) IN (SELECT * FROM unnest(%s::uuid[], %s::text[]))
     ORDER BY variant_id, place_id, number FOR UPDATE),
emptied AS (
    UPDATE inventory_stockbucket AS bucket SET free = 0 FROM held WHERE bucket.id = held.id AND held.free > 0)
UPDATE inventory_stocklevel AS level SET reserved = level.reserved - given.pieces
  FROM (SELECT variant_id, place_id, sum(free) AS pieces FROM held GROUP BY 1, 2) AS given
 WHERE level.variant_id = given.variant_id AND level.place_id = given.place_id AND given.pieces > 0
"""


def empty_buckets(shelves: Collection[Shelf]) -> None:
    """Give what is free in the buckets of these locked levels back to the levels. Nobody takes meanwhile."""
    if shelves:
        execute(_EMPTY, [[variant for variant, _ in shelves], [place for _, place in shelves]])


_DEAL = """
WITH share AS (
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::int[], %s::bigint[], %s::bigint[])
               AS share(variant_id, place_id, number, pieces, floor)),
dealt AS (
    UPDATE inventory_stockbucket AS bucket SET free = share.pieces, floor = share.floor FROM share
     WHERE bucket.variant_id = share.variant_id AND bucket.place_id = share.place_id AND bucket.number = share.number)
UPDATE inventory_stocklevel AS level SET reserved = level.reserved + given.pieces
  FROM (SELECT variant_id, place_id, sum(pieces) AS pieces FROM share GROUP BY 1, 2) AS given
 WHERE level.variant_id = given.variant_id AND level.place_id = given.place_id
"""


def deal(shelves: Collection[Shelf]) -> None:
    """Deal out all free pieces of these levels, which are locked, over their buckets, which are empty."""
    levels, _ = look({variant for variant, _ in shelves}, serving_places())
    hands = [
        (level, number, pieces, floor_of(_of(level, levels), level))
        for level in levels
        if level.buckets and (level.variant_id, level.place_code) in shelves
        for number, pieces in enumerate(shares(level.available, level.buckets), 1)
    ]
    if hands:
        execute(
            _DEAL,
            [
                [level.variant_id for level, *_ in hands],
                [level.place_code for level, *_ in hands],
                [number for _, number, _, _ in hands],
                [pieces for _, _, pieces, _ in hands],
                [floor for *_, floor in hands],
            ],
        )


def _of(one: Level, levels: Sequence[Level]) -> list[Level]:
    return [level for level in levels if level.variant_id == one.variant_id]


def spread_among(levels: Collection[Level]) -> list[Shelf]:
    """Those that are spread."""
    return [(level.variant_id, level.place_code) for level in levels if level.buckets]
