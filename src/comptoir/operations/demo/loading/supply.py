"""Where the goods come from: the makers as suppliers, what is to be kept on the shelf, and what is on order."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import (
    draft_restocking,
    place_purchase_order,
    save_supplier,
    set_stock_policies,
    set_supplies,
)
from comptoir.domains.inventory.queries import proposals
from comptoir.domains.inventory.values import PlacedLine, StockPolicy, Supplier, Supply
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money
from comptoir.operations.demo.content.values import BACK_ORDERED, NOT_OUT_YET, Catalogue

_LOW, _TARGET = 6, 24
_SHORTEST_DAYS, _DAYS_BETWEEN = 4, 3
_ORDERED = 12
"""So many of the proposals have been asked for already; the others wait for somebody to look."""


_BEYOND = 12


def know_suppliers(catalogue: Catalogue, *, currency: str, actor: Actor, now: datetime) -> None:
    """The makers of these goods. Saving those that are there already changes nothing."""
    making = {product.maker for product in catalogue.products}
    for number, maker in enumerate(each for each in catalogue.makers if each.code in making):
        days = _SHORTEST_DAYS + number % 4 * _DAYS_BETWEEN
        supplier = Supplier(
            code=maker.code,
            name=maker.name,
            currency=currency,
            email=f"commandes@{maker.code}.example",
            lead_days=days,
        )
        save_supplier(supplier=supplier, actor=actor, now=now)


def buy_goods(
    catalogue: Catalogue, ids: Mapping[str, VariantId], *, currency: str, warehouse: str, actor: Actor, now: datetime
) -> None:
    """In the present transaction; once, after the shelves were counted."""
    set_supplies(
        batch=[
            Supply(
                variant_id=ids[variant.sku],
                supplier_code=product.maker,
                # A little more than half of what a buyer pays, in whole ten cents.
                unit_cost=Money(variant.price_minor * 52 // 1_000 * 10, currency),
            )
            for product in catalogue.products
            for variant in product.variants
        ],
        actor=actor,
        now=now,
    )
    policies = [_policy(sku, id, warehouse, now) for sku, id in ids.items()]
    set_stock_policies(batch=policies, actor=actor, now=now)
    wanted = proposals(place_code=warehouse, actor=actor, now=now, page_size=_ORDERED).items
    lines = [
        PlacedLine(variant_id=each.variant_id, place_code=each.place_code, quantity=each.quantity) for each in wanted
    ]
    for order_id in draft_restocking(lines=lines, key="demo", actor=actor, now=now):
        place_purchase_order(purchase_order_id=order_id, actor=actor, now=now)


def _policy(sku: str, id: VariantId, warehouse: str, now: datetime) -> StockPolicy:
    days = BACK_ORDERED.get(sku) or NOT_OUT_YET.get(sku)
    return StockPolicy(
        variant_id=id,
        place_code=warehouse,
        low_stock=_LOW,
        target=_TARGET,
        backorder_limit=_BEYOND if days else 0,
        preorder=sku in NOT_OUT_YET,
        expected_on=(now + timedelta(days=days)).date() if days else None,
    )
