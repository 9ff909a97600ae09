from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from comptoir.domains.fulfilment.actions import open_batch
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.queries import shipments_for
from comptoir.domains.fulfilment.values import BatchId
from comptoir.domains.orders.queries import headings_for
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.flows.prepare_order import prepare_order
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import BusinessError


@dataclass(frozen=True, slots=True, kw_only=True)
class Picking:
    """The batch that was opened, and why some of the orders are not in it."""

    batch_id: BatchId
    refused: Mapping[OrderId, BusinessError]


def start_picking(*, order_ids: Iterable[OrderId], place_code: str, actor: Actor, now: datetime) -> Picking:
    """Pick what these orders need from a place in one walk; paid ones are taken in hand first, each for itself.

    Done again, what is being picked already is left out. An order that cannot be taken in hand keeps no other waiting.

    :raises NothingToPick: when none of them has anything to be picked there.
    :raises TooManyToPick: for more parcels than fit into a batch.
    """
    wanted = list(dict.fromkeys(order_ids))
    refused: dict[OrderId, BusinessError] = {}
    headings = headings_for(wanted)
    for heading in headings.values():
        actor.must(FULFILMENT_SHIP, market=heading.market)
    for order_id, heading in headings.items():
        if heading.state is OrderState.PAID:
            try:
                prepare_order(order_id=order_id, actor=actor, now=now)
            except BusinessError as refusal:
                refused[order_id] = refusal
    shipments = shipments_for(wanted)
    with transaction.atomic(durable=True):
        batch_id = open_batch(
            shipment_ids=[each.id for order_id in wanted for each in shipments[order_id]],
            place_code=place_code,
            actor=actor,
            now=now,
        )
    return Picking(batch_id=batch_id, refused=refused)
