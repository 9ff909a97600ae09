"""Who may ask for a label, or write down what a carrier said; the whole story is told in the tests of its flow."""

from datetime import date, timedelta
from functools import partial

import pytest

from comptoir.domains.fulfilment.actions import (
    ask_label,
    call_off_label,
    call_off_labels,
    claim_label,
    forget_labels,
    open_shipment,
    record_label,
)
from comptoir.domains.fulfilment.errors import NoLabel, UnknownShipment
from comptoir.domains.fulfilment.queries import label, labels_for
from comptoir.domains.fulfilment.rules import look_again_after
from comptoir.domains.fulfilment.testing import every_label
from comptoir.domains.fulfilment.values import (
    Label,
    LabelId,
    LabelOutcome,
    LabelRequest,
    LabelState,
    LabelStatus,
    Packed,
    ShipmentId,
)
from comptoir.domains.network.testing import make_place
from comptoir.domains.orders.testing import make_order
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.addresses import Address
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER

pytestmark = pytest.mark.django_db

REQUEST = LabelRequest(
    carrier="Colissimo",
    order_number="FR-1001",
    sender=Address(company="La Halle aux saveurs", city="Lyon", country="FR"),
    recipient=Address(name="Lucie Martin", city="Lyon", country="FR"),
    email="lucie@exemple.example",
    language="fr",
    weight_grams=840,
    value=Money(2_580, "EUR"),
    asked_on=date(2026, 11, 23),
)
UNKNOWN = LabelOutcome(status=LabelStatus.UNKNOWN)


@pytest.fixture
def parcel() -> ShipmentId:
    placed = make_order()
    packed = Packed(variant_id=placed.lines[0].variant_id, place_code=make_place().code, quantity=2)
    return open_shipment(order_id=placed.id, carrier="Colissimo", packed=[packed], actor=OWNER, now=NOON)


def asked(parcel: ShipmentId) -> Label:
    return ask_label(shipment_id=parcel, connector="own", request=REQUEST, actor=OWNER, now=NOON)


def test_what_is_asked_is_kept_as_it_was(parcel: ShipmentId) -> None:
    found = asked(parcel)
    assert (found.state, found.request, found.connector) == (LabelState.ASKED, REQUEST, "own")
    assert label(found.id) == labels_for([parcel])[parcel] == asked(parcel) == found
    with pytest.raises(NoLabel):
        label(LabelId(new_id()))
    with pytest.raises(UnknownShipment):
        record_label(label_id=LabelId(new_id()), outcome=UNKNOWN, actor=OWNER, now=NOON)


def test_one_asks_at_a_time_and_waits_longer_each_time(parcel: ShipmentId) -> None:
    id = asked(parcel).id
    at = NOON
    for minutes in (1, 2, 4, 8):
        assert claim_label(label_id=id, actor=OWNER, now=at) is not None
        assert claim_label(label_id=id, actor=OWNER, now=at + timedelta(minutes=minutes, seconds=-1)) is None
        at += timedelta(minutes=minutes)
    assert [look_again_after(tries) for tries in (7, 50)] == [timedelta(hours=1)] * 2


def test_without_the_permission_nothing_is_asked_or_written(parcel: ShipmentId, settings, tmp_path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    found = asked(parcel)
    for refused in (
        partial(claim_label, label_id=found.id),
        partial(call_off_label, shipment_id=parcel, because="x"),
        partial(forget_labels, left_before=NOON),
    ):
        with pytest.raises(NotAllowed):
            refused(actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        ask_label(shipment_id=parcel, connector="own", request=REQUEST, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        record_label(label_id=found.id, outcome=UNKNOWN, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        call_off_labels(order_id=new_id(), because="x", actor=NOBODY, now=NOON)
    assert (every_label(), list(tmp_path.iterdir())) == ([found], [])
