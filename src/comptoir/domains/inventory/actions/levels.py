"""What the verbs share: locking levels in one order, and telling when the band moved."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions.buckets import empty_buckets
from comptoir.domains.inventory.errors import KitHasNoStock
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.inventory.queries import availability_for, kits_with, standings_for
from comptoir.domains.inventory.rules import (
    Pick,
    Standing,
    availability_of,
    availability_of_kit,
    kits_sound_alike,
    sounds_alike,
    standing_of,
)
from comptoir.domains.inventory.values import Availability, Level, PartStock
from comptoir.kernel.events import emit
from comptoir.kernel.sql import execute, fetch

# What is promised beyond the shelf and the agreed back-order: recomputed by every statement that touches a level.
SHORTFALL = "greatest(0, {reserved} + {claimed} - {on_hand} - backorder_limit)"


def tell_moved_bands(before: Mapping[VariantId, Standing], after: Mapping[VariantId, Standing]) -> None:
    """Announce the variants of which a buyer is now told something else; most changes of a number announce nothing."""
    moved = {id for id, standing in after.items() if _moved(before.get(id, Standing()), standing)}
    moved |= _moved_kits(before, after)
    if moved:
        emit(AvailabilityChanged(variant_ids=tuple(sorted(moved))))


def _moved(before: Standing, after: Standing) -> bool:
    return before.places.keys() != after.places.keys() or not sounds_alike(before, after)


def _moved_kits(before: Mapping[VariantId, Standing], after: Mapping[VariantId, Standing]) -> set[VariantId]:
    """A kit may be sold out while its part is not: two statements, where one of these is a part of kits."""
    parts = [id for id, standing in after.items() if standing.in_kits and standing != before.get(id, Standing())]
    if not parts:
        return set()
    kits = kits_with(parts)
    others = availability_for({part.variant_id for made in kits.values() for part in made} - set(after))

    def told(kit_id: VariantId, known: Mapping[VariantId, Standing]) -> Availability:
        def stock(id: VariantId) -> Availability:
            return others[id] if id in others else availability_of(id, known.get(id, Standing()))

        made = kits[kit_id]
        return availability_of_kit(
            kit_id, [PartStock(quantity=part.quantity, availability=stock(part.variant_id)) for part in made]
        )

    return {id for id in kits if not kits_sound_alike(told(id, before), told(id, after))}


def tell_taken(levels: Sequence[Level], picks: Sequence[Pick]) -> None:
    """``levels`` as they were before, under their lock."""
    free = {(level.variant_id, level.place_code): level.free for level in levels}
    before = {
        id: standing_of(level for level in levels if level.variant_id == id)
        for id in {each.variant_id for each in picks}
    }
    after = dict(before)
    for pick in picks:
        there = free[pick.variant_id, pick.place_code]
        after[pick.variant_id] = after[pick.variant_id].less(pick.quantity, place_code=pick.place_code, free=there)
    tell_moved_bands(before, after)


@contextmanager
def telling(shelves: Collection[tuple[VariantId, str]]) -> Iterator[None]:
    """Around a change of these levels, which are locked until the transaction ends: announces what buyers are now told
    of their variants."""
    variants = lock_levels(shelves)
    before = standings_for(variants)
    yield
    tell_moved_bands(before, standings_for(variants))


def lock_levels(shelves: Collection[tuple[VariantId, str]]) -> list[VariantId]:
    """Make the levels that are missing, lock all of them in the common order, and return their variants.

    Levels of the same variants that are spread are locked as well, and the buckets of all of them empty: what is free
    lies in the levels then, until the next buyer comes and deals it out by what buyers are told by that time.

    :raises KitHasNoStock: for a kit.
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
           SELECT variant_id, place_id FROM locked WHERE buckets > 0
            UNION ALL
           SELECT NULL, NULL WHERE EXISTS (SELECT FROM inventory_kitpart WHERE kit_id = ANY(%(variants)s::uuid[]))""",
        {"variants": variants, "places": places},
    )
    if (None, None) in spread:
        raise KitHasNoStock(field="sku")
    empty_buckets(spread)
    return list(dict.fromkeys(variants))
