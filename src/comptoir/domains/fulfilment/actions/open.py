from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.actions.packing import (
    contents_of,
    drop_label,
    hand_box_over,
    keep_label,
    lock_shipment,
    lock_shipments,
    take_out,
)
from comptoir.domains.fulfilment.errors import NotPacked
from comptoir.domains.fulfilment.models import PackedLine, Shipment
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.values import SHIPMENT_STATES, Packed, ShipmentId, ShipmentState
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.transitions import move


def open_shipment(
    *,
    order_id: UUID,
    carrier: str,
    packed: Sequence[Packed],
    promised_on: date | None = None,
    market: str = "",
    method: str = "",
    actor: Actor,
    now: datetime,
) -> ShipmentId:
    """Start to prepare a shipment of what was claimed for an order; ``promised_on`` is the day the buyer was told, in
    that market and by that way of delivery."""
    actor.must(FULFILMENT_SHIP)
    id = ShipmentId(new_id())
    with transaction.atomic(savepoint=False):
        row = Shipment.objects.create(
            id=id,
            order_id=order_id,
            state=ShipmentState.PREPARING,
            carrier=carrier,
            promised_on=promised_on,
            market_code=market,
            method=method,
            opened_at=now,
        )
        PackedLine.objects.bulk_create(
            PackedLine(shipment=row, variant_id=line.variant_id, place_id=line.place_code, quantity=line.quantity)
            for line in packed
        )
        record(
            action="opened",
            subject_type="fulfilment.shipment",
            subject_id=id,
            after={"order_id": order_id, "pieces": sum(line.quantity for line in packed)},
            actor=actor,
            now=now,
        )
    return id


def part_shipment(
    *, shipment_id: ShipmentId, packed: Sequence[Packed], tracking_number: str = "", actor: Actor, now: datetime
) -> ShipmentId | None:
    """Only these pieces stay in a parcel, which can leave before the rest. The rest is prepared in a new one, in the
    same box where it is being picked; returns which, None when nothing is left over.

    Whoever does it again with the old parcel finds it gone, and sends nothing twice. A label that was made for all of
    it is called off, unless it sticks on the parcel that leaves: ``tracking_number`` is under which it does.

    :raises UnknownShipment: when there is no such shipment.
    :raises NothingToShip: when it has left already, or was called off.
    :raises NotPacked: for pieces that are not in it.
    """
    actor.must(FULFILMENT_SHIP)
    with transaction.atomic(savepoint=False):
        row = lock_shipment(shipment_id)
        rest = _left_over(row, packed)
        if not rest:
            return None
        take_out(row, rest)
        keep_label(row, tracking_number=tracking_number, actor=actor, now=now)
        left = open_shipment(
            order_id=row.order_id,
            carrier=row.carrier,
            packed=rest,
            promised_on=row.promised_on,
            market=row.market_code,
            method=row.method,
            actor=actor,
            now=now,
        )
        hand_box_over(row, packed, to=left)
        return left


def _left_over(row: Shipment, packed: Sequence[Packed]) -> list[Packed]:
    there, leaving = _counted(contents_of(row)), _counted(packed)
    if not packed or any(line.quantity <= 0 for line in packed) or not leaving <= there:
        raise NotPacked(shipment_id=str(row.pk))
    return [
        Packed(variant_id=variant_id, place_code=place_code, quantity=quantity)
        for (variant_id, place_code), quantity in (there - leaving).items()
    ]


def _counted(packed: Sequence[Packed]) -> Counter[tuple[VariantId, str]]:
    counted: Counter[tuple[VariantId, str]] = Counter()
    for line in packed:
        counted[line.variant_id, line.place_code] += line.quantity
    return counted


def take_out_pieces(
    *, order_id: UUID, pieces: Mapping[VariantId, int], actor: Actor, now: datetime
) -> tuple[Packed, ...]:
    """Take pieces that were called off out of what is being prepared, and return from which places.

    The smallest shipment gives first; one that is left empty is called off, and so is the label of one that is not what
    it was.

    :raises NotPacked: when fewer are being prepared.
    """
    actor.must(FULFILMENT_SHIP)
    left, taken = dict(pieces), []
    with transaction.atomic(savepoint=False):
        contents = [(row, contents_of(row)) for row in lock_shipments(order_id)]
        for row, there in sorted(contents, key=lambda each: sum(line.quantity for line in each[1])):
            parts = [
                replace(line, quantity=part)
                for line in there
                if (part := min(line.quantity, left.get(line.variant_id, 0)))
            ]
            take_out(row, parts)
            if parts:
                drop_label(row, because="", actor=actor, now=now)
            for line in parts:
                left[line.variant_id] -= line.quantity
            if sum(line.quantity for line in parts) == sum(line.quantity for line in there):
                move(row, to=ShipmentState.CANCELLED, table=SHIPMENT_STATES, actor=actor, now=now)
            taken += parts
        if any(left.values()):
            raise NotPacked(order_id=str(order_id))
    return tuple(taken)


def cancel_shipments(*, order_id: UUID, actor: Actor, now: datetime) -> None:
    """Call off whatever is being prepared for an order. Nothing to call off is fine."""
    actor.must(FULFILMENT_SHIP)
    with transaction.atomic(savepoint=False):
        for row in lock_shipments(order_id):
            drop_label(row, because="", actor=actor, now=now)
            move(row, to=ShipmentState.CANCELLED, table=SHIPMENT_STATES, actor=actor, now=now)
