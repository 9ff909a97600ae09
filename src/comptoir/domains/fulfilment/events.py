from uuid import UUID

from comptoir.domains.fulfilment.values import BatchId, ShipmentId
from comptoir.kernel.events import Event, event


@event("fulfilment.parcel_shipped.1", subject="order_id")
class ParcelShipped(Event):
    """A parcel has left; an order may have several."""

    order_id: UUID
    shipment_id: ShipmentId


@event("fulfilment.picks_short.1", subject="batch_id")
class PicksShort(Event):
    """Pieces that were to be picked were not found, or are no longer missing after they were."""

    batch_id: BatchId


@event("fulfilment.parcel_ready.1", subject="order_id")
class ParcelReady(Event):
    """It waits at the counter for whoever collects it."""

    order_id: UUID
    shipment_id: ShipmentId


@event("fulfilment.parcel_strayed.1", subject="order_id")
class ParcelStrayed(Event):
    """It is lost or comes back undelivered, or that turned out not to be so."""

    order_id: UUID
    shipment_id: ShipmentId


@event("fulfilment.parcel_delivered.1", subject="order_id")
class ParcelDelivered(Event):
    """The carrier says that it has arrived."""

    order_id: UUID
    shipment_id: ShipmentId
