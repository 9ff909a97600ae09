"""What the verbs share: locking levels in one order, and telling when the band moved."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.buckets import empty_buckets
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.inventory.rules import Pick, Standing, sounds_alike, standing_of
from comptoir.domains.inventory.values import Level
from comptoir.kernel.events import emit
from comptoir.kernel.sql import execute, fetch

# What is promised beyond the shelf and the agreed back-order: recomputed by every statement that touches a level.
SHORTFALL = "greatest(0, {reserved} + {claimed} - {on_hand} - backorder_limit)"


def tell_moved_bands(before: Mapping[VariantId, Standing], after: Mapping[VariantId, Standing]) -> None:
    """Announce the variants of which a buyer is now told something else; most changes of a number announce nothing."""
    moved = [id for id, standing in after.items() if not sounds_alike(id, before.get(id, Standing()), standing)]
    if moved:
        emit(AvailabilityChanged(variant_ids=tuple(sorted(moved))))


def tell_taken(levels: Sequence[Level], picks: Sequence[Pick]) -> None:
    """``levels`` as they were before, under their lock."""
    taken: Counter[VariantId] = Counter()
    for pick in picks:
        taken[pick.variant_id] += pick.quantity
    before = {id: standing_of(level for level in levels if level.variant_id == id) for id in taken}
    tell_moved_bands(before, {id: before[id].less(quantity) for id, quantity in taken.items()})


def lock_levels(shelves: Collection[tuple[VariantId, str]]) -> list[VariantId]:
    """Make the levels that are missing, lock all of them in the common order, and return their variants.

    Levels of the same variants that are spread are locked as well, and the buckets of all of them empty: what is free
    lies in the levels then, until the next buyer comes and deals it out by what buyers are told by that time.
    """
    variants, places = [variant for variant, _ in shelves], [place for _, place in shelves]
    execute(
        """INSERT INTO inventory_stocklevel (variant_id, place_id)
           SELECT DISTINCT variant_id, place_id FROM unnest(%s::uuid[], %s::text[]) AS shelf(variant_id, place_id)
            ORDER BY variant_id, place_id ON CONFLICT DO NOTHING""",
        [variants, places],
    )
    spread = fetch(
        """WITH locked AS (
               SELECT variant_id, place_id, buckets FROM inventory_stocklevel
                WHERE (variant_id, place_id) IN (
                      SELECT * FROM unnest(%(variants)s::uuid[], %(places)s::text[])
                       UNION
                      SELECT variant_id, place_id FROM inventory_stocklevel
                       WHERE buckets > 0 AND variant_id = ANY(%(variants)s))
                ORDER BY variant_id, place_id FOR UPDATE)
           SELECT variant_id, place_id FROM locked WHERE buckets > 0""",
        {"variants": variants, "places": places},
    )
    empty_buckets(spread)
    return list(dict.fromkeys(variants))
