from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.domains.fulfilment.actions import (
    cancel_shipments,
    open_shipment,
    part_shipment,
    ship_shipment,
    take_out_pieces,
)
from comptoir.domains.fulfilment.errors import BadTrackingNumber, NothingToShip, NotPacked, UnknownShipment
from comptoir.domains.fulfilment.queries import shipments_for, shipments_of
from comptoir.domains.fulfilment.rules import is_tracking_number, tracking_url
from comptoir.domains.fulfilment.values import Packed, ShipmentId, ShipmentState
from comptoir.domains.network.testing import make_place
from comptoir.domains.orders.testing import make_order
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER

pytestmark = pytest.mark.django_db
PARIS = "Europe/Paris"


@pytest.fixture
def order_id() -> UUID:
    """An order with one shipment of two pieces in preparation."""
    placed = make_order()
    packed = Packed(variant_id=placed.lines[0].variant_id, place_code=make_place().code, quantity=2)
    open_shipment(order_id=placed.id, carrier="Colissimo", packed=[packed], actor=OWNER, now=NOON)
    return placed.id


def ship(order_id: UUID, number: str = "") -> ShipmentId:
    id = shipments_of(order_id)[0].id
    ship_shipment(shipment_id=id, tracking_number=number, time_zone=PARIS, actor=OWNER, now=NOON)
    return id


def test_a_shipment_opens_with_what_is_packed(order_id: UUID) -> None:
    (shipment,) = shipments_of(order_id)
    assert (shipment.state, shipment.carrier, shipment.opened_at) == (ShipmentState.PREPARING, "Colissimo", NOON)
    assert [line.quantity for line in shipment.packed] == [2]


def test_it_leaves_with_its_number_and_the_news_is_told(order_id: UUID) -> None:
    id = ship(order_id, " 6A12345678901 ")
    (shipment,) = shipments_of(order_id)
    assert (shipment.id, shipment.state, shipment.shipped_at) == (id, ShipmentState.SHIPPED, NOON)
    assert shipment.tracking_url == "https://www.laposte.fr/outils/suivre-vos-envois?code=6A12345678901"
    (event,) = OutboxEvent.objects.filter(name="fulfilment.parcel_shipped.1")
    assert event.payload == {"order_id": str(order_id), "shipment_id": str(id)}


@pytest.mark.parametrize("number", ["x", "a" * 51, "<script>", "12\n34", "-12345"])
def test_a_number_no_carrier_prints_is_refused(order_id: UUID, number: str) -> None:
    with pytest.raises(BadTrackingNumber), transaction.atomic():
        ship(order_id, number)
    assert shipments_of(order_id)[0].state is ShipmentState.PREPARING


def test_nothing_ships_twice(order_id: UUID) -> None:
    ship(order_id)
    with pytest.raises(NothingToShip), transaction.atomic():
        ship(order_id)


def test_what_is_called_off_does_not_leave(order_id: UUID) -> None:
    cancel_shipments(order_id=order_id, actor=OWNER, now=NOON)
    cancel_shipments(order_id=order_id, actor=OWNER, now=NOON)
    assert shipments_of(order_id)[0].state is ShipmentState.CANCELLED
    with pytest.raises(NothingToShip), transaction.atomic():
        ship(order_id)


def test_some_of_it_leaves_and_the_rest_is_in_a_parcel_of_its_own(order_id: UUID) -> None:
    (whole,) = shipments_of(order_id)
    one = [replace(whole.packed[0], quantity=1)]
    rest = part_shipment(shipment_id=whole.id, packed=one, actor=OWNER, now=NOON)
    assert ship_shipment(shipment_id=whole.id, tracking_number="", time_zone=PARIS, actor=OWNER, now=NOON) == tuple(one)
    states = {each.id: (each.state, [line.quantity for line in each.packed]) for each in shipments_of(order_id)}
    assert states == {rest: (ShipmentState.PREPARING, [1]), whole.id: (ShipmentState.SHIPPED, [1])}
    with pytest.raises(NothingToShip), transaction.atomic():
        part_shipment(shipment_id=whole.id, packed=one, actor=OWNER, now=NOON)


