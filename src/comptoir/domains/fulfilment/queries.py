"""What others may ask of fulfilment."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.models import PackedLine
from comptoir.domains.fulfilment.models import Shipment as ShipmentRecord
from comptoir.domains.fulfilment.rules import tracking_url
from comptoir.domains.fulfilment.values import Packed, Shipment, ShipmentId, ShipmentState


def shipments_for(order_ids: Collection[UUID]) -> dict[UUID, list[Shipment]]:
    """The shipments of each order, oldest first. Two statements for any number of orders."""
    records = list(ShipmentRecord.objects.filter(order_id__in=order_ids).order_by("opened_at", "id"))
    packed: defaultdict[UUID, list[Packed]] = defaultdict(list)
    for line in PackedLine.objects.filter(shipment__in=[record.pk for record in records]).order_by("id"):
        content = Packed(variant_id=VariantId(line.variant_id), place_code=line.place_id, quantity=line.quantity)
        packed[line.shipment_id].append(content)
    found: dict[UUID, list[Shipment]] = {id: [] for id in order_ids}
    for record in records:
        found[record.order_id].append(_shipment(record, packed[record.pk]))
    return found


def shipments_of(order_id: UUID) -> list[Shipment]:
    """The shipments of one order, oldest first."""
    return shipments_for([order_id])[order_id]


def _shipment(record: ShipmentRecord, packed: list[Packed]) -> Shipment:
    return Shipment(
        id=ShipmentId(record.id),
        order_id=record.order_id,
        state=ShipmentState(record.state),
        carrier=record.carrier,
        tracking_number=record.tracking_number,
        tracking_url=tracking_url(record.carrier, record.tracking_number),
        packed=tuple(packed),
        opened_at=record.opened_at,
        shipped_at=record.shipped_at,
    )
