"""The verbs of stock. Every one of them locks levels in the order of variant and place, so that none can deadlock."""

from comptoir.domains.inventory.actions.add import add_past_sales
from comptoir.domains.inventory.actions.claim import claim_stock
from comptoir.domains.inventory.actions.count import record_counts
from comptoir.domains.inventory.actions.release import release_stock
from comptoir.domains.inventory.actions.reserve import reserve_stock
from comptoir.domains.inventory.actions.ship import ship_stock

__all__ = ["add_past_sales", "claim_stock", "record_counts", "release_stock", "reserve_stock", "ship_stock"]
