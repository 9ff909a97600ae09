import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from comptoir.domains.fulfilment.actions import claim_lookups, record_tracking
from comptoir.domains.fulfilment.queries import carriers_under_way
from comptoir.domains.fulfilment.values import Lookup, Tracker
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.queries import headings_for
from comptoir.domains.orders.values import OrderId
from comptoir.kernel import ports
from comptoir.kernel.access import Actor

log = logging.getLogger(__name__)

_AT_ONCE = 10
_AT_MOST = 200


def follow_parcels(*, actor: Actor, now: datetime) -> int:
    """Ask carriers where the parcels on their way are, and write down what they tell as if they had told it by
    themselves; returns how much of it was news. Only carriers whose connector can tell are asked.

    Network, no transaction. Two who do it at once ask about different parcels; what is told twice is one event.
    """
    news = 0
    for carrier in carriers_under_way(now=now):
        tracker = _tracker(carrier)
        if tracker is None:
            continue
        for _ in range(_AT_MOST // _AT_ONCE):
            claimed = claim_lookups(carrier=carrier, limit=_AT_ONCE, actor=actor, now=now)
            try:
                news += _look_up(tracker, carrier, claimed, actor, now)
            except Exception:
                # What could not be heard of these is asked again later; the others are not kept waiting.
                log.exception("parcels could not be looked up", extra={"carrier": carrier})
            if len(claimed) < _AT_ONCE:
                break
    return news


def _tracker(carrier: str) -> Tracker | None:
    for kind in ports.kinds("carriers"):
        connector = ports.load("carriers", kind)
        if isinstance(connector, Tracker) and connector.tracks(carrier):
            return connector
    return None


def _look_up(tracker: Tracker, carrier: str, claimed: Sequence[Lookup], actor: Actor, now: datetime) -> int:
    placed = headings_for([OrderId(each.order_id) for each in claimed])
    by_zone: defaultdict[str, list[Lookup]] = defaultdict(list)
    for each in claimed:
        by_zone[market(placed[OrderId(each.order_id)].market).time_zone].append(each)
    news = 0
    for time_zone, parcels in by_zone.items():
        numbers = [each.tracking_number for each in parcels]
        told = tracker.look_up(carrier=carrier, tracking_numbers=numbers, time_zone=time_zone)
        for each in parcels:
            # A carrier whose clock is ahead tells it again the next time.
            events = [event for event in told.get(each.tracking_number, ()) if event.at <= now]
            if events:
                news += record_tracking(
                    shipment_id=each.shipment_id, events=events, time_zone=time_zone, actor=actor, now=now
                )
    return news
