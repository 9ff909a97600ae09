import secrets
from datetime import datetime

from django.db import transaction

from comptoir.domains.fulfilment.actions.packing import contents_of, drop_label, lock_shipment
from comptoir.domains.fulfilment.errors import (
    BadTrackingNumber,
    CalledOffLabel,
    CollectionCodeMissing,
    LabelOfAnother,
    WrongCollectionCode,
)
from comptoir.domains.fulfilment.events import ParcelReady, ParcelShipped
from comptoir.domains.fulfilment.models import Label, Shipment
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.rules import is_tracking_number
from comptoir.domains.fulfilment.values import (
    ON_THE_PARCEL,
    SHIPMENT_STATES,
    LabelState,
    Packed,
    ShipmentId,
    ShipmentState,
)
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
    identified_by: str = "",
    time_zone: str,
    actor: Actor,
    now: datetime,
) -> tuple[Packed, ...]:
    """A parcel leaves, with the carrier's number: the one given, else that of its label ("" where there is none, as in
    a collection). Returns what is in it. With another number than its label's, it goes another way: the label is
    called off.

    Goods that wait at the counter are handed over against the code that was sent, or to somebody who is known
    otherwise: ``identified_by`` says how, and stays in the history. They have arrived with that, on the day it is in
    the time zone.

    :raises UnknownShipment: when there is no such shipment.
    :raises NothingToShip: when it has left already, or was called off.
    :raises WrongCollectionCode: for another code than the one that was sent.
    :raises CollectionCodeMissing: for goods that wait at the counter, with neither the code nor how they are known.
    :raises BadTrackingNumber: for a number that no carrier prints.
    :raises CalledOffLabel: for the number of a label of its order that was called off.
    :raises LabelOfAnother: for the number of the label of another parcel of its order.
    """
    actor.must(FULFILMENT_SHIP)
    tracking_number = tracking_number.strip()
    if tracking_number and not is_tracking_number(tracking_number):
        raise BadTrackingNumber(field="tracking_number")
    with transaction.atomic(savepoint=False):
        row = lock_shipment(shipment_id)
        _must_be_theirs(row, collection_code.strip(), identified_by.strip())
        changes: dict[str, object] = {"shipped_at": now, "carrier": carrier or row.carrier}
        changes |= _followed_by(row, tracking_number, actor, now)
        if row.ready_at:
            changes |= {"delivered_at": now, "delivered_on": local_day(now, time_zone)}
        because = identified_by.strip()
        move(
            row, to=ShipmentState.SHIPPED, table=SHIPMENT_STATES, actor=actor, now=now, because=because, changes=changes
        )
        emit(ParcelShipped(order_id=row.order_id, shipment_id=shipment_id))
        return contents_of(row)


def _must_be_theirs(row: Shipment, code: str, identified_by: str) -> None:
    if code and code != row.collection_code:
        raise WrongCollectionCode(field="collection_code")
    if row.state == ShipmentState.READY and not code and not identified_by:
        raise CollectionCodeMissing(field="collection_code")


def _followed_by(row: Shipment, number: str, actor: Actor, now: datetime) -> dict[str, object]:
    """The number under which it travels, and the carrier's page about it."""
    label = Label.objects.filter(shipment=row, state=LabelState.MADE).first()
    if label is not None and number in ("", label.tracking_number):
        return {"tracking_number": label.tracking_number, "tracking_page": label.tracking_url}
    if number:
        _must_be_free(number, row)
        drop_label(row, because="", actor=actor, now=now)
    return {"tracking_number": number}


def _must_be_free(number: str, row: Shipment) -> None:
    """No label of the order has it. Whoever makes labels of an order, or calls them off, locks the parcels: whoever
    sends several locks the order before."""
    theirs = Label.objects.filter(shipment__order=row.order_id, tracking_number=number)
    for state in theirs.values_list("state", flat=True):
        if state in ON_THE_PARCEL:
            raise LabelOfAnother(tracking_number=number)
        raise CalledOffLabel(tracking_number=number)
