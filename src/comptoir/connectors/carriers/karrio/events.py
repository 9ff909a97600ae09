"""What karrio says of a parcel, in our words."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from comptoir.domains.fulfilment.values import Tracked, TrackingStatus

_STATUSES = {
    "picked_up": TrackingStatus.HANDED_OVER,
    "in_transit": TrackingStatus.IN_TRANSIT,
    "on_hold": TrackingStatus.IN_TRANSIT,
    "delivery_delayed": TrackingStatus.IN_TRANSIT,
    "unknown": TrackingStatus.IN_TRANSIT,
    "out_for_delivery": TrackingStatus.OUT_FOR_DELIVERY,
    "delivery_failed": TrackingStatus.ATTEMPTED,
    "ready_for_pickup": TrackingStatus.AT_PICKUP_POINT,
    "delivered": TrackingStatus.DELIVERED,
    "return_to_sender": TrackingStatus.RETURNED,
}
_NOT_WITH_THE_CARRIER = {"pending", "cancelled"}
_LOST = "carrier_parcel_lost"


def told_events(parcel: Mapping[str, Any], zone: ZoneInfo) -> tuple[Tracked, ...]:
    """The events of a parcel, oldest first. What has no time is left out, and so is what was before the carrier had it.

    Carriers give their events no number: the same instant, code and words are the same event.
    """
    dated = [(at, event) for event in parcel["events"] if (at := _instant(event, zone))]
    dated.sort(key=lambda each: each[0])
    last = len(dated) - 1
    return tuple(
        Tracked(
            key=_key(event),
            status=status,
            at=at,
            where=event["where"] or "",
            words=event["words"] or "",
        )
        for place, (at, event) in enumerate(dated)
        if (status := _status(event, parcel["status"] if place == last else None))
    )


def _instant(event: Mapping[str, Any], zone: ZoneInfo) -> datetime | None:
    """karrio writes "Z" behind whatever time of day the carrier told, without reckoning: it is its wall clock's."""
    try:
        told = datetime.fromisoformat(event["timestamp"] or event["date"])
    except (TypeError, ValueError):
        return None
    return told.replace(tzinfo=zone).astimezone(UTC)


def _key(event: Mapping[str, Any]) -> str:
    parts = (event["timestamp"] or event["date"], event["code"] or "", event["words"] or "")
    return f"karrio {hashlib.sha256('\n'.join(parts).encode()).hexdigest()[:32]}"


def _status(event: Mapping[str, Any], of_the_parcel: str | None) -> TrackingStatus | None:
    """The event's own, else, for the last, the parcel's; a word that says nothing of where it is means under way."""
    if event["reason"] == _LOST:
        return TrackingStatus.LOST
    said = event["status"] or of_the_parcel or "unknown"
    return None if said in _NOT_WITH_THE_CARRIER else _STATUSES.get(said, TrackingStatus.IN_TRANSIT)
