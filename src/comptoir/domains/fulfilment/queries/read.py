"""Parcels, batches and labels as they stand."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

from django.core.files.storage import Storage, storages
from django.db.models import Q, QuerySet

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.errors import LabelDamaged, NoLabel, UnknownBatch, UnknownShipment
from comptoir.domains.fulfilment.models import UNDER_WAY, PackedLine, PickedArticle, TrackingEvent
from comptoir.domains.fulfilment.models import Label as LabelRecord
from comptoir.domains.fulfilment.models import PickBatch as BatchRecord
from comptoir.domains.fulfilment.models import Shipment as ShipmentRecord
from comptoir.domains.fulfilment.permissions import FULFILMENT_VIEW
from comptoir.domains.fulfilment.rules import LOOKED_FOR, missing_by_box, tracking_url
from comptoir.domains.fulfilment.values import (
    STILL_HERE,
    Arrival,
    BatchId,
    BatchState,
    Label,
    LabelId,
    LabelPdf,
    LabelRequest,
    LabelState,
    Packed,
    Pick,
    PickBatch,
    PromiseCount,
    Shipment,
    ShipmentId,
    ShipmentState,
    ShortPick,
    Tracked,
    TrackingStatus,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import fetch


def shipments_for(order_ids: Collection[UUID]) -> dict[UUID, list[Shipment]]:
    """The shipments of each order, oldest first. Two statements for any number of orders."""
    found: dict[UUID, list[Shipment]] = {id: [] for id in order_ids}
    for shipment in _shown(ShipmentRecord.objects.filter(order_id__in=order_ids).order_by("opened_at", "id")):
        found[shipment.order_id].append(shipment)
    return found


def arrivals_of(order_id: UUID) -> tuple[Arrival, ...]:
    """What is known of the arrival of each parcel of an order that has left. One statement."""
    left = ShipmentRecord.objects.filter(order_id=order_id, state=ShipmentState.SHIPPED).order_by("opened_at", "id")
    return tuple(
        Arrival(delivered_on=day, last_status=TrackingStatus(told) if told else None)
        for day, told in left.values_list("delivered_on", "last_status")
    )


def _shown(rows: QuerySet[ShipmentRecord]) -> list[Shipment]:
    """With what is in each."""
    records = list(rows)
    packed: defaultdict[UUID, list[Packed]] = defaultdict(list)
    for line in PackedLine.objects.filter(shipment__in=[record.pk for record in records]).order_by("id"):
        packed[line.shipment_id].append(packed_of(line))
    return [_shipment(record, packed[record.pk]) for record in records]


def packed_of(line: PackedLine) -> Packed:
    """The row as a value."""
    return Packed(variant_id=VariantId(line.variant_id), place_code=line.place_id, quantity=line.quantity)


def shipments_by_id(shipment_ids: Collection[ShipmentId]) -> dict[ShipmentId, Shipment]:
    """Those shipments that exist. Two statements."""
    return {each.id: each for each in _shown(ShipmentRecord.objects.filter(pk__in=shipment_ids))}


def orders_of(shipment_ids: Collection[ShipmentId]) -> dict[ShipmentId, UUID]:
    """The order of each shipment that exists."""
    found = ShipmentRecord.objects.filter(pk__in=shipment_ids).values_list("id", "order_id")
    return {ShipmentId(id): order_id for id, order_id in found}


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
        tracking_url=record.tracking_page or tracking_url(record.carrier, record.tracking_number),
        packed=tuple(packed),
        opened_at=record.opened_at,
        shipped_at=record.shipped_at,
        promised_on=record.promised_on,
        ready_at=record.ready_at,
        collection_code=record.collection_code,
        delivered_at=record.delivered_at,
        delivered_on=record.delivered_on,
        last_status=TrackingStatus(record.last_status) if record.last_status else None,
    )


def tracking_of(shipment_id: ShipmentId) -> tuple[Tracked, ...]:
    """What the carrier told of a parcel, in the order it happened."""
    return tracking_for([shipment_id])[shipment_id]


def tracking_for(shipment_ids: Collection[ShipmentId]) -> dict[ShipmentId, tuple[Tracked, ...]]:
    """The same for each of these parcels. One statement, none for none."""
    told: dict[ShipmentId, list[Tracked]] = {id: [] for id in shipment_ids}
    rows = TrackingEvent.objects.filter(shipment__in=told).order_by("at", "id") if told else ()
    for row in rows:
        told[ShipmentId(row.shipment_id)].append(
            Tracked(key=row.key, status=TrackingStatus(row.status), at=row.at, where=row.where, words=row.words)
        )
    return {id: tuple(events) for id, events in told.items()}


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
    """What is taken from the shelves in a walk: each variant once, with how many pieces go into which box, and what was
    found of it. Two statements."""
    return _picks_for([batch_id])[batch_id]


def _picks_for(batch_ids: Collection[BatchId]) -> dict[BatchId, tuple[Pick, ...]]:
    lines = PackedLine.objects.filter(shipment__batch_id__in=batch_ids)
    lines = lines.exclude(shipment__state=ShipmentState.CANCELLED).order_by("variant_id", "shipment__box")
    boxes: defaultdict[tuple[UUID, UUID], list[tuple[int, int]]] = defaultdict(list)
    left: defaultdict[UUID, set[int]] = defaultdict(set)
    parts = lines.values_list("shipment__batch_id", "variant_id", "shipment__box", "quantity", "shipment__state")
    for batch_id, variant_id, box, quantity, state in parts:
        if batch_id is not None and box is not None:
            boxes[batch_id, variant_id].append((box, quantity))
            if state == ShipmentState.SHIPPED:
                left[batch_id].add(box)
    rows = PickedArticle.objects.filter(batch__in=batch_ids).values_list("batch_id", "variant_id", "found")
    found = {(batch_id, variant_id): count for batch_id, variant_id, count in rows}
    picks: dict[BatchId, list[Pick]] = {id: [] for id in batch_ids}
    for (batch_id, variant_id), there in boxes.items():
        count = found.get((batch_id, variant_id))
        picks[BatchId(batch_id)].append(
            Pick(
                variant_id=VariantId(variant_id),
                quantity=sum(quantity for _, quantity in there),
                boxes=tuple(there),
                found=count,
                missing=() if count is None else missing_by_box(there, found=count, left=left[batch_id]),
            )
        )
    return {id: tuple(each) for id, each in picks.items()}


def short_picks(*, limit: int = 200) -> tuple[ShortPick, ...]:
    """What was not found for batches that are not called off, while the parcels that lack it are still here; by batch.

    ``limit`` is how many batches are looked at, those begun last first.
    """
    told = PickedArticle.objects.values_list("batch_id", flat=True)
    here = ShipmentRecord.objects.filter(state__in=STILL_HERE, batch__in=told).values_list("batch_id", flat=True)
    walks = BatchRecord.objects.exclude(state=BatchState.CANCELLED).filter(pk__in=here).order_by("-number")[:limit]
    rows = {BatchId(row.pk): row for row in walks}
    picks = _picks_for(list(rows))
    owners = ShipmentRecord.objects.filter(batch__in=list(rows)).values_list("batch_id", "box", "order_id")
    orders = {(batch_id, box): order_id for batch_id, box, order_id in owners}
    return tuple(
        ShortPick(
            batch_id=id,
            batch_number=row.number,
            place_code=row.place_id,
            variant_id=pick.variant_id,
            missing=sum(count for _, count in pick.missing),
            found=pick.found or 0,
            order_ids=tuple(dict.fromkeys(orders[id, box] for box, _ in pick.missing)),
        )
        for id, row in rows.items()
        for pick in picks[id]
        if pick.missing
    )


def overdue_orders(day: date, *, limit: int = 200) -> tuple[UUID, ...]:
    """The orders of parcels that were promised for a day before, left, and have not arrived as far as their carrier
    tells; where no carrier tells anything, nothing is known. Longest overdue first."""
    rows = ShipmentRecord.objects.filter(
        state=ShipmentState.SHIPPED, promised_on__lt=day, delivered_at__isnull=True
    ).exclude(last_status="")
    return tuple(rows.order_by("promised_on", "id").values_list("order_id", flat=True)[:limit])


def carriers_under_way(*, now: datetime) -> tuple[str, ...]:
    """The carriers, as they are called, of parcels about which it is time to ask."""
    due = Q(next_look_at__isnull=True) | Q(next_look_at__lte=now)
    rows = ShipmentRecord.objects.filter(UNDER_WAY, due, shipped_at__gt=now - LOOKED_FOR).order_by("carrier")
    return tuple(rows.values_list("carrier", flat=True).distinct())


def promises_kept(*, market: str, since: date, time_zone: str, actor: Actor) -> tuple[PromiseCount, ...]:
    """How the promises of a market were kept, month by month since that day in the time zone, the latest first. One
    statement.

    What is collected is promised to be ready, and nobody is late who lets it wait.
    """
    actor.must(FULFILMENT_VIEW, market=market)
    rows = fetch(
        """SELECT date_trunc('month', shipped_at AT TIME ZONE %(zone)s)::date AS month, method, count(*),
                  count(*) FILTER (WHERE there_on <= promised_on),
                  count(*) FILTER (WHERE there_on > promised_on),
                  coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY there_on - promised_on)
                           FILTER (WHERE there_on > promised_on), 0)
             FROM fulfilment_shipment,
                  coalesce((ready_at AT TIME ZONE %(zone)s)::date, delivered_on) AS there_on
            WHERE shipped_at >= %(since)s::date::timestamp AT TIME ZONE %(zone)s AND market_code = %(market)s
              AND promised_on IS NOT NULL
            GROUP BY month, method ORDER BY month DESC, method""",
        {"zone": time_zone, "since": since, "market": market},
    )
    return tuple(
        PromiseCount(month=month, method=method, promised=promised, kept=kept, late=late, days_late=days)
        for month, method, promised, kept, late, days in rows
    )


def label_of(row: LabelRecord) -> Label:
    """The row as a value."""
    return Label(
        id=LabelId(row.pk),
        shipment_id=ShipmentId(row.shipment_id),
        connector=row.connector,
        carrier=row.carrier,
        state=LabelState(row.state),
        request=LabelRequest.read(row.asked) if row.asked else None,
        weight_grams=row.weight_grams,
        reference=row.reference,
        tracking_number=row.tracking_number,
        reason=row.reason,
        asked_at=row.asked_at,
        tries=row.tries,
        next_try_at=row.next_try_at,
        has_pdf=bool(row.pdf_path),
    )


def label(label_id: LabelId) -> Label:
    """One label.

    :raises NoLabel: when there is none.
    """
    row = LabelRecord.objects.filter(pk=label_id).first()
    if row is None:
        raise NoLabel(label_id=str(label_id))
    return label_of(row)


def labels_for(shipment_ids: Collection[ShipmentId]) -> dict[ShipmentId, Label]:
    """The latest label of each shipment that ever had one. One statement."""
    rows = LabelRecord.objects.filter(shipment__in=shipment_ids).order_by("asked_at", "id")
    return {ShipmentId(row.shipment_id): label_of(row) for row in rows}


def labels_to_tell(*, now: datetime, limit: int = 100) -> tuple[LabelId, ...]:
    """Labels about which a carrier is to be asked again, longest due first."""
    rows = LabelRecord.objects.filter(next_try_at__lte=now).order_by("next_try_at")
    return tuple(LabelId(id) for id in rows.values_list("id", flat=True)[:limit])


def awaited_labels(*, asked_before: datetime, limit: int) -> tuple[Label, ...]:
    """Labels that a carrier was asked for before, and about which it has not answered, longest ago first."""
    rows = LabelRecord.objects.filter(
        next_try_at__isnull=False, state=LabelState.ASKED, asked_at__lt=asked_before
    ).order_by("asked_at", "id")
    return tuple(label_of(row) for row in rows[:limit])


def stored_labels() -> Storage:
    """Where labels are kept: apart from pictures, since they name people."""
    return storages["private"]


def read_labels(shipment_ids: Sequence[ShipmentId]) -> LabelPdf:
    """The labels of these shipments as one PDF, in that order; those without one are left out.

    :raises NoLabel: when none of them has a label.
    :raises LabelDamaged: when a stored one is missing or is another one.
    """
    made = {
        row.shipment_id: row
        for row in LabelRecord.objects.filter(shipment__in=shipment_ids, state=LabelState.MADE).exclude(pdf_path="")
    }
    rows = [made[id] for id in dict.fromkeys(shipment_ids) if id in made]
    if not rows:
        raise NoLabel()
    pdfs = [_read_label(row) for row in rows]
    name = rows[0].tracking_number or str(rows[0].pk)
    return LabelPdf(f"{name}.pdf", pdfs[0]) if len(pdfs) == 1 else LabelPdf("labels.pdf", _together(pdfs))


def _read_label(row: LabelRecord) -> bytes:
    try:
        with stored_labels().open(row.pdf_path) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        raise LabelDamaged(label_id=str(row.pk)) from None
    if hashlib.sha256(content).hexdigest() != row.pdf_sha256:
        raise LabelDamaged(label_id=str(row.pk))
    return content


def _together(pdfs: Sequence[bytes]) -> bytes:
    from pypdf import PdfWriter  # takes long to import, and few pages need it

    writer, joined = PdfWriter(), BytesIO()
    for pdf in pdfs:
        writer.append(BytesIO(pdf))
    writer.write(joined)
    return joined.getvalue()
