from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.fulfilment.errors import BadTrackingNumber
from comptoir.domains.fulfilment.models import PackedLine, Shipment
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.rules import is_tracking_number
from comptoir.domains.fulfilment.values import PastShipment, ShipmentState
from comptoir.kernel.access import Actor
from comptoir.kernel.history import Facts, record_past
from comptoir.kernel.ids import new_id


def add_shipments(*, batch: Sequence[PastShipment], actor: Actor, now: datetime) -> None:
    """Take over what left for past orders, with its history, in a handful of statements. Nobody is told.

    :raises BadTrackingNumber: for a number that no carrier prints.
    """
    actor.must(FULFILMENT_SHIP)
    if any(past.tracking_number and not is_tracking_number(past.tracking_number) for past in batch):
        raise BadTrackingNumber(field="tracking_number")
    rows = [
        Shipment(
            id=new_id(),
            order_id=past.order_id,
            state=ShipmentState.SHIPPED,
            carrier=past.carrier,
            tracking_number=past.tracking_number,
            opened_at=past.opened_at,
            shipped_at=past.shipped_at,
        )
        for past in batch
    ]
    with transaction.atomic(savepoint=False):
        Shipment.objects.bulk_create(rows)
        PackedLine.objects.bulk_create(
            PackedLine(shipment=row, variant_id=line.variant_id, place_id=line.place_code, quantity=line.quantity)
            for row, past in zip(rows, batch, strict=True)
            for line in past.packed
        )
        record_past(
            subject_type="fulfilment.shipment",
            changes=[step for row, past in zip(rows, batch, strict=True) for step in _steps(row, past)],
            actor=actor,
        )


def _steps(row: Shipment, past: PastShipment) -> Iterator[tuple[datetime, str, object, Facts, Facts]]:
    pieces = sum(line.quantity for line in past.packed)
    preparing = {"state": ShipmentState.PREPARING}
    yield past.opened_at, "opened", row.id, {}, {"order_id": past.order_id, "pieces": pieces}
    yield past.shipped_at, "moved", row.id, preparing, {"state": ShipmentState.SHIPPED}
