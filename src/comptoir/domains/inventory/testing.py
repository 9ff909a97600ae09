"""Stock for tests of this and other domains."""

from datetime import datetime

from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.models import StockLevel
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.inventory.values import Count, Level
from comptoir.domains.network.queries import places_for
from comptoir.domains.network.testing import WAREHOUSE, make_place
from comptoir.kernel.testing import NOON, OWNER


def make_stock(
    quantity: int, *, variant_id: VariantId | None = None, place_code: str = WAREHOUSE.code, now: datetime = NOON
) -> VariantId:
    """So many pieces of a variant (a new one unless named) on the shelf of a place."""
    if place_code not in places_for([place_code]):
        make_place()
    variant_id = variant_id or make_product().variants[0].id
    record_counts(counts=[Count(variant_id=variant_id, place_code=place_code, quantity=quantity)], actor=OWNER, now=now)
    return variant_id


def level(variant_id: VariantId, place_code: str = WAREHOUSE.code) -> Level:
    """The level of a variant at a place."""
    return next(known for known in levels_for([variant_id])[variant_id] if known.place_code == place_code)


def allow_backorders(variant_id: VariantId, limit: int) -> None:
    """So many pieces may be promised beyond the shelf, at every place."""
    StockLevel.objects.filter(variant_id=variant_id).update(backorder_limit=limit)
