"""What is in a shipment, and how it is locked."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Greatest

from comptoir.domains.fulfilment.errors import NothingToShip, NotPacked, UnknownShipment
from comptoir.domains.fulfilment.models import Label, PackedLine, PickedArticle, Shipment
from comptoir.domains.fulfilment.queries import packed_of
from comptoir.domains.fulfilment.values import LABEL_STATES, ON_THE_PARCEL, STILL_HERE, LabelState, Packed, ShipmentId
from comptoir.kernel.access import Actor
from comptoir.kernel.transitions import move


def lock_shipment(shipment_id: ShipmentId) -> Shipment:
    """A shipment that is still here, locked until the transaction ends.

    :raises UnknownShipment: when there is no such shipment.
    :raises NothingToShip: when it has left, or was called off.
    """
    row = Shipment.objects.select_for_update(no_key=True).filter(pk=shipment_id).first()
    if row is None:
        raise UnknownShipment(shipment_id=str(shipment_id))
    if row.state not in STILL_HERE:
        raise NothingToShip(shipment_id=str(shipment_id))
    return row


def contents_of(row: Shipment) -> tuple[Packed, ...]:
    """What is in it."""
    return tuple(packed_of(line) for line in PackedLine.objects.filter(shipment=row).order_by("id"))


def lock_shipments(order_id: UUID) -> list[Shipment]:
    """All that is still here of an order, locked."""
    rows = Shipment.objects.filter(order_id=order_id, state__in=STILL_HERE)
    return list(rows.select_for_update(no_key=True).order_by("id"))


def drop_label(parcel: Shipment, *, because: str, actor: Actor, now: datetime) -> None:
    """The label of a locked parcel is called off, if it has one; the carrier is told later."""
    for row in Label.objects.filter(shipment=parcel, state__in=ON_THE_PARCEL):
        # Whoever is asking the carrier at this moment comes back first, or has lost the claim by then.
        Label.objects.filter(pk=row.pk).update(asked={}, next_try_at=max(row.next_try_at or now, now))
        move(row, to=LabelState.CALLED_OFF, table=LABEL_STATES, actor=actor, now=now, because=because)


def keep_label(parcel: Shipment, *, tracking_number: str, actor: Actor, now: datetime) -> None:
    """A part of a locked parcel leaves: a label sticks on it under its number, else it is called off."""
    sticking = Label.objects.filter(shipment=parcel, state=LabelState.MADE, tracking_number=tracking_number)
    if not (tracking_number and sticking.exists()):
        drop_label(parcel, because="", actor=actor, now=now)


def hand_box_over(row: Shipment, packed: Sequence[Packed], *, to: ShipmentId) -> None:
    """These pieces of a locked shipment that is being picked go their own way: they were found, and are no longer to
    be. The others lie in its box."""
    if row.batch_id is None:
        return
    Shipment.objects.filter(pk=row.pk).update(batch=None, box=None)
    Shipment.objects.filter(pk=to).update(batch=row.batch_id, box=row.box)
    for line in packed:
        PickedArticle.objects.filter(batch_id=row.batch_id, variant_id=line.variant_id).update(
            found=Greatest(F("found") - line.quantity, 0)
        )


def take_out(row: Shipment, packed: Sequence[Packed]) -> None:
    """Take these out of a shipment, all or none: the transaction takes a part back.

    :raises NotPacked: for pieces that are not in it.
    """
    for line in packed:
        if line.quantity <= 0:
            raise NotPacked(shipment_id=str(row.pk), variant_id=str(line.variant_id))
        there = PackedLine.objects.filter(shipment=row, variant_id=line.variant_id, place_id=line.place_code)
        emptied = there.filter(quantity=line.quantity).delete()[0]
        if not emptied and not there.filter(quantity__gt=line.quantity).update(quantity=F("quantity") - line.quantity):
            raise NotPacked(shipment_id=str(row.pk), variant_id=str(line.variant_id))
