"""The verbs of stock. Every one of them locks levels in the order of variant and place, so that none can deadlock."""

from comptoir.domains.inventory.actions.add import add_past_sales
from comptoir.domains.inventory.actions.back import take_back
from comptoir.domains.inventory.actions.claim import claim_stock
from comptoir.domains.inventory.actions.count import record_counts
from comptoir.domains.inventory.actions.count_session import cancel_count, close_count, open_count, record_counted
from comptoir.domains.inventory.actions.kits import set_kit, set_unstocked
from comptoir.domains.inventory.actions.mail_purchase import note_purchase_mailed
from comptoir.domains.inventory.actions.policies import set_stock_policies
from comptoir.domains.inventory.actions.purchase import (
    cancel_purchase_order,
    change_purchase_order,
    close_purchase_order,
    draft_purchase_order,
    place_purchase_order,
    receive_goods,
)
from comptoir.domains.inventory.actions.release import release_pieces, release_stock
from comptoir.domains.inventory.actions.reserve import reserve_more, reserve_stock
from comptoir.domains.inventory.actions.restock import draft_restocking
from comptoir.domains.inventory.actions.ship import ship_stock
from comptoir.domains.inventory.actions.spread import gather_stock, spread_stock
from comptoir.domains.inventory.actions.suppliers import save_supplier, set_supplies
from comptoir.domains.inventory.actions.take_in import cancel_receipt, take_in_goods
from comptoir.domains.inventory.actions.tell import tell_stock_of_places
from comptoir.domains.inventory.actions.transfer import cancel_transfer, open_transfer, receive_transfer
from comptoir.domains.inventory.actions.write_off import write_off_stock

__all__ = [
    "add_past_sales",
    "cancel_count",
    "cancel_purchase_order",
    "cancel_receipt",
    "cancel_transfer",
    "change_purchase_order",
    "claim_stock",
    "close_count",
    "close_purchase_order",
    "draft_purchase_order",
    "draft_restocking",
    "gather_stock",
    "note_purchase_mailed",
    "open_count",
    "open_transfer",
    "place_purchase_order",
    "receive_goods",
    "receive_transfer",
    "record_counted",
    "record_counts",
    "release_pieces",
    "release_stock",
    "reserve_more",
    "reserve_stock",
    "save_supplier",
    "set_kit",
    "set_stock_policies",
    "set_supplies",
    "set_unstocked",
    "ship_stock",
    "spread_stock",
    "take_back",
    "take_in_goods",
    "tell_stock_of_places",
    "write_off_stock",
]
