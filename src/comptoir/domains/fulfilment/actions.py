"""The verbs of shipping."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.fulfilment.errors import BadTrackingNumber, NothingToShip
from comptoir.domains.fulfilment.events import ParcelShipped
from comptoir.domains.fulfilment.models import PackedLine, Shipment
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.rules import is_tracking_number
from comptoir.domains.fulfilment.values import SHIPMENT_STATES, Packed, PastShipment, ShipmentId, ShipmentState
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import Facts, record, record_past
from comptoir.kernel.ids import new_id
from comptoir.kernel.transitions import move


def open_shipment(*, order_id: UUID, carrier: str, packed: Sequence[Packed], actor: Actor, now: datetime) -> ShipmentId:
    """Start to prepare a shipment of what was claimed for an order."""
    actor.must(FULFILMENT_SHIP)
    id = ShipmentId(new_id())
    with transaction.atomic(savepoint=False):
        row = Shipment.objects.create(
            id=id, order_id=order_id, state=ShipmentState.PREPARING, carrier=carrier, opened_at=now
        )
        PackedLine.objects.bulk_create(
            PackedLine(shipment=row, variant_id=line.variant_id, place_id=line.place_code, quantity=line.quantity)
            for line in packed
        )
        record(
            action="opened",
            subject_type="fulfilment.shipment",
            subject_id=id,
            after={"order_id": order_id, "pieces": sum(line.quantity for line in packed)},
            actor=actor,
            now=now,
        )
    return id


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


def ship_shipment(
    *, order_id: UUID, carrier: str | None = None, tracking_number: str, actor: Actor, now: datetime
) -> ShipmentId:
    """The open shipment of an order leaves, with the carrier's number ("" where there is none, as in a collection).

    :raises NothingToShip: when none is being prepared.
    :raises BadTrackingNumber: for a number that no carrier prints.
    """
    actor.must(FULFILMENT_SHIP)
    tracking_number = tracking_number.strip()
    if tracking_number and not is_tracking_number(tracking_number):
        raise BadTrackingNumber(field="tracking_number")
    with transaction.atomic(savepoint=False):
        row = Shipment.objects.filter(order_id=order_id, state=ShipmentState.PREPARING).order_by("opened_at").first()
        if row is None:
            raise NothingToShip(order_id=str(order_id))
        changes = {"shipped_at": now, "tracking_number": tracking_number, "carrier": carrier or row.carrier}
        move(row, to=ShipmentState.SHIPPED, table=SHIPMENT_STATES, actor=actor, now=now, changes=changes)
        emit(ParcelShipped(order_id=order_id, shipment_id=ShipmentId(row.id)))
    return ShipmentId(row.id)


def cancel_shipments(*, order_id: UUID, actor: Actor, now: datetime) -> None:
    """Call off whatever is being prepared for an order. Nothing to call off is fine."""
    actor.must(FULFILMENT_SHIP)
    with transaction.atomic(savepoint=False):
        for row in Shipment.objects.filter(order_id=order_id, state=ShipmentState.PREPARING).order_by("id"):
            move(row, to=ShipmentState.CANCELLED, table=SHIPMENT_STATES, actor=actor, now=now)
