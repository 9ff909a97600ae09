"""A label is asked for once, whatever is cut off, repeated, crossed or changed meanwhile."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from comptoir.domains.fulfilment.actions import call_off_label, claim_label, forget_labels
from comptoir.domains.fulfilment.errors import (
    BadWeight,
    CalledOffLabel,
    LabelDamaged,
    LabelOfAnother,
    NoLabel,
    NothingToShip,
)
from comptoir.domains.fulfilment.queries import labels_for, labels_to_tell, read_labels, shipments_of, stored_labels
from comptoir.domains.fulfilment.testing import every_label
from comptoir.domains.fulfilment.values import Label, LabelOutcome, LabelState, LabelStatus, ShipmentId, ShipmentState
from comptoir.domains.network.testing import make_place
from comptoir.domains.orders.actions import hold_order
from comptoir.domains.orders.errors import OnHold
from comptoir.domains.orders.values import OrderChange, OrderId
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.edit_order import edit_order
from comptoir.flows.label_parcel import label_parcel
from comptoir.flows.label_parcels import label_parcels
from comptoir.flows.place_order import place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.ship_parcels import ship_parcels
from comptoir.flows.sweep_labels import sweep_labels
from comptoir.flows.testing import HOME, agree, buyer, fill_cart
from comptoir.flows.tests.carriers import PDF, UNKNOWN, ScriptedCarrier, booked, scripted
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, at_once, snapshot
from tests.kept import laid_shop

pytestmark = pytest.mark.django_db(transaction=True)

SOON = NOON + timedelta(minutes=2)
REFUSED = LabelOutcome(status=LabelStatus.REFUSED, reason="No such street")


@pytest.fixture(autouse=True)
def carrier(settings, tmp_path) -> Iterator[type[ScriptedCarrier]]:
    settings.PRIVATE_ROOT = tmp_path
    with scripted() as carrier:
        yield carrier


@pytest.fixture
def order_id() -> OrderId:
    """Two jars, paid and being prepared."""
    return prepared(laid_shop())


def prepared(shop) -> OrderId:
    cart_id = fill_cart(shop)
    placed = place_order(checkout=agree(cart_id), key=str(cart_id), actor=buyer(), now=NOON)
    order_id = OrderId(UUID(placed.order_id))
    record_payment(order_id=order_id, amount=Money(placed.total_minor, "EUR"), actor=OWNER, now=NOON)
    prepare_order(order_id=order_id, actor=OWNER, now=NOON)
    return order_id


def parcel_of(order_id: OrderId) -> ShipmentId:
    return next(each.id for each in shipments_of(order_id) if each.is_here)


def labelled(order_id: OrderId, **how) -> Label:
    return label_parcel(shipment_id=parcel_of(order_id), actor=OWNER, now=NOON, **how)


def states() -> list[LabelState]:
    return [label.state for label in every_label()]


def test_a_parcel_has_its_label(order_id: OrderId, carrier: type[ScriptedCarrier]) -> None:
    label = labelled(order_id)
    assert (label.state, label.weight_grams, label.is_made, label.request) == (LabelState.MADE, 840, True, None)
    (request,) = carrier.requests
    assert (request.carrier, request.recipient, request.weight_grams) == ("Colissimo", HOME, 840)
    assert request.sender == replace(make_place().address, company="La Halle aux saveurs SAS")
    assert request.value == Money(2_580, "EUR")
    pdf = read_labels([label.shipment_id])
    assert (pdf.filename, pdf.content) == (f"{label.tracking_number}.pdf", PDF)


def test_asked_again_it_is_booked_once(order_id: OrderId, carrier: type[ScriptedCarrier]) -> None:
    assert labelled(order_id) == labelled(order_id, weight_grams=900)
    assert len(carrier.asked) == 1


def test_many_who_ask_at_once_book_once(order_id: OrderId, carrier: type[ScriptedCarrier]) -> None:
    answers = at_once([partial(labelled, order_id)] * 6)
    assert not [each for each in answers if isinstance(each, Exception)]
    assert (len(carrier.asked), states()) == (1, [LabelState.MADE])


def test_what_the_scales_say_counts(order_id: OrderId, carrier: type[ScriptedCarrier]) -> None:
    labelled(order_id, weight_grams=1_015)
    assert carrier.requests[0].weight_grams == 1_015


@pytest.mark.parametrize("grams", [0, -1, 1_000_001])
def test_no_parcel_weighs_that(order_id: OrderId, carrier: type[ScriptedCarrier], grams: int) -> None:
    with pytest.raises(BadWeight):
        labelled(order_id, weight_grams=grams)
    assert (carrier.asked, states()) == ([], [])


def test_a_lost_answer_is_asked_for_again_under_the_same_key(order_id: OrderId, carrier: type[ScriptedCarrier]) -> None:
    carrier.answers[:] = [UNKNOWN, UNKNOWN]
    assert labelled(order_id).state is LabelState.ASKED
    assert sweep_labels(actor=OWNER, now=NOON) == 0  # whoever asked has a minute for it
    assert sweep_labels(actor=OWNER, now=SOON) == 1
    assert sweep_labels(actor=OWNER, now=SOON + timedelta(minutes=5)) == 1
    assert (states(), len({key for _, key in carrier.asked}), len(carrier.asked)) == ([LabelState.MADE], 1, 3)
    assert len({str(request) for request in carrier.requests}) == 1
    assert labels_to_tell(now=NOON + timedelta(days=9)) == ()


def test_who_dies_while_asking_is_followed_by_the_sweep(order_id: OrderId, carrier: type[ScriptedCarrier]) -> None:
    def die() -> None:
        raise SystemExit

    carrier.meanwhile[:] = [die]
    with pytest.raises(SystemExit):
        labelled(order_id)
    assert states() == [LabelState.ASKED]
    sweep_labels(actor=OWNER, now=SOON)
    assert labels_for([parcel_of(order_id)])[parcel_of(order_id)].is_made


def test_what_the_carrier_does_not_take_is_said_and_can_be_asked_again(
    order_id: OrderId, carrier: type[ScriptedCarrier]
) -> None:
    carrier.answers[:] = [REFUSED]
    refused = labelled(order_id)
    assert (refused.state, refused.reason, refused.request) == (LabelState.REFUSED, "No such street", None)
    assert labelled(order_id).is_made


def another_address(order_id: OrderId) -> None:
    change = OrderChange(builds_on=1, shipping_address=replace(HOME, line1="9 rue des Remparts"))
    edit_order(order_id=order_id, change=change, because="x", actor=OWNER, now=NOON)


def one_piece_less(order_id: OrderId) -> None:
    edit_order(
        order_id=order_id, change=OrderChange(builds_on=1, called_off={1: 1}), because="x", actor=OWNER, now=NOON
    )


def part_of_it_leaves(order_id: OrderId) -> None:
    (packed,) = shipments_of(order_id)[0].packed
    ship_order(order_id=order_id, contents={packed.variant_id: 1}, actor=OWNER, now=NOON)


def cancelled(order_id: OrderId) -> None:
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=NOON)


def sent_otherwise(order_id: OrderId) -> None:
    ship_order(order_id=order_id, tracking_number="6A000111222", actor=OWNER, now=NOON)


def not_wanted(order_id: OrderId) -> None:
    call_off_label(shipment_id=parcel_of(order_id), because="torn", actor=OWNER, now=NOON)


CHANGES = [another_address, one_piece_less, part_of_it_leaves, cancelled, sent_otherwise, not_wanted]


@pytest.mark.parametrize("change", CHANGES)
def test_a_label_that_is_true_no_longer_is_called_off_and_the_carrier_is_told(
    order_id: OrderId, carrier: type[ScriptedCarrier], change: Callable[[OrderId], None]
) -> None:
    label = labelled(order_id)
    change(order_id)
    assert states() == [LabelState.CALLED_OFF]
    with pytest.raises(NoLabel):
        read_labels([label.shipment_id])
    sweep_labels(actor=OWNER, now=NOON)
    assert (states(), carrier.asked) == ([LabelState.WITHDRAWN], [("book", label.id), ("withdraw", label.id)])


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_while_the_carrier_is_asked_is_withdrawn_in_the_end(
    order_id: OrderId, carrier: type[ScriptedCarrier], change: Callable[[OrderId], None]
) -> None:
    carrier.meanwhile[:] = [partial(change, order_id)]
    labelled(order_id)
    assert states() == [LabelState.CALLED_OFF]
    assert every_label()[0].reference  # the answer came, and says what is to be withdrawn
    sweep_labels(actor=OWNER, now=NOON)
    assert states() == [LabelState.WITHDRAWN]
    assert not list(stored_labels().listdir("labels/2026/11")[1])


def test_a_booking_that_is_heard_of_after_it_was_withdrawn_is_withdrawn_again(
    order_id: OrderId, carrier: type[ScriptedCarrier]
) -> None:
    carrier.answers[:] = [UNKNOWN]
    label = labelled(order_id)

    def crossed() -> None:
        not_wanted(order_id)
        carrier.answers[:] = [LabelOutcome(status=LabelStatus.WITHDRAWN), booked(label.id)]
        sweep_labels(actor=OWNER, now=SOON + timedelta(minutes=5))

    carrier.meanwhile[:] = [crossed]
    sweep_labels(actor=OWNER, now=SOON)
    assert states() == [LabelState.CALLED_OFF]
    sweep_labels(actor=OWNER, now=SOON)
    assert states() == [LabelState.WITHDRAWN]


def test_a_label_that_the_carrier_does_not_take_back_may_be_charged(
    order_id: OrderId, carrier: type[ScriptedCarrier]
) -> None:
    labelled(order_id)
    not_wanted(order_id)
    carrier.answers[:] = [LabelOutcome(status=LabelStatus.REFUSED, reason="Already scanned")]
    sweep_labels(actor=OWNER, now=NOON)
    assert states() == [LabelState.CHARGED]
    assert labelled(order_id).is_made


def test_it_leaves_under_the_number_of_its_label(order_id: OrderId) -> None:
    label = labelled(order_id)
    assert ship_parcels(shipment_ids=[label.shipment_id], actor=OWNER, now=NOON).refused == {}
    (sent,) = shipments_of(order_id)
    assert (sent.state, sent.tracking_number) == (ShipmentState.SHIPPED, label.tracking_number)
    assert sent.tracking_url == f"https://carrier.example/{label.tracking_number}"


def test_the_label_leaves_with_the_part_it_sticks_on(order_id: OrderId, carrier: type[ScriptedCarrier]) -> None:
    label = labelled(order_id)
    (packed,) = shipments_of(order_id)[0].packed
    number = label.tracking_number
    (gone,) = ship_order(
        order_id=order_id, contents={packed.variant_id: 1}, tracking_number=number, actor=OWNER, now=NOON
    )
    rest = parcel_of(order_id)
    assert {each.id: each.tracking_number for each in shipments_of(order_id)} == {label.shipment_id: number, rest: ""}
    assert (gone, [(kept.shipment_id, kept.state) for kept in every_label()]) == (
        label.shipment_id,
        [(gone, LabelState.MADE)],
    )
    assert sweep_labels(actor=OWNER, now=NOON) == 0
    assert labelled(order_id).tracking_number != number


def test_no_two_parcels_travel_under_the_number_of_one_label(order_id: OrderId) -> None:
    number = labelled(order_id).tracking_number
    (packed,) = shipments_of(order_id)[0].packed
    leave = partial(ship_order, order_id=order_id, tracking_number=number, actor=OWNER, now=NOON)
    leave(contents={packed.variant_id: 1})
    before = snapshot()
    with pytest.raises(LabelOfAnother):
        leave()
    assert snapshot() == before


@pytest.mark.parametrize("told", [True, False])
def test_nothing_leaves_under_the_number_of_a_label_that_was_called_off(
    order_id: OrderId, carrier: type[ScriptedCarrier], told: bool
) -> None:
    number = labelled(order_id).tracking_number
    another_address(order_id)
    if told:
        sweep_labels(actor=OWNER, now=NOON)
    labelled(order_id)
    before = snapshot()
    with pytest.raises(CalledOffLabel, match=number):
        ship_order(order_id=order_id, tracking_number=number, actor=OWNER, now=NOON)
    assert snapshot() == before


def test_it_leaves_while_the_carrier_is_asked_and_has_its_number_all_the_same(
    order_id: OrderId, carrier: type[ScriptedCarrier]
) -> None:
    carrier.meanwhile[:] = [partial(ship_order, order_id=order_id, actor=OWNER, now=NOON)]
    label = labelled(order_id)
    (sent,) = shipments_of(order_id)
    assert (label.is_made, sent.tracking_number) == (True, label.tracking_number)


def test_several_at_once_each_for_itself(carrier: type[ScriptedCarrier]) -> None:
    shop = laid_shop()
    first, held, gone = (prepared(shop) for _ in range(3))
    parcels = {order_id: parcel_of(order_id) for order_id in (first, held, gone)}
    hold_order(order_id=held, because="x", actor=OWNER, now=NOON)
    ship_order(order_id=gone, actor=OWNER, now=NOON)
    done = label_parcels(shipment_ids=parcels.values(), actor=OWNER, now=NOON)
    assert set(done.labels) == {parcels[first]}
    assert {id: type(why) for id, why in done.refused.items()} == {parcels[held]: OnHold, parcels[gone]: NothingToShip}
    left = ship_parcels(shipment_ids=parcels.values(), actor=OWNER, now=NOON)
    assert left.parcels == (parcels[first],)
    assert set(left.refused) == {parcels[held], parcels[gone]}


def test_a_stored_label_that_is_another_one_is_not_printed(order_id: OrderId, tmp_path) -> None:
    label = labelled(order_id)
    (kept,) = tmp_path.rglob("*.pdf")
    kept.write_bytes(b"%PDF another")
    with pytest.raises(LabelDamaged):
        read_labels([label.shipment_id])
    kept.unlink()
    with pytest.raises(LabelDamaged):
        read_labels([label.shipment_id])


def test_labels_name_people_and_are_forgotten(order_id: OrderId, tmp_path) -> None:
    label = labelled(order_id)
    assert forget_labels(left_before=NOON + timedelta(days=99), actor=OWNER, now=NOON) == 0  # it is still here
    not_wanted(order_id)
    assert forget_labels(left_before=NOON + timedelta(days=99), actor=OWNER, now=NOON) == 1
    label = labelled(order_id)
    ship_order(order_id=order_id, actor=OWNER, now=NOON)
    assert forget_labels(left_before=NOON + timedelta(days=99), actor=OWNER, now=NOON) == 1
    assert (list(tmp_path.rglob("*.pdf")), every_label()[0].request) == ([], None)
    with pytest.raises(NoLabel):
        read_labels([label.shipment_id])


def test_without_the_permission_nothing_is_asked(order_id: OrderId, carrier: type[ScriptedCarrier]) -> None:
    id = parcel_of(order_id)
    label = labelled(order_id)
    for refused in (
        partial(label_parcel, shipment_id=id),
        partial(label_parcels, shipment_ids=[id]),
        partial(ship_parcels, shipment_ids=[id]),
        partial(claim_label, label_id=label.id),
        partial(call_off_label, shipment_id=id, because="x"),
    ):
        with pytest.raises(NotAllowed):
            refused(actor=NOBODY, now=NOON)
    assert (states(), len(carrier.asked)) == ([LabelState.MADE], 1)
