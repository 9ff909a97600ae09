"""Several shipments picked in one walk."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.actions import cancel_batch, close_batch, open_batch, open_shipment, ship_shipment
from comptoir.domains.fulfilment.errors import NothingToPick, TooManyToPick, UnknownBatch
from comptoir.domains.fulfilment.queries import batch, batches, picks_of
from comptoir.domains.fulfilment.values import MOST_IN_A_BATCH, BatchId, BatchState, Packed, Pick, ShipmentId
from comptoir.domains.network.testing import SHOP, WAREHOUSE, make_place
from comptoir.domains.orders.testing import a_draft, make_order
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, at_once
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db(transaction=True)


type Shipments = Callable[..., ShipmentId]


@pytest.fixture
def honey() -> VariantId:
    return a_draft().lines[0].variant_id


@pytest.fixture
def shipment(honey: VariantId) -> Shipments:
    """Parcels of honey in preparation."""
    make_place(WAREHOUSE)
    make_place(SHOP)

    def one(quantity: int = 1, place: str = WAREHOUSE.code) -> ShipmentId:
        packed = [Packed(variant_id=honey, place_code=place, quantity=quantity)]
        return open_shipment(order_id=make_order().id, carrier="", packed=packed, actor=OWNER, now=NOON)

    return one


def opened(*ids: ShipmentId, place: str = WAREHOUSE.code) -> BatchId:
    with transaction.atomic():
        return open_batch(shipment_ids=ids, place_code=place, actor=OWNER, now=NOON)


def test_each_article_is_taken_once_for_all_boxes(shipment: Shipments, honey: VariantId) -> None:
    first, second = shipment(2), shipment(1)
    id = opened(second, first)
    walk = batch(id)
    assert (walk.state, walk.place_code, walk.shipment_ids) == (BatchState.PICKING, WAREHOUSE.code, (second, first))
    assert picks_of(id) == (Pick(variant_id=honey, quantity=3, boxes=((1, 1), (2, 2))),)
    assert [each.id for each in batches(states=[BatchState.PICKING])] == [id]


def test_what_is_picked_already_or_lies_elsewhere_is_left_out(shipment: Shipments) -> None:
    here, there, gone = shipment(), shipment(place=SHOP.code), shipment()
    with transaction.atomic():
        ship_shipment(shipment_id=gone, tracking_number="", time_zone="Europe/Paris", actor=OWNER, now=NOON)
    assert batch(opened(here, there, gone)).shipment_ids == (here,)
    with pytest.raises(NothingToPick):
        opened(here, there, gone)
    assert len(batches()) == 1


def test_a_walk_ends_once(shipment: Shipments) -> None:
    id = opened(shipment())
    close_batch(batch_id=id, actor=OWNER, now=NOON)
    for end in (close_batch, cancel_batch):
        with pytest.raises(MoveRefused):
            end(batch_id=id, actor=OWNER, now=NOON)
        with pytest.raises(UnknownBatch):
            end(batch_id=BatchId(new_id()), actor=OWNER, now=NOON)


def test_what_nobody_picked_is_picked_in_another_walk(shipment: Shipments) -> None:
    parcel = shipment()
    first = opened(parcel)
    cancel_batch(batch_id=first, actor=OWNER, now=NOON)
    assert batch(first).shipment_ids == ()
    assert batch(opened(parcel)).shipment_ids == (parcel,)


def test_a_trolley_has_room_for_so_many() -> None:
    ids = [ShipmentId(new_id()) for _ in range(MOST_IN_A_BATCH + 1)]
    with pytest.raises(TooManyToPick):
        opened(*ids)


def test_two_who_take_the_same_parcels_at_once_share_none(shipment: Shipments) -> None:
    parcels = [shipment() for _ in range(6)]
    answers = at_once([partial(opened, *parcels), partial(opened, *reversed(parcels))] * 3)
    (won,) = [each for each in answers if not isinstance(each, Exception)]
    assert sorted(batch(won).shipment_ids) == sorted(parcels)
    assert {type(each) for each in answers if each is not won} == {NothingToPick}


def test_without_the_permission_nothing_is_picked(shipment: Shipments) -> None:
    parcel = shipment()
    id = opened(parcel)
    with pytest.raises(NotAllowed):
        open_batch(shipment_ids=[shipment()], place_code=WAREHOUSE.code, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        close_batch(batch_id=id, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        cancel_batch(batch_id=id, actor=NOBODY, now=NOON)
    assert [(each.id, each.state, each.shipment_ids) for each in batches()] == [(id, BatchState.PICKING, (parcel,))]
