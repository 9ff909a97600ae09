"""What the verbs share: locking levels in one order, and telling when the band moved."""

from collections.abc import Mapping

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.inventory.rules import band_of
from comptoir.kernel.events import emit

# What is promised beyond the shelf and the agreed back-order: recomputed by every statement that touches a level.
SHORTFALL = "greatest(0, {reserved} + {claimed} - {on_hand} - backorder_limit)"


def tell_moved_bands(before: Mapping[VariantId, int], after: Mapping[VariantId, int]) -> None:
    """Announce the variants of which a buyer is now told something else; most changes of a number announce nothing."""
    moved = [id for id, available in after.items() if band_of(available) is not band_of(before.get(id, 0))]
    if moved:
        emit(AvailabilityChanged(variant_ids=tuple(sorted(moved))))
