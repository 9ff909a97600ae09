from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from comptoir.domains.fulfilment.actions import open_batch
from comptoir.domains.fulfilment.errors import NothingHere, NothingToPick
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.queries import batch, shipments_for
from comptoir.domains.fulfilment.values import BatchId, Shipment
from comptoir.domains.inventory.queries import reservations_of
from comptoir.domains.inventory.values import ReservationState
from comptoir.domains.orders.queries import headings_for
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.flows.prepare_order import prepare_order
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import BusinessError


@dataclass(frozen=True, slots=True, kw_only=True)
class Picking:
    """The batch that was opened, and why some of the orders are not in it; no batch where that is so of all."""

    batch_id: BatchId | None
    refused: Mapping[OrderId, BusinessError]


def start_picking(*, order_ids: Iterable[OrderId], place_code: str, actor: Actor, now: datetime) -> Picking:
    """Pick what these orders need from a place in one walk; paid ones are taken in hand first, each for itself.

    Done again, what is being picked already is left out. An order that cannot be taken in hand keeps no other waiting,
    and one of which nothing lies at that place stays as it is; the answer says why each is left out.

    :raises TooManyToPick: for more parcels than fit into a batch.
    """
    wanted = list(dict.fromkeys(order_ids))
    headings = headings_for(wanted)
    for heading in headings.values():
        actor.must(FULFILMENT_SHIP, market=heading.market)
    refused: dict[OrderId, BusinessError] = {}
    for order_id, heading in headings.items():
        try:
            if heading.state is OrderState.PAID:
                _take_in_hand(order_id, place_code, actor, now)
        except BusinessError as refusal:
            refused[order_id] = refusal
    shipments = shipments_for(wanted)
    batch_id = None
    with suppress(NothingToPick), transaction.atomic(durable=True):
        batch_id = open_batch(
            shipment_ids=[each.id for order_id in wanted for each in shipments[order_id]],
            place_code=place_code,
            actor=actor,
            now=now,
        )
    taken = set(batch(batch_id).shipment_ids) if batch_id else set()
    for order_id in wanted:
        if order_id not in refused and taken.isdisjoint(each.id for each in shipments[order_id]):
            refused[order_id] = _why_not(shipments[order_id], place_code)
    return Picking(batch_id=batch_id, refused=refused)


def _take_in_hand(order_id: OrderId, place_code: str, actor: Actor, now: datetime) -> None:
    claimed = [kept for kept in reservations_of(order_id) if kept.state is ReservationState.CLAIMED]
    if all(kept.place_code != place_code for kept in claimed):
        raise NothingHere(place_code=place_code)
    prepare_order(order_id=order_id, actor=actor, now=now)


def _why_not(shipments: Iterable[Shipment], place_code: str) -> BusinessError:
    here = any(line.place_code == place_code for each in shipments for line in each.packed)
    return NothingToPick(place_code=place_code) if here else NothingHere(place_code=place_code)
