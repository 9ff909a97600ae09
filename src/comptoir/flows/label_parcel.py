from collections import Counter
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.actions import ask_label
from comptoir.domains.fulfilment.errors import NothingToShip
from comptoir.domains.fulfilment.queries import label as label_by_id
from comptoir.domains.fulfilment.queries import shipment as shipment_by_id
from comptoir.domains.fulfilment.values import Carrier, Label, LabelRequest, Shipment, ShipmentId
from comptoir.domains.markets.queries import legal_entity, market, market_settings
from comptoir.domains.markets.values import LegalEntityId
from comptoir.domains.network.queries import places_for
from comptoir.domains.orders.errors import OnHold
from comptoir.domains.orders.queries import awaited_money, order_for_staff
from comptoir.domains.orders.values import Order, OrderId
from comptoir.flows.carry_out_label import carry_out_label
from comptoir.kernel import ports
from comptoir.kernel.access import Actor
from comptoir.kernel.addresses import Address
from comptoir.kernel.clock import local_day
from comptoir.kernel.money import total_of


def label_parcel(*, shipment_id: ShipmentId, weight_grams: int | None = None, actor: Actor, now: datetime) -> Label:
    """Have a label for a parcel that is still here: announced to its carrier, made by us where no connector books for
    that carrier. ``weight_grams`` is what the scales say, else the articles are added up.

    Safe to call again, and by two at once: a parcel is booked once. Where the carrier does not answer, the label stays
    asked for, and the sweep asks again under the same key.

    :raises UnknownShipment: when there is no such shipment.
    :raises NothingToShip: when it has left, or was called off.
    :raises OnHold: while its order is on hold.
    :raises BadWeight: for a weight that no parcel has.
    """
    parcel = shipment_by_id(shipment_id)
    connector = _connector(parcel.carrier)
    with transaction.atomic(durable=True):
        # The order first, as everybody does: its address stays what it is until the label is asked for.
        awaited_money(parcel.order_id)
        order = order_for_staff(OrderId(parcel.order_id), actor=actor)
        if order.held_because:
            raise OnHold(because=order.held_because)
        request = _request(order, shipment_by_id(shipment_id), weight_grams, now)
        asked = ask_label(shipment_id=shipment_id, connector=connector, request=request, actor=actor, now=now)
    carry_out_label(label_id=asked.id, actor=actor, now=now)
    return label_by_id(asked.id)


def _connector(carrier: str) -> str:
    """The first that books for the carrier."""
    for kind in ports.kinds("carriers"):
        connector: Carrier = ports.load("carriers", kind)
        if connector.serves(carrier):
            return kind
    raise ports.UnknownConnector(port="carriers", kind=carrier)


def _request(order: Order, parcel: Shipment, weight_grams: int | None, now: datetime) -> LabelRequest:
    lines = {line.variant_id: line for line in order.lines}
    pieces: Counter[VariantId] = Counter()
    for packed in parcel.packed:
        pieces[packed.variant_id] += packed.quantity
    if not pieces:
        raise NothingToShip(shipment_id=str(parcel.id))
    known = [(lines[id], count) for id, count in pieces.items()]
    sender = _sender(order, parcel)
    return LabelRequest(
        carrier=parcel.carrier,
        order_number=order.number,
        sender=sender,
        recipient=order.shipping_address,
        email=order.email,
        language=_language(sender.country, order),
        weight_grams=sum(line.weight_grams * count for line, count in known) if weight_grams is None else weight_grams,
        value=total_of((line.price_of(count, after=line.shipped) for line, count in known), order.total.currency),
        asked_on=local_day(now, market(order.market).time_zone),
    )


def _language(country: str, order: Order) -> str:
    """A label is read by those who carry it: its words are those of the market it leaves from."""
    here = [one for one in market_settings().markets if country in one.countries]
    own = market(order.market)
    return (own if own in here or not here else here[0]).default_language


def _sender(order: Order, parcel: Shipment) -> Address:
    """The place it leaves from, under the name of who sells."""
    code = parcel.packed[0].place_code
    address = places_for([code])[code].address
    seller = legal_entity(LegalEntityId(order.legal_entity_id)).name
    return address if address.company else replace(address, company=seller)
