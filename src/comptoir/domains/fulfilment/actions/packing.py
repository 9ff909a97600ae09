"""What is in a shipment, and how it is locked."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F

from comptoir.domains.fulfilment.errors import NothingToShip, NotPacked, UnknownShipment
from comptoir.domains.fulfilment.models import PackedLine, Shipment
from comptoir.domains.fulfilment.queries import packed_of
from comptoir.domains.fulfilment.values import STILL_HERE, Packed, ShipmentId


def lock_shipment(shipment_id: ShipmentId) -> Shipment:
    """A shipment that is still here, locked until the transaction ends.

    :raises UnknownShipment: when there is no such shipment.
    :raises NothingToShip: when it has left, or was called off.
    """
    row = Shipment.objects.select_for_update(no_key=True).filter(pk=shipment_id).first()
    if row is None:
        raise UnknownShipment(shipment_id=str(shipment_id))
    if row.state not in STILL_HERE:
        raise NothingToShip(shipment_id=str(shipment_id))
    return row


def contents_of(row: Shipment) -> tuple[Packed, ...]:
    """What is in it."""
    return tuple(packed_of(line) for line in PackedLine.objects.filter(shipment=row).order_by("id"))


def lock_shipments(order_id: UUID) -> list[Shipment]:
    """All that is still here of an order, locked."""
    rows = Shipment.objects.filter(order_id=order_id, state__in=STILL_HERE)
    return list(rows.select_for_update(no_key=True).order_by("id"))


def take_out(row: Shipment, packed: Sequence[Packed]) -> None:
    """Take these out of a shipment, all or none: the transaction takes a part back.

    :raises NotPacked: for pieces that are not in it.
    """
    for line in packed:
        if line.quantity <= 0:
            raise NotPacked(shipment_id=str(row.pk), variant_id=str(line.variant_id))
        there = PackedLine.objects.filter(shipment=row, variant_id=line.variant_id, place_id=line.place_code)
        emptied = there.filter(quantity=line.quantity).delete()[0]
        if not emptied and not there.filter(quantity__gt=line.quantity).update(quantity=F("quantity") - line.quantity):
            raise NotPacked(shipment_id=str(row.pk), variant_id=str(line.variant_id))
