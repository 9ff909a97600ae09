from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId, VariantKind
from comptoir.domains.fulfilment.actions import part_shipment, ship_shipment
from comptoir.domains.fulfilment.errors import NothingToShip, NotPacked, ParcelGone
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import Packed, ShipmentId, ShipmentState
from comptoir.domains.inventory.actions import ship_stock
from comptoir.domains.inventory.values import PlacedLine
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.actions import mark_pieces_shipped
from comptoir.domains.orders.queries import order_for_staff, pieces_to_ship
from comptoir.domains.orders.values import OrderId, OrderLine, OrderState
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.steps.free_to_leave import free_to_leave
from comptoir.flows.steps.invoice_order import invoice_order
from comptoir.flows.take_money import take_money
from comptoir.kernel import once
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.transitions import MoveRefused

SCOPE = "orders.ship"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to leave, and how."""

    order_id: OrderId
    shipment_id: ShipmentId | None
    contents: Mapping[VariantId, int] | None
    carrier: str | None
    tracking_number: str
    collection_code: str
    identified_by: str

    @property
    def hash(self) -> str:
        return once.hash_of([getattr(self, name) for name in self.__slots__])


def ship_order(
    *,
    order_id: OrderId,
    shipment_id: ShipmentId | None = None,
    contents: Mapping[VariantId, int] | None = None,
    carrier: str | None = None,
    tracking_number: str = "",
    collection_code: str = "",
    identified_by: str = "",
    prepare: bool = False,
    key: str = "",
    actor: Actor,
    now: datetime,
) -> tuple[ShipmentId, ...]:
    """Parcels of a prepared order leave: stock goes down, what left is invoiced.

    All that is prepared leaves, unless a shipment is named; of that, with ``contents``, only so many pieces of those
    variants, and the rest stays to be sent later, in another shipment: asked again for the same one, nothing more
    leaves. Where none is named, a ``key`` does that: with the same key the answer is that of the first time. Money that
    was only set aside is taken first, all that the order comes to; goods never leave unpaid. With ``prepare``, an order
    that nobody has taken in hand yet is taken in hand first.

    :raises MoveRefused: unless the order is being prepared.
    :raises OnHold: while the order is on hold.
    :raises NotPaidFor: when the provider does not let go of the money that was set aside.
    :raises DifferenceDue: while the order was made dearer than what was paid.
    :raises NothingToShip: when nothing is being prepared, or that shipment is not; ``ParcelGone`` when it has left.
    :raises NotPacked: for pieces that are not in that shipment.
    :raises WrongCollectionCode: for another code than the one that was sent.
    :raises CollectionCodeMissing: for goods that wait to be collected, with neither the code nor ``identified_by``: how
        whoever comes for them is known.
    :raises BadTrackingNumber, CalledOffLabel, LabelOfAnother: for a number that it cannot travel under.
    :raises KeyReused: when the key stands for something else.
    """
    asked = _Asked(order_id, shipment_id, contents, carrier, tracking_number, collection_code, identified_by)
    if (before := _sent_before(asked, key, actor)) is not None:
        return before
    try:
        if prepare and order_for_staff(order_id, actor=actor).state is OrderState.PAID:
            with suppress(MoveRefused):  # somebody takes it in hand at this moment
                prepare_order(order_id=order_id, actor=actor, now=now)
        take_money(order_id=order_id, actor=actor, now=now)
        return _ship(asked, key, actor, now)
    except BusinessError:
        # Somebody with the same key may have been quicker by a moment.
        if (meanwhile := _sent_before(asked, key, actor)) is not None:
            return meanwhile
        raise


def _sent_before(asked: _Asked, key: str, actor: Actor) -> tuple[ShipmentId, ...] | None:
    known = once.look_up(scope=SCOPE, key=key, request_hash=asked.hash) if key else None
    if known is None:
        return None
    order_for_staff(asked.order_id, actor=actor)
    return _answered(known)


def _answered(known: once.Claim) -> tuple[ShipmentId, ...]:
    return tuple(ShipmentId(UUID(id)) for id in known.answer or ())


def _ship(asked: _Asked, key: str, actor: Actor, now: datetime) -> tuple[ShipmentId, ...]:
    order_id, ours = asked.order_id, actor.with_consequences()
    with transaction.atomic(durable=True):
        if key:
            claim = once.claim(scope=SCOPE, key=key, request_hash=asked.hash, subject_id=order_id, now=now)
            if not claim.fresh:
                return _answered(claim)
        free_to_leave(order_id=order_id, actor=actor)
        leaving = _leaving(order_id, asked.shipment_id, asked.contents)
        content = [line for lines in leaving.values() for line in lines]
        goods = pieces_to_ship(order_id, [(line.variant_id, line.quantity) for line in content])
        # What is done for the order, as wrapping is, goes with the first of its goods.
        done = {line.position: line.to_ship for line in _services(order_id, actor)}
        pieces = {**done, **goods}
        mark_pieces_shipped(order_id=order_id, pieces=pieces, actor=actor, now=now)
        shipped = order_for_staff(order_id, actor=ours)
        for id, lines in leaving.items():
            _send(id, lines, asked, market(shipped.market).time_zone, ours, now)
        ship_stock(order_id=order_id, lines=_placed(content), reference=shipped.number, actor=ours, now=now)
        invoice_order(order=shipped, actor=ours, now=now)
        if key:
            once.answer(scope=SCOPE, key=key, answer=[str(id) for id in leaving], now=now)
        return tuple(leaving)


def _services(order_id: OrderId, actor: Actor) -> list[OrderLine]:
    lines = order_for_staff(order_id, actor=actor).lines
    return [line for line in lines if line.to_ship and line.kind is VariantKind.SERVICE]


def _leaving(
    order_id: OrderId, shipment_id: ShipmentId | None, contents: Mapping[VariantId, int] | None
) -> dict[ShipmentId, Sequence[Packed]]:
    """What of which shipments leaves."""
    known = shipments_of(order_id)
    prepared = [each for each in known if each.is_here]
    chosen = [each for each in prepared if shipment_id in (None, each.id)]
    if not chosen:
        if any(each.id == shipment_id and each.state is ShipmentState.SHIPPED for each in known):
            raise ParcelGone(shipment_id=str(shipment_id))
        raise NothingToShip(order_id=str(order_id))
    if contents is None:
        return {each.id: each.packed for each in chosen}
    left, leaving = dict(contents), dict[ShipmentId, Sequence[Packed]]()
    for shipment in chosen:
        taken = [(line, min(line.quantity, left.get(line.variant_id, 0))) for line in shipment.packed]
        if lines := [replace(line, quantity=count) for line, count in taken if count]:
            leaving[shipment.id] = lines
        for line, count in taken:
            left[line.variant_id] = left.get(line.variant_id, 0) - count
    if not leaving or any(left.values()):
        raise NotPacked(order_id=str(order_id))
    return leaving


def _send(id: ShipmentId, lines: Sequence[Packed], asked: _Asked, time_zone: str, actor: Actor, now: datetime) -> None:
    """A shipment leaves with these lines; what else was in it is still here, in another one."""
    number = asked.tracking_number.strip()
    part_shipment(shipment_id=id, packed=lines, tracking_number=number, actor=actor, now=now)
    ship_shipment(
        shipment_id=id,
        carrier=asked.carrier,
        tracking_number=number,
        collection_code=asked.collection_code,
        identified_by=asked.identified_by,
        time_zone=time_zone,
        actor=actor,
        now=now,
    )


def _placed(content: Sequence[Packed]) -> list[PlacedLine]:
    return [
        PlacedLine(variant_id=line.variant_id, place_code=line.place_code, quantity=line.quantity) for line in content
    ]
