"""The verbs of shipping."""

from comptoir.domains.fulfilment.actions.add import add_shipments
from comptoir.domains.fulfilment.actions.open import cancel_shipments, open_shipment, part_shipment, take_out_pieces
from comptoir.domains.fulfilment.actions.pick import cancel_batch, close_batch, open_batch
from comptoir.domains.fulfilment.actions.ship import make_ready, ship_shipment
from comptoir.domains.fulfilment.actions.track import record_tracking

__all__ = [
    "add_shipments",
    "cancel_batch",
    "cancel_shipments",
    "close_batch",
    "make_ready",
    "open_batch",
    "open_shipment",
    "part_shipment",
    "record_tracking",
    "ship_shipment",
    "take_out_pieces",
]
