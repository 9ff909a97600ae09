from datetime import datetime

from django.db import transaction

from comptoir.domains.fulfilment.actions import open_shipment
from comptoir.domains.fulfilment.values import Packed, ShipmentId
from comptoir.domains.inventory.queries import reservations_of
from comptoir.domains.inventory.values import ReservationState
from comptoir.domains.orders.actions import start_preparing
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.kernel.access import Actor


def prepare_order(*, order_id: OrderId, actor: Actor, now: datetime) -> ShipmentId:
    """Take a paid order in hand: what was claimed for it goes into a shipment. The buyer cannot cancel any more.

    :raises MoveRefused: unless the order is paid and nobody has taken it yet.
    """
    with transaction.atomic(durable=True):
        start_preparing(order_id=order_id, actor=actor, now=now)
        claimed = [kept for kept in reservations_of(order_id) if kept.state is ReservationState.CLAIMED]
        return open_shipment(
            order_id=order_id,
            carrier=order(order_id).delivery.carrier,
            packed=[
                Packed(variant_id=kept.variant_id, place_code=kept.place_code, quantity=kept.quantity)
                for kept in claimed
            ],
            actor=actor.with_consequences(),
            now=now,
        )
