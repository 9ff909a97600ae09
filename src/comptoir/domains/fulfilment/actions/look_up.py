"""Asking carriers where parcels are, without asking too often."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from comptoir.domains.fulfilment.models import UNDER_WAY, Shipment
from comptoir.domains.fulfilment.permissions import FULFILMENT_TRACK
from comptoir.domains.fulfilment.rules import LOOKED_FOR, look_up_again_after
from comptoir.domains.fulfilment.values import Lookup, ShipmentId, TrackingStatus
from comptoir.kernel.access import Actor


def claim_lookups(*, carrier: str, limit: int, actor: Actor, now: datetime) -> tuple[Lookup, ...]:
    """Take it on oneself to ask a carrier about parcels now: those on their way about which it is time to, longest due
    first. None is given to two at once, and none again before it is due: the longer the carrier tells nothing new, the
    later. Parcels that come back, and those that left more than forty days ago, are not asked about any more.
    """
    actor.must(FULFILMENT_TRACK)
    due = Q(next_look_at__isnull=True) | Q(next_look_at__lte=now)
    rows = Shipment.objects.filter(UNDER_WAY, due, carrier=carrier, shipped_at__gt=now - LOOKED_FOR)
    rows = rows.exclude(last_status=TrackingStatus.RETURNED)
    longest_due = rows.order_by(F("next_look_at").asc(nulls_first=True), "id").values_list("pk", flat=True)[:limit]
    with transaction.atomic(savepoint=False):
        # Those that somebody else is asking about, or writes to, are left to the next time.
        claimed = list(
            rows.filter(pk__in=list(longest_due)).select_for_update(no_key=True, skip_locked=True).order_by("id")
        )
        for row in claimed:
            row.next_look_at = now + look_up_again_after(row.quiet_looks)
            row.quiet_looks += 1
        Shipment.objects.bulk_update(claimed, ["next_look_at", "quiet_looks"])
    return tuple(
        Lookup(shipment_id=ShipmentId(row.pk), order_id=row.order_id, tracking_number=row.tracking_number)
        for row in claimed
    )
