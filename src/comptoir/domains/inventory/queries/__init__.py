"""What others may ask of inventory."""

from comptoir.domains.inventory.queries.awaited import awaited_for, overdue_goods
from comptoir.domains.inventory.queries.kits import kits_for, kits_with
from comptoir.domains.inventory.queries.purchase_paper import purchase_order_pdf
from comptoir.domains.inventory.queries.receipts import goods_receipt, goods_receipts
from comptoir.domains.inventory.queries.restocking import proposals
from comptoir.domains.inventory.queries.stock import (
    availability_for,
    lapsed_orders,
    levels_for,
    lock_levels_of,
    movements_of,
    reservations_of,
    serving_places,
    shelves_at,
    short_variants,
    standings_for,
)
from comptoir.domains.inventory.queries.supply import (
    count_session,
    count_sessions,
    purchase_order,
    purchase_orders,
    suppliers,
    supplies_for,
    transfer,
    transfers,
    under_way_for,
)

__all__ = [
    "availability_for",
    "awaited_for",
    "count_session",
    "count_sessions",
    "goods_receipt",
    "goods_receipts",
    "kits_for",
    "kits_with",
    "lapsed_orders",
    "levels_for",
    "lock_levels_of",
    "movements_of",
    "overdue_goods",
    "proposals",
    "purchase_order",
    "purchase_order_pdf",
    "purchase_orders",
    "reservations_of",
    "serving_places",
    "shelves_at",
    "short_variants",
    "standings_for",
    "suppliers",
    "supplies_for",
    "transfer",
    "transfers",
    "under_way_for",
]
