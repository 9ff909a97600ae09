"""What a shipment is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.transitions import StateTable

ShipmentId = NewType("ShipmentId", UUID)
BatchId = NewType("BatchId", UUID)


class ShipmentState(StrEnum):
    PREPARING = "preparing"
    READY = "ready"  # waits at the counter for whoever collects it
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


SHIPMENT_STATES = StateTable(
    {
        ShipmentState.PREPARING: {ShipmentState.READY, ShipmentState.SHIPPED, ShipmentState.CANCELLED},
        ShipmentState.READY: {ShipmentState.SHIPPED, ShipmentState.CANCELLED},
        ShipmentState.SHIPPED: set(),
        ShipmentState.CANCELLED: set(),
    }
)


STILL_HERE = frozenset({ShipmentState.PREPARING, ShipmentState.READY})


class TrackingStatus(StrEnum):
    """Where a carrier says a parcel is."""

    HANDED_OVER = "handed_over"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPTED = "attempted"  # nobody was there
    AT_PICKUP_POINT = "at_pickup_point"
    DELIVERED = "delivered"
    RETURNED = "returned"  # it comes back to us
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """Something that a carrier tells of a parcel. ``key`` is the carrier's: told twice, it is one event."""

    key: str
    status: TrackingStatus
    at: datetime
    where: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCount:
    """Of the parcels that left in a time: how many arrived by the promised day, how many later, and how many are not
    known to have arrived.

    Parcels without a promise are not counted.
    """

    kept: int
    late: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """So many pieces of a variant, from one place, in one shipment."""

    variant_id: VariantId
    place_code: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """What leaves together. ``tracking_url`` is empty where the carrier has no page we know of.

    ``promised_on`` is the day it was promised for; ``collection_code`` is what whoever collects it shows.
    """

    id: ShipmentId
    order_id: UUID
    state: ShipmentState
    carrier: str
    tracking_number: str
    tracking_url: str
    packed: tuple[Packed, ...]
    opened_at: datetime
    shipped_at: datetime | None
    promised_on: date | None = None
    ready_at: datetime | None = None
    collection_code: str = ""
    delivered_at: datetime | None = None
    last_status: TrackingStatus | None = None

    @property
    def is_here(self) -> bool:
        return self.state in STILL_HERE


class BatchState(StrEnum):
    PICKING = "picking"  # somebody walks along the shelves
    PICKED = "picked"  # everything lies in its box
    CANCELLED = "cancelled"


BATCH_STATES = StateTable(
    {
        BatchState.PICKING: {BatchState.PICKED, BatchState.CANCELLED},
        BatchState.PICKED: set(),
        BatchState.CANCELLED: set(),
    }
)

MOST_IN_A_BATCH = 50
"""Boxes on a trolley, generously."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickBatch:
    """Shipments of one place that are picked in one walk, each into the box of its number: the first into box 1."""

    id: BatchId
    number: int
    place_code: str
    state: BatchState
    opened_at: datetime
    shipment_ids: tuple[ShipmentId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """So many pieces of a variant to be taken from the shelf, and how many go into which box."""

    variant_id: VariantId
    quantity: int
    boxes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastShipment:
    """What left together for an order in the past."""

    order_id: UUID
    carrier: str
    tracking_number: str
    packed: tuple[Packed, ...]
    opened_at: datetime
    shipped_at: datetime


# Where a carrier shows a parcel; the number is filled in, escaped. Public pages of the carriers named.
TRACKING_PAGES: Mapping[str, str] = {
    "colissimo": "https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
    "chronopost": "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={number}",
    "dpd": "https://trace.dpd.fr/fr/trace/{number}",
    "mondial relay": "https://www.mondialrelay.fr/suivi-de-colis/?numeroExpedition={number}",
}
