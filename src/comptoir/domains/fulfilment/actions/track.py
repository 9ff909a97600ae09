from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from comptoir.domains.fulfilment.errors import BadReport, BadTrackingEvent, NotSent, UnknownShipment
from comptoir.domains.fulfilment.events import ParcelDelivered
from comptoir.domains.fulfilment.models import Shipment, TrackingEvent
from comptoir.domains.fulfilment.permissions import FULFILMENT_TRACK
from comptoir.domains.fulfilment.rules import LOOK_EVERY
from comptoir.domains.fulfilment.values import SAID_BY_HAND, ShipmentId, ShipmentState, Tracked, TrackingStatus
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
            _conclude(row, news, time_zone, now)
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

    :raises UnknownShipment, NotSent: as ``record_tracking``.
    :raises BadReport: with the field, for another status or a day on which the parcel was not under way.
    """
    actor.must(FULFILMENT_TRACK)
    if status not in SAID_BY_HAND:
        raise BadReport(field="status")
    with transaction.atomic(savepoint=False):
        left = _lock_sent(shipment_id).shipped_at
        if left is None or not local_day(left, time_zone) <= on <= local_day(now, time_zone):
            raise BadReport(field="on")
        # By noon of that day; never before it left, and never later than now.
        at = min(now, max(left, datetime.combine(on, time(12), ZoneInfo(time_zone))))
        told = Tracked(key=f"by hand: {status} {on}", status=status, at=at, words=because)
        news = record_tracking(shipment_id=shipment_id, events=[told], time_zone=time_zone, actor=actor, now=now)
        if news:
            record(
                action=f"said {status}",
                subject_type="fulfilment.shipment",
                subject_id=shipment_id,
                actor=actor,
                now=now,
                after={"delivered_on": on} if status is TrackingStatus.DELIVERED else {},
                because=because,
            )
    return bool(news)


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


def _conclude(row: Shipment, news: Sequence[Tracked], time_zone: str, now: datetime) -> None:
    last = max(news, key=lambda each: each.at)
    # Whoever told it, its carrier need not be asked just now.
    changes: dict[str, object] = {"quiet_looks": 0, "next_look_at": now + LOOK_EVERY}
    if row.last_status_at is None or last.at >= row.last_status_at:
        changes |= {"last_status": last.status, "last_status_at": last.at}
    arrived = min((each.at for each in news if each.status is TrackingStatus.DELIVERED), default=None)
    if arrived and (row.delivered_at is None or arrived < row.delivered_at):
        changes |= {"delivered_at": arrived, "delivered_on": local_day(arrived, time_zone)}
        if row.delivered_at is None:
            emit(ParcelDelivered(order_id=row.order_id, shipment_id=ShipmentId(row.pk)))
    Shipment.objects.filter(pk=row.pk).update(**changes)
