"""The verbs of shipping."""

from comptoir.domains.fulfilment.actions.add import add_shipments
from comptoir.domains.fulfilment.actions.downloads import (
    end_download,
    end_downloads,
    open_downloads,
    renew_download,
    save_download_rules,
    use_download,
)
from comptoir.domains.fulfilment.actions.label import (
    ask_label,
    call_off_label,
    call_off_labels,
    claim_label,
    forget_labels,
    record_label,
)
from comptoir.domains.fulfilment.actions.look_up import claim_lookups
from comptoir.domains.fulfilment.actions.open import cancel_shipments, open_shipment, part_shipment, take_out_pieces
from comptoir.domains.fulfilment.actions.pick import cancel_batch, close_batch, open_batch, record_picks
from comptoir.domains.fulfilment.actions.ship import make_ready, ship_shipment
from comptoir.domains.fulfilment.actions.track import record_tracking, report_parcel

__all__ = [
    "add_shipments",
    "ask_label",
    "call_off_label",
    "call_off_labels",
    "cancel_batch",
    "cancel_shipments",
    "claim_label",
    "claim_lookups",
    "close_batch",
    "end_download",
    "end_downloads",
    "forget_labels",
    "make_ready",
    "open_batch",
    "open_downloads",
    "open_shipment",
    "part_shipment",
    "record_label",
    "record_picks",
    "record_tracking",
    "renew_download",
    "report_parcel",
    "save_download_rules",
    "ship_shipment",
    "take_out_pieces",
    "use_download",
]
