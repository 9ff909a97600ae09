"""What carriers, and those who work with them, tell of parcels."""

from uuid import UUID

from ninja import Router

from comptoir.api.access import KEY, caller
from comptoir.api.v1.schemas.orders import OrderOut, TrackingIn, TrackingRecorded
from comptoir.api.v1.schemas.problems import Problem
from comptoir.api.v1.showing import shown_order
from comptoir.domains.fulfilment.actions import make_ready, record_tracking
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP, FULFILMENT_TRACK
from comptoir.domains.fulfilment.queries import shipment
from comptoir.domains.fulfilment.values import ShipmentId, Tracked
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.queries import order, order_for_staff
from comptoir.domains.orders.values import OrderId
from comptoir.kernel.requests import Request

router = Router(tags=["Parcels"])
_REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem, 429: Problem}


@router.post("/parcels/{uuid:parcel_id}/events", response={200: TrackingRecorded, **_REFUSALS}, auth=KEY)
def track_a_parcel(request: Request, parcel_id: UUID, body: TrackingIn) -> TrackingRecorded:
    """Where a parcel that left is by now. Events may come late, twice and in any order."""
    actor = caller(request)
    actor.must(FULFILMENT_TRACK)
    found = shipment(ShipmentId(parcel_id))
    here = market(order(OrderId(found.order_id)).market)
    actor.must(FULFILMENT_TRACK, market=here.code)
    events = [
        Tracked(key=told.id, status=told.status, at=told.at, where=told.where, words=told.words) for told in body.events
    ]
    news = record_tracking(shipment_id=found.id, events=events, time_zone=here.time_zone, actor=actor, now=request.now)
    return TrackingRecorded(events=len(events), news=news)


@router.post("/parcels/{uuid:parcel_id}/ready", response={200: OrderOut, **_REFUSALS}, auth=KEY)
def ready_a_parcel(request: Request, parcel_id: UUID) -> OrderOut:
    """Goods that are collected wait at the counter: the buyer is told, with the code to show."""
    actor = caller(request)
    actor.must(FULFILMENT_SHIP)
    found = order_for_staff(OrderId(shipment(ShipmentId(parcel_id)).order_id), actor=actor)
    make_ready(shipment_id=ShipmentId(parcel_id), actor=actor, now=request.now)
    return shown_order(request, found, actor)
