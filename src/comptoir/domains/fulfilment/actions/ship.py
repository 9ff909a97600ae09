import secrets
from datetime import datetime

from django.db import transaction

from comptoir.domains.fulfilment.actions.packing import contents_of, lock_shipment
from comptoir.domains.fulfilment.errors import BadTrackingNumber, WrongCollectionCode
from comptoir.domains.fulfilment.events import ParcelReady, ParcelShipped
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.rules import is_tracking_number
from comptoir.domains.fulfilment.values import SHIPMENT_STATES, Packed, ShipmentId, ShipmentState
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.events import emit
from comptoir.kernel.transitions import move


def make_ready(*, shipment_id: ShipmentId, actor: Actor, now: datetime) -> str:
    """The goods wait at the counter. Returns the code that whoever collects them shows: six figures, sent by letter.

    Done again, it is the same code.

    :raises UnknownShipment: when there is no such shipment.
    :raises NothingToShip: when it has left, or was called off.
    """
    actor.must(FULFILMENT_SHIP)
    with transaction.atomic(savepoint=False):
        row = lock_shipment(shipment_id)
        if row.state == ShipmentState.READY:
            return row.collection_code
        code = f"{secrets.randbelow(10**6):06d}"
        changes = {"ready_at": now, "collection_code": code}
        move(row, to=ShipmentState.READY, table=SHIPMENT_STATES, actor=actor, now=now, changes=changes)
        emit(ParcelReady(order_id=row.order_id, shipment_id=shipment_id))
        return code


def ship_shipment(
    *,
    shipment_id: ShipmentId,
    carrier: str | None = None,
    tracking_number: str,
    collection_code: str = "",
    time_zone: str,
    actor: Actor,
    now: datetime,
) -> tuple[Packed, ...]:
    """A parcel leaves, with the carrier's number ("" where there is none, as in a collection). Returns what is in it.

    ``collection_code`` is what whoever collects it showed: "" when staff know them otherwise. Goods that waited at the
    counter have arrived with that, on the day it is in the time zone.

    :raises UnknownShipment: when there is no such shipment.
    :raises NothingToShip: when it has left already, or was called off.
    :raises WrongCollectionCode: for another code than the one that was sent.
    :raises BadTrackingNumber: for a number that no carrier prints.
    """
    actor.must(FULFILMENT_SHIP)
    tracking_number = tracking_number.strip()
    if tracking_number and not is_tracking_number(tracking_number):
        raise BadTrackingNumber(field="tracking_number")
    with transaction.atomic(savepoint=False):
        row = lock_shipment(shipment_id)
        if collection_code and collection_code.strip() != row.collection_code:
            raise WrongCollectionCode(field="collection_code")
        changes = {"shipped_at": now, "tracking_number": tracking_number, "carrier": carrier or row.carrier}
        arrival = {"delivered_at": now, "delivered_on": local_day(now, time_zone)} if row.ready_at else {}
        move(row, to=ShipmentState.SHIPPED, table=SHIPMENT_STATES, actor=actor, now=now, changes=changes | arrival)
        emit(ParcelShipped(order_id=row.order_id, shipment_id=shipment_id))
        return contents_of(row)
