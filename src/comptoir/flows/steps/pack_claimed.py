from collections import Counter, defaultdict
from datetime import datetime

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.actions import open_shipment
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import Packed, ShipmentId
from comptoir.domains.inventory.queries import reservations_of
from comptoir.domains.inventory.values import ReservationState
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.values import Order
from comptoir.kernel.access import Actor


def pack_claimed(*, order: Order, actor: Actor, now: datetime) -> tuple[ShipmentId, ...]:
    """Open a shipment for each place at which something is claimed for an order and not yet being packed.

    A parcel leaves from one place. Done again, it opens nothing.
    """
    left: Counter[tuple[VariantId, str]] = Counter()
    for kept in reservations_of(order.id):
        if kept.state is ReservationState.CLAIMED:
            left[kept.variant_id, kept.place_code] += kept.quantity
    for shipment in shipments_of(order.id):
        if shipment.is_here:
            left.subtract({(line.variant_id, line.place_code): line.quantity for line in shipment.packed})
    by_place: defaultdict[str, list[Packed]] = defaultdict(list)
    for (variant_id, place), quantity in left.items():
        if quantity > 0:
            by_place[place].append(Packed(variant_id=variant_id, place_code=place, quantity=quantity))
    return tuple(
        open_shipment(
            order_id=order.id,
            carrier=order.delivery.carrier,
            packed=packed,
            promised_on=order.promised_day(market(order.market).time_zone),
            market=order.market,
            method=order.delivery.code,
            actor=actor,
            now=now,
        )
        for _, packed in sorted(by_place.items())
    )
