from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP
from comptoir.domains.fulfilment.queries import orders_of
from comptoir.domains.fulfilment.values import ShipmentId
from comptoir.domains.orders.values import OrderId
from comptoir.flows.ship_order import ship_order
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import BusinessError


@dataclass(frozen=True, slots=True)
class Departed:
    """The parcels that left, and why others are still here."""

    parcels: tuple[ShipmentId, ...]
    refused: Mapping[ShipmentId, BusinessError]


def ship_parcels(*, shipment_ids: Iterable[ShipmentId], actor: Actor, now: datetime) -> Departed:
    """Several parcels leave, each with the number of its label and each for itself: one that is refused keeps no other
    waiting. Done again, those that have left are among the refused.
    """
    actor.must(FULFILMENT_SHIP)
    wanted = list(dict.fromkeys(shipment_ids))
    orders = orders_of(wanted)
    parcels: list[ShipmentId] = []
    refused: dict[ShipmentId, BusinessError] = {}
    for shipment_id in wanted:
        try:
            ship_order(order_id=OrderId(orders[shipment_id]), shipment_id=shipment_id, actor=actor, now=now)
        except BusinessError as error:
            refused[shipment_id] = error
        else:
            parcels.append(shipment_id)
    return Departed(tuple(parcels), refused)
