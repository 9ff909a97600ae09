"""Stock for tests of this and other domains."""

from datetime import date, datetime

from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    draft_purchase_order,
    open_transfer,
    place_purchase_order,
    record_counts,
    save_supplier,
    set_kit,
    set_stock_policies,
    set_supplies,
)
from comptoir.domains.inventory.models import StockLevel
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.inventory.values import (
    Count,
    KitPart,
    Level,
    PurchaseLine,
    PurchaseOrderId,
    StockLine,
    StockPolicy,
    Supplier,
    Supply,
    TransferId,
)
from comptoir.domains.network.queries import places_for
from comptoir.domains.network.testing import SHOP, WAREHOUSE, make_place
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
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


def let_order(
    variant_id: VariantId, limit: int = 9, *, expected_on: date | None = None, preorder: bool = False
) -> None:
    """So many pieces may be ordered beyond the warehouse's shelf, and buyers are told so."""
    policy = StockPolicy(
        variant_id=variant_id,
        place_code=WAREHOUSE.code,
        backorder_limit=limit,
        expected_on=expected_on,
        preorder=preorder,
    )
    set_stock_policies(batch=[policy], actor=OWNER, now=NOON)


def supplier_of(*variants: VariantId, code: str = "ruches", cents: int = 250, lead_days: int = 7) -> Supplier:
    """A supplier who sells these variants."""
    supplier = Supplier(
        code=code, name=code.title(), currency="EUR", email="ventes@ruches.example", lead_days=lead_days
    )
    save_supplier(supplier=supplier, actor=OWNER, now=NOON)
    supplies = [Supply(variant_id=id, supplier_code=code, unit_cost=Money(cents, "EUR")) for id in variants]
    set_supplies(batch=supplies, actor=OWNER, now=NOON)
    return supplier


def purchase_of(*lines: tuple[VariantId, int], ordered: bool = True, key: str = "") -> PurchaseOrderId:
    """A purchase order for the warehouse, sent to the supplier unless it shall stay a draft."""
    supplier = supplier_of(*(id for id, _ in lines))
    asked = [PurchaseLine(variant_id=id, ordered=quantity, unit_cost=Money(250, "EUR")) for id, quantity in lines]
    order_id = draft_purchase_order(
        supplier_code=supplier.code,
        place_code=WAREHOUSE.code,
        lines=asked,
        key=key or str(new_id()),
        actor=OWNER,
        now=NOON,
    )
    if ordered:
        place_purchase_order(purchase_order_id=order_id, actor=OWNER, now=NOON)
    return order_id


def transfer_of(*lines: tuple[VariantId, int], key: str = "") -> TransferId:
    """Pieces that left the warehouse for the shop."""
    if SHOP.code not in places_for([SHOP.code]):
        make_place(SHOP)
    return open_transfer(
        source_code=WAREHOUSE.code,
        destination_code=SHOP.code,
        lines=[StockLine(variant_id=id, quantity=quantity) for id, quantity in lines],
        key=key or str(new_id()),
        actor=OWNER,
        now=NOON,
    )


def make_kit(*parts: tuple[VariantId, int], now: datetime = NOON) -> VariantId:
    """A new variant that so many pieces of others are in."""
    kit_id = make_product().variants[0].id
    within = [KitPart(variant_id=id, quantity=pieces) for id, pieces in parts]
    set_kit(kit_id=kit_id, parts=within, actor=OWNER, now=now)
    return kit_id
