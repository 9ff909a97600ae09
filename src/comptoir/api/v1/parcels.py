"""What carriers, and those who work with them, tell of parcels."""

from base64 import b64encode
from uuid import UUID

from ninja import Router

from comptoir.api.access import KEY, caller
from comptoir.api.v1.schemas.orders import LabelIn, LabelOut, OrderOut, TrackingIn, TrackingRecorded
from comptoir.api.v1.schemas.problems import Problem
from comptoir.api.v1.showing import shown_order
from comptoir.domains.fulfilment.actions import make_ready, record_tracking
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP, FULFILMENT_TRACK
from comptoir.domains.fulfilment.queries import read_labels, shipment
from comptoir.domains.fulfilment.values import ShipmentId, Tracked
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.queries import order, order_for_staff
from comptoir.domains.orders.values import OrderId
from comptoir.flows.label_parcel import label_parcel
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


@router.post("/parcels/{uuid:parcel_id}/label", response={200: LabelOut, **_REFUSALS}, auth=KEY)
def label_a_parcel(request: Request, parcel_id: UUID, body: LabelIn | None = None) -> LabelOut:
    """The label of a parcel that is still here. Asked again, it is the same one: a parcel is booked once."""
    actor = caller(request)
    actor.must(FULFILMENT_SHIP)
    found = shipment(ShipmentId(parcel_id))
    actor.must(FULFILMENT_SHIP, market=order_for_staff(OrderId(found.order_id), actor=actor).market)
    weight = body.weight_grams if body else None
    label = label_parcel(shipment_id=found.id, weight_grams=weight, actor=actor, now=request.now)
    return LabelOut(
        status=label.state,
        carrier=label.carrier,
        weight_grams=label.weight_grams,
        tracking_number=label.tracking_number,
        reason=label.reason,
        pdf=b64encode(read_labels([found.id]).content).decode() if label.is_made else None,
    )
