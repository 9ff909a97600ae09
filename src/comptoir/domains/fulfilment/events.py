from uuid import UUID

from comptoir.domains.fulfilment.values import ShipmentId
from comptoir.kernel.events import Event, event


@event("fulfilment.parcel_shipped.1", subject="order_id")
class ParcelShipped(Event):
    """A parcel has left; an order may have several."""

    order_id: UUID
    shipment_id: ShipmentId
