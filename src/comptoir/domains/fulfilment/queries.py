"""What others may ask of fulfilment."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.errors import UnknownBatch, UnknownShipment
from comptoir.domains.fulfilment.models import PackedLine, TrackingEvent
from comptoir.domains.fulfilment.models import PickBatch as BatchRecord
from comptoir.domains.fulfilment.models import Shipment as ShipmentRecord
from comptoir.domains.fulfilment.rules import tracking_url
from comptoir.domains.fulfilment.values import (
    BatchId,
    BatchState,
    Packed,
    Pick,
    PickBatch,
    PromiseCount,
    Shipment,
    ShipmentId,
    ShipmentState,
    Tracked,
    TrackingStatus,
)


def shipments_for(order_ids: Collection[UUID]) -> dict[UUID, list[Shipment]]:
    """The shipments of each order, oldest first. Two statements for any number of orders."""
    records = list(ShipmentRecord.objects.filter(order_id__in=order_ids).order_by("opened_at", "id"))
    packed: defaultdict[UUID, list[Packed]] = defaultdict(list)
    for line in PackedLine.objects.filter(shipment__in=[record.pk for record in records]).order_by("id"):
        packed[line.shipment_id].append(packed_of(line))
    found: dict[UUID, list[Shipment]] = {id: [] for id in order_ids}
    for record in records:
        found[record.order_id].append(_shipment(record, packed[record.pk]))
    return found


def packed_of(line: PackedLine) -> Packed:
    """The row as a value."""
    return Packed(variant_id=VariantId(line.variant_id), place_code=line.place_id, quantity=line.quantity)


def shipments_of(order_id: UUID) -> list[Shipment]:
    """The shipments of one order, oldest first."""
    return shipments_for([order_id])[order_id]


def shipment(shipment_id: ShipmentId) -> Shipment:
    """One shipment.

    :raises UnknownShipment: when there is none.
    """
    record = ShipmentRecord.objects.filter(pk=shipment_id).first()
    if record is None:
        raise UnknownShipment(shipment_id=str(shipment_id))
    return _shipment(record, [packed_of(line) for line in PackedLine.objects.filter(shipment=record).order_by("id")])


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
        promised_on=record.promised_on,
        ready_at=record.ready_at,
        collection_code=record.collection_code,
        delivered_at=record.delivered_at,
        last_status=TrackingStatus(record.last_status) if record.last_status else None,
    )


def tracking_of(shipment_id: ShipmentId) -> tuple[Tracked, ...]:
    """What the carrier told of a parcel, in the order it happened."""
    rows = TrackingEvent.objects.filter(shipment_id=shipment_id).order_by("at", "id")
    return tuple(
        Tracked(key=row.key, status=TrackingStatus(row.status), at=row.at, where=row.where, words=row.words)
        for row in rows
    )


def batches(*, states: Collection[BatchState] = tuple(BatchState), limit: int = 50) -> list[PickBatch]:
    """The batches in these states, newest first. Two statements."""
    rows = list(BatchRecord.objects.filter(state__in=states).order_by("-opened_at", "-number")[:limit])
    boxes: defaultdict[UUID, list[ShipmentId]] = defaultdict(list)
    held = ShipmentRecord.objects.filter(batch__in=[row.pk for row in rows]).order_by("box")
    for batch_id, id in held.values_list("batch_id", "id"):
        boxes[batch_id].append(ShipmentId(id))
    return [_batch(row, boxes[row.pk]) for row in rows]


def batch(batch_id: BatchId) -> PickBatch:
    """One batch.

    :raises UnknownBatch: when there is none.
    """
    row = BatchRecord.objects.filter(pk=batch_id).first()
    if row is None:
        raise UnknownBatch(batch_id=str(batch_id))
    held = ShipmentRecord.objects.filter(batch_id=batch_id).order_by("box").values_list("id", flat=True)
    return _batch(row, [ShipmentId(id) for id in held])


def _batch(row: BatchRecord, shipment_ids: Sequence[ShipmentId]) -> PickBatch:
    return PickBatch(
        id=BatchId(row.pk),
        number=row.number,
        place_code=row.place_id,
        state=BatchState(row.state),
        opened_at=row.opened_at,
        shipment_ids=tuple(shipment_ids),
    )


def picks_of(batch_id: BatchId) -> tuple[Pick, ...]:
    """What is taken from the shelves in a walk: each variant once, with how many pieces go into which box."""
    lines = PackedLine.objects.filter(shipment__batch_id=batch_id)
    boxes: defaultdict[VariantId, list[tuple[int, int]]] = defaultdict(list)
    parts = lines.order_by("variant_id", "shipment__box").values_list("variant_id", "shipment__box", "quantity")
    for variant_id, box, quantity in parts:
        if box is not None:
            boxes[VariantId(variant_id)].append((box, quantity))
    return tuple(
        Pick(variant_id=id, quantity=sum(count for _, count in parts), boxes=tuple(parts))
        for id, parts in boxes.items()
    )


def promises_kept(*, since: datetime, until: datetime) -> PromiseCount:
    """How the promises of the parcels that left from ``since`` and before ``until`` were kept. One statement."""
    left = ShipmentRecord.objects.filter(shipped_at__gte=since, shipped_at__lt=until, promised_on__isnull=False)
    counted = left.aggregate(
        kept=Count("id", filter=Q(delivered_on__lte=F("promised_on"))),
        late=Count("id", filter=Q(delivered_on__gt=F("promised_on"))),
        unknown=Count("id", filter=Q(delivered_on__isnull=True)),
    )
    return PromiseCount(**counted)
