from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from comptoir.domains.fulfilment.errors import (
    BadReport,
    BadTrackingEvent,
    CarrierDelivered,
    CorrectionUnexplained,
    NotSent,
    UnknownShipment,
)
from comptoir.domains.fulfilment.events import ParcelDelivered, ParcelStrayed
from comptoir.domains.fulfilment.models import Shipment, TrackingEvent
from comptoir.domains.fulfilment.permissions import FULFILMENT_TRACK
from comptoir.domains.fulfilment.queries import tracking_of
from comptoir.domains.fulfilment.rules import LOOK_EVERY, Told, standing_of
from comptoir.domains.fulfilment.values import (
    BY_HAND,
    SAID_BY_HAND,
    Arrival,
    ShipmentId,
    ShipmentState,
    Tracked,
    TrackingStatus,
    carrier_delivered,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.events import emit
from comptoir.kernel.history import record

_CLOCKS_DIFFER = timedelta(minutes=10)


def record_tracking(
    *, shipment_id: ShipmentId, events: Sequence[Tracked], time_zone: str, actor: Actor, now: datetime
) -> int:
    """Write down what a carrier tells of a parcel; returns how much of it was news.

    Late, repeated and reordered events are harmless: what holds is the event that happened last, and the parcel has
    arrived when the first event says so, on the day it was then in the time zone.

    :raises UnknownShipment: when there is no such shipment.
    :raises NotSent: while it is still here, or when it was called off.
    :raises BadTrackingEvent: for an event without a key, or in the future.
    """
    actor.must(FULFILMENT_TRACK)
    if any(not 0 < len(told.key) <= 200 or told.at > now + _CLOCKS_DIFFER for told in events):
        raise BadTrackingEvent(field="events")
    with transaction.atomic(savepoint=False):
        row = _lock_sent(shipment_id)
        news = _new(row, events)
        TrackingEvent.objects.bulk_create(
            TrackingEvent(
                shipment=row,
                key=told.key,
                status=told.status,
                at=told.at,
                where=told.where,
                words=told.words,
                heard_at=now,
            )
            for told in news
        )
        if news:
            _conclude(row, time_zone, now)
    return len(news)


def report_parcel(
    *,
    shipment_id: ShipmentId,
    status: TrackingStatus,
    on: date,
    because: str = "",
    time_zone: str,
    actor: Actor,
    now: datetime,
) -> bool:
    """Somebody says what became of a parcel: it arrived, came back or is lost, on a day in the time zone. Returns
    whether that was news: said twice, it is one event. It counts as if the carrier had told it, and history keeps who
    said so and how they know.

    Of what people say the last word counts, so that a slip is corrected by saying otherwise; also that it is still on
    its way.

    :raises UnknownShipment, NotSent: as ``record_tracking``.
    :raises BadReport: with the field, for another status or a day on which the parcel was not under way.
    :raises CarrierDelivered: when the carrier itself says that it arrived.
    :raises CorrectionUnexplained: for what people said had arrived, without a reason.
    """
    actor.must(FULFILMENT_TRACK)
    with transaction.atomic(savepoint=False):
        row = _lock_sent(shipment_id)
        known = tracking_of(shipment_id)
        said = [each for each in known if each.is_by_hand]
        if status not in SAID_BY_HAND and not (said and status is TrackingStatus.IN_TRANSIT):
            raise BadReport(field="status")
        if row.shipped_at is None or not local_day(row.shipped_at, time_zone) <= on <= local_day(now, time_zone):
            raise BadReport(field="on")
        if carrier_delivered(known):
            raise CarrierDelivered(shipment_id=str(shipment_id))
        if row.delivered_at and status is not TrackingStatus.DELIVERED and not because.strip():
            raise CorrectionUnexplained(field="because")
        # By noon of that day; never before it left, and never later than now.
        at = min(now, max(row.shipped_at, datetime.combine(on, time(12), ZoneInfo(time_zone))))
        last = TrackingEvent.objects.filter(shipment=row, key__startswith=BY_HAND).order_by("id").last()
        if last and (last.status, local_day(last.at, time_zone)) == (status, on):
            return False
        told = Tracked(key=f"{BY_HAND} {len(said) + 1}: {status} {on}", status=status, at=at, words=because)
        record_tracking(shipment_id=shipment_id, events=[told], time_zone=time_zone, actor=actor, now=now)
        record(
            action=f"said {status}",
            subject_type="fulfilment.shipment",
            subject_id=shipment_id,
            actor=actor,
            now=now,
            before={"delivered_on": row.delivered_on} if row.delivered_on else {},
            after={"delivered_on": on} if status is TrackingStatus.DELIVERED else {},
            because=because,
        )
    return True


def _lock_sent(shipment_id: ShipmentId) -> Shipment:
    row = Shipment.objects.select_for_update(no_key=True).filter(pk=shipment_id).first()
    if row is None:
        raise UnknownShipment(shipment_id=str(shipment_id))
    if row.state != ShipmentState.SHIPPED:
        raise NotSent(shipment_id=str(shipment_id))
    return row


def _new(row: Shipment, events: Sequence[Tracked]) -> list[Tracked]:
    """Under the parcel's lock."""
    told = {each.key: each for each in events}
    known = set(TrackingEvent.objects.filter(shipment=row, key__in=told).values_list("key", flat=True))
    return [each for key, each in told.items() if key not in known]


def _conclude(row: Shipment, time_zone: str, now: datetime) -> None:
    """How the parcel stands after all that was told of it, in whatever order."""
    told = [
        Told(
            status=TrackingStatus(each.status),
            at=each.at,
            ranks_at=each.heard_at if each.key.startswith(BY_HAND) else each.at,
            by_hand=each.key.startswith(BY_HAND),
        )
        for each in TrackingEvent.objects.filter(shipment=row).order_by("id")
    ]
    last, arrived = standing_of(told)
    if all(each.status is not TrackingStatus.DELIVERED for each in told):
        arrived = row.delivered_at  # handed over at the counter, which nobody tells
    arrived_on = local_day(arrived, time_zone) if arrived else None
    Shipment.objects.filter(pk=row.pk).update(
        last_status=last.status,
        last_status_at=last.at,
        delivered_at=arrived,
        delivered_on=arrived_on,
        # Whoever told it, its carrier need not be asked just now.
        quiet_looks=0,
        next_look_at=now + LOOK_EVERY,
    )
    was = Arrival(
        delivered_on=row.delivered_on, last_status=TrackingStatus(row.last_status) if row.last_status else None
    )
    if Arrival(delivered_on=arrived_on, last_status=last.status).astray is not was.astray:
        emit(ParcelStrayed(order_id=row.order_id, shipment_id=ShipmentId(row.pk)))
    if arrived and row.delivered_at is None:
        emit(ParcelDelivered(order_id=row.order_id, shipment_id=ShipmentId(row.pk)))
