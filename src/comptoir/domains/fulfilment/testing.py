"""What tests of other storeys look at."""

from comptoir.domains.fulfilment.actions import open_shipment, ship_shipment
from comptoir.domains.fulfilment.models import Label as LabelRecord
from comptoir.domains.fulfilment.queries import label_of
from comptoir.domains.fulfilment.values import Label, Packed, ShipmentId
from comptoir.domains.network.testing import make_place
from comptoir.domains.orders.testing import make_order
from comptoir.kernel.testing import NOON, OWNER


def every_label() -> list[Label]:
    """All labels there ever were, in the order they were asked for."""
    return [label_of(row) for row in LabelRecord.objects.order_by("asked_at", "id")]


def sent_parcel(*, tracking_number: str) -> ShipmentId:
    """A parcel of an order of its own that has left by Colissimo."""
    placed = make_order()
    packed = Packed(variant_id=placed.lines[0].variant_id, place_code=make_place().code, quantity=1)
    id = open_shipment(order_id=placed.id, carrier="Colissimo", packed=[packed], actor=OWNER, now=NOON)
    ship_shipment(shipment_id=id, tracking_number=tracking_number, time_zone="Europe/Paris", actor=OWNER, now=NOON)
    return id
