"""What pickers found along the shelves, and which boxes lack what they did not find."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.actions import (
    cancel_batch,
    cancel_shipments,
    close_batch,
    open_batch,
    open_shipment,
    part_shipment,
    record_picks,
    ship_shipment,
)
from comptoir.domains.fulfilment.errors import BadFound, NotBeingPicked, UnknownBatch
from comptoir.domains.fulfilment.queries import batch, picks_of, shipments_by_id, short_picks
from comptoir.domains.fulfilment.rules import missing_by_box
from comptoir.domains.fulfilment.values import BatchId, Packed, Pick, ShipmentId
from comptoir.domains.network.testing import WAREHOUSE, make_place
from comptoir.domains.orders.testing import a_draft, make_order
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, at_once, snapshot

pytestmark = pytest.mark.django_db(transaction=True)
PARIS = "Europe/Paris"

type Walk = Callable[..., tuple[BatchId, list[ShipmentId]]]


@pytest.fixture
def honey() -> VariantId:
    return a_draft().lines[0].variant_id


@pytest.fixture
def walk(honey: VariantId) -> Walk:
    """Boxes of so many jars of honey each, being picked."""
    make_place(WAREHOUSE)

    def begun(*quantities: int) -> tuple[BatchId, list[ShipmentId]]:
        ids = [
            open_shipment(
                order_id=make_order().id,
                carrier="",
                packed=[Packed(variant_id=honey, place_code=WAREHOUSE.code, quantity=quantity)],
                actor=OWNER,
                now=NOON,
            )
            for quantity in quantities
        ]
        return open_batch(shipment_ids=ids, place_code=WAREHOUSE.code, actor=OWNER, now=NOON), ids

    return begun


def found(batch_id: BatchId, variant_id: VariantId, count: int | None) -> Pick:
    """What the list says after so many were found."""
    with transaction.atomic():
        record_picks(batch_id=batch_id, found={variant_id: count}, actor=OWNER, now=NOON)
    return only(batch_id)


def only(batch_id: BatchId) -> Pick:
    (pick,) = picks_of(batch_id)
    return pick


def told() -> int:
    ((count,),) = fetch("SELECT count(*) FROM kernel_outbox WHERE name = 'fulfilment.picks_short.1'")
    return int(count)


def ship(id: ShipmentId) -> None:
    with transaction.atomic():
        ship_shipment(shipment_id=id, tracking_number="", time_zone=PARIS, actor=OWNER, now=NOON)


def test_the_last_boxes_lack_what_was_not_found(walk: Walk, honey: VariantId) -> None:
    batch_id, _ = walk(1, 2)
    assert (only(batch_id).found, only(batch_id).missing) == (None, ())
    assert found(batch_id, honey, 1).missing == ((2, 2),)
    assert found(batch_id, honey, 0).missing == ((1, 1), (2, 2))
    assert found(batch_id, honey, 3).missing == ()
    assert found(batch_id, honey, None).found is None
    actions = [(line.action, line.after.get("missing")) for line in history_of("fulfilment.pickbatch", batch_id)]
    assert actions == [
        ("articles picked", 0), ("articles picked", 0), ("articles picked", 3), ("articles picked", 2),
        ("batch opened", None),
    ]  # fmt: skip


def test_only_what_changes_is_told(walk: Walk, honey: VariantId) -> None:
    batch_id, _ = walk(1, 2)
    found(batch_id, honey, 3)
    assert told() == 0, "nothing is missing"
    found(batch_id, honey, 2)
    before = snapshot()
    found(batch_id, honey, 2)
    assert (snapshot(), told()) == (before, 1)
    found(batch_id, honey, 3)
    assert told() == 2, "it turned up"
    found(batch_id, honey, 0)
    with transaction.atomic():
        cancel_batch(batch_id=batch_id, actor=OWNER, now=NOON)
    assert told() == 4, "nobody picks it, so nothing is missing"
    assert short_picks() == ()


def test_what_is_missing_and_who_goes_without(walk: Walk, honey: VariantId) -> None:
    batch_id, ids = walk(1, 2)
    found(batch_id, honey, 2)
    orders = {id: each.order_id for id, each in shipments_by_id(ids).items()}
    (short,) = short_picks()
    assert (short.batch_id, short.place_code, short.variant_id) == (batch_id, WAREHOUSE.code, honey)
    assert (short.missing, short.found, short.order_ids) == (1, 2, (orders[ids[1]],))
    close_batch(batch_id=batch_id, actor=OWNER, now=NOON)
    assert len(short_picks()) == 1, "the walk is over, the piece is not there"
    found(batch_id, honey, 3)
    assert short_picks() == ()


def test_a_box_that_has_left_had_all_of_its_own(walk: Walk, honey: VariantId) -> None:
    batch_id, ids = walk(1, 2)
    found(batch_id, honey, 2)
    ship(ids[1])
    assert only(batch_id).missing == ((1, 1),)
    ship(ids[0])
    assert (only(batch_id).missing, short_picks()) == ((), ())


def test_what_leaves_before_the_rest_was_found(walk: Walk, honey: VariantId) -> None:
    batch_id, ids = walk(1, 2)
    found(batch_id, honey, 2)
    one = [Packed(variant_id=honey, place_code=WAREHOUSE.code, quantity=1)]
    with transaction.atomic():
        rest = part_shipment(shipment_id=ids[1], packed=one, actor=OWNER, now=NOON)
    pick = only(batch_id)
    assert (pick.quantity, pick.found, pick.missing) == (2, 1, ((2, 1),))
    assert batch(batch_id).shipment_ids == (ids[0], rest), "the rest lies in the box"


def test_a_parcel_that_is_called_off_lacks_nothing(walk: Walk, honey: VariantId) -> None:
    batch_id, ids = walk(1, 2)
    found(batch_id, honey, 1)
    order_id = shipments_by_id(ids)[ids[1]].order_id
    with transaction.atomic():
        cancel_shipments(order_id=order_id, actor=OWNER, now=NOON)
    pick = only(batch_id)
    assert (pick.quantity, pick.missing, short_picks()) == (1, (), ())


def test_what_cannot_have_been_found_is_refused(walk: Walk, honey: VariantId) -> None:
    batch_id, _ = walk(2)
    before = snapshot()
    for count in (-1, 3):
        with pytest.raises(BadFound):
            found(batch_id, honey, count)
    found(batch_id, VariantId(new_id()), 1)  # no longer in it
    with pytest.raises(UnknownBatch):
        found(BatchId(new_id()), honey, 1)
    assert snapshot() == before
    with transaction.atomic():
        cancel_batch(batch_id=batch_id, actor=OWNER, now=NOON)
    with pytest.raises(NotBeingPicked):
        found(batch_id, honey, 1)


def test_two_pickers_who_say_so_at_once(walk: Walk, honey: VariantId) -> None:
    batch_id, _ = walk(4)
    said = at_once([partial(found, batch_id, honey, count) for count in (1, 2, 3, 4)] * 2)
    assert not [each for each in said if isinstance(each, Exception)]
    assert only(batch_id).found in {1, 2, 3, 4}
    assert fetch("SELECT count(*) FROM fulfilment_pickedarticle") == [(1,)]


def test_without_the_permission_nothing_is_written_down(walk: Walk, honey: VariantId) -> None:
    batch_id, _ = walk(2)
    before = snapshot()
    for actor in (NOBODY, anybody("fulfilment.view")):
        with pytest.raises(NotAllowed), transaction.atomic():
            record_picks(batch_id=batch_id, found={honey: 1}, actor=actor, now=NOON)
    assert snapshot() == before


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(0, 60), st.sets(st.integers(1, 6)))
def test_what_lacks_is_what_is_wanted_less_what_is_there(quantities: list[int], count: int, left: set[int]) -> None:
    boxes = list(enumerate(quantities, start=1))
    missing = dict(missing_by_box(boxes, found=count, left=left))
    here = sum(quantity for box, quantity in boxes if box not in left)
    gone = sum(quantity for box, quantity in boxes if box in left)
    assert sum(missing.values()) == max(0, here - max(0, count - gone))
    assert all(0 < lacking <= dict(boxes)[box] for box, lacking in missing.items())
    assert not left & set(missing)
