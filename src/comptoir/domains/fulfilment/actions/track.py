from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from comptoir.domains.fulfilment.errors import BadTrackingEvent, NotSent, UnknownShipment
from comptoir.domains.fulfilment.events import ParcelDelivered
from comptoir.domains.fulfilment.models import Shipment, TrackingEvent
from comptoir.domains.fulfilment.permissions import FULFILMENT_TRACK
from comptoir.domains.fulfilment.values import ShipmentId, ShipmentState, Tracked, TrackingStatus
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.events import emit

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
        row = Shipment.objects.select_for_update(no_key=True).filter(pk=shipment_id).first()
        if row is None:
            raise UnknownShipment(shipment_id=str(shipment_id))
        if row.state != ShipmentState.SHIPPED:
            raise NotSent(shipment_id=str(shipment_id))
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
            _conclude(row, news, time_zone)
    return len(news)


def _new(row: Shipment, events: Sequence[Tracked]) -> list[Tracked]:
    """Under the parcel's lock."""
    told = {each.key: each for each in events}
    known = set(TrackingEvent.objects.filter(shipment=row, key__in=told).values_list("key", flat=True))
    return [each for key, each in told.items() if key not in known]


def _conclude(row: Shipment, news: Sequence[Tracked], time_zone: str) -> None:
    last = max(news, key=lambda each: each.at)
    changes: dict[str, object] = {}
    if row.last_status_at is None or last.at >= row.last_status_at:
        changes |= {"last_status": last.status, "last_status_at": last.at}
    arrived = min((each.at for each in news if each.status is TrackingStatus.DELIVERED), default=None)
    if arrived and (row.delivered_at is None or arrived < row.delivered_at):
        changes |= {"delivered_at": arrived, "delivered_on": local_day(arrived, time_zone)}
        if row.delivered_at is None:
            emit(ParcelDelivered(order_id=row.order_id, shipment_id=ShipmentId(row.pk)))
    Shipment.objects.filter(pk=row.pk).update(**changes)
