"""What the verbs share: locking levels in one order, and telling when the band moved."""

from collections.abc import Collection, Mapping

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.inventory.rules import Standing, sounds_alike
from comptoir.kernel.events import emit
from comptoir.kernel.sql import execute

# What is promised beyond the shelf and the agreed back-order: recomputed by every statement that touches a level.
SHORTFALL = "greatest(0, {reserved} + {claimed} - {on_hand} - backorder_limit)"


def tell_moved_bands(before: Mapping[VariantId, Standing], after: Mapping[VariantId, Standing]) -> None:
    """Announce the variants of which a buyer is now told something else; most changes of a number announce nothing."""
    moved = [id for id, standing in after.items() if not sounds_alike(id, before.get(id, Standing()), standing)]
    if moved:
        emit(AvailabilityChanged(variant_ids=tuple(sorted(moved))))


def lock_levels(shelves: Collection[tuple[VariantId, str]]) -> list[VariantId]:
    """Make the levels that are missing, lock all of them in the common order, and return their variants."""
    variants, places = [variant for variant, _ in shelves], [place for _, place in shelves]
    execute(
        """INSERT INTO inventory_stocklevel (variant_id, place_id)
           SELECT DISTINCT variant_id, place_id FROM unnest(%s::uuid[], %s::text[]) AS shelf(variant_id, place_id)
            ORDER BY variant_id, place_id ON CONFLICT DO NOTHING""",
        [variants, places],
    )
    execute(
        """SELECT FROM inventory_stocklevel
            WHERE (variant_id, place_id) IN (SELECT * FROM unnest(%s::uuid[], %s::text[]))
            ORDER BY variant_id, place_id FOR UPDATE""",
        [variants, places],
    )
    return list(dict.fromkeys(variants))