def test_all_of_it_leaves_nothing_over(order_id: UUID) -> None:
    (whole,) = shipments_of(order_id)
    assert part_shipment(shipment_id=whole.id, packed=whole.packed, actor=OWNER, now=NOON) is None
    assert shipments_of(order_id) == [whole]


def test_nothing_is_no_parcel(order_id: UUID) -> None:
    with pytest.raises(NotPacked), transaction.atomic():
        part_shipment(shipment_id=shipments_of(order_id)[0].id, packed=[], actor=OWNER, now=NOON)


@pytest.mark.parametrize("quantity", [0, -1, 3])
def test_a_parcel_holds_what_is_there(order_id: UUID, quantity: int) -> None:
    (whole,) = shipments_of(order_id)
    parts = [replace(whole.packed[0], quantity=quantity)]
    with pytest.raises(NotPacked), transaction.atomic():
        part_shipment(shipment_id=whole.id, packed=parts, actor=OWNER, now=NOON)
    assert shipments_of(order_id) == [whole]


def test_what_is_called_off_is_taken_out_of_the_parcel(order_id: UUID) -> None:
    (whole,) = shipments_of(order_id)
    variant = whole.packed[0].variant_id
    taken = take_out_pieces(order_id=order_id, pieces={variant: 1}, actor=OWNER, now=NOON)
    assert taken == (replace(whole.packed[0], quantity=1),)
    assert [line.quantity for line in shipments_of(order_id)[0].packed] == [1]
    with pytest.raises(NotPacked), transaction.atomic():
        take_out_pieces(order_id=order_id, pieces={variant: 2}, actor=OWNER, now=NOON)
    take_out_pieces(order_id=order_id, pieces={variant: 1}, actor=OWNER, now=NOON)
    assert shipments_of(order_id)[0].state is ShipmentState.CANCELLED


def test_a_parcel_that_does_not_exist_does_not_leave() -> None:
    with pytest.raises(UnknownShipment), transaction.atomic():
        ship_shipment(shipment_id=ShipmentId(new_id()), tracking_number="", time_zone=PARIS, actor=OWNER, now=NOON)


def test_many_orders_are_answered_at_once(order_id: UUID) -> None:
    unknown = new_id()
    found = shipments_for([order_id, unknown])
    assert (len(found[order_id]), found[unknown]) == (1, [])


def test_a_tracking_page_is_only_given_for_carriers_we_know() -> None:
    assert tracking_url("DPD", "0123 4567") == "https://trace.dpd.fr/fr/trace/0123%204567"
    assert (tracking_url("Postier Jo", "0123"), tracking_url("DPD", "")) == ("", "")
    assert is_tracking_number("1Z 999.AA/10-123")


VERBS: dict[str, Callable[[UUID], object]] = {
    "open": lambda id: open_shipment(order_id=id, carrier="", packed=[], actor=NOBODY, now=NOON),
    "ship": lambda id: ship_shipment(
        shipment_id=shipments_of(id)[0].id, tracking_number="", time_zone=PARIS, actor=NOBODY, now=NOON
    ),
    "part": lambda id: part_shipment(
        shipment_id=shipments_of(id)[0].id, packed=shipments_of(id)[0].packed, actor=NOBODY, now=NOON
    ),
    "take out": lambda id: take_out_pieces(order_id=id, pieces={}, actor=NOBODY, now=NOON),
    "cancel": lambda id: cancel_shipments(order_id=id, actor=NOBODY, now=NOON),
}


@pytest.mark.parametrize("verb", VERBS)
def test_without_the_permission_every_verb_is_refused_and_changes_nothing(order_id: UUID, verb: str) -> None:
    before = shipments_of(order_id)
    with pytest.raises(NotAllowed):
        VERBS[verb](order_id)
    assert shipments_of(order_id) == before
