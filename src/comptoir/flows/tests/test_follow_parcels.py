"""Carriers are asked where parcels are: not too often, not for ever, and each thing they tell counts once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest

from comptoir.domains.fulfilment.actions import claim_lookups
from comptoir.domains.fulfilment.queries import shipment, tracking_of
from comptoir.domains.fulfilment.testing import sent_parcel
from comptoir.domains.fulfilment.values import ShipmentId, Tracked, TrackingStatus
from comptoir.flows.follow_parcels import follow_parcels
from comptoir.flows.tests.carriers import ScriptedCarrier, scripted
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.testing import NOBODY, NOON, OWNER, at_once, snapshot

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
IN_TRANSIT = Tracked(key="1", status=TrackingStatus.IN_TRANSIT, at=NOON + HOUR)
DELIVERED = Tracked(key="2", status=TrackingStatus.DELIVERED, at=NOON + 5 * HOUR)


@pytest.fixture(autouse=True)
def carrier() -> Iterator[type[ScriptedCarrier]]:
    with scripted() as carrier:
        carrier.told["6A1"] = ()
        yield carrier


@pytest.fixture
def parcel() -> ShipmentId:
    return sent_parcel(tracking_number="6A1")


def follow(at: datetime) -> int:
    return follow_parcels(actor=OWNER, now=at)


def test_what_its_carrier_tells_is_written_down_once_and_until_it_arrived(
    parcel: ShipmentId, carrier: type[ScriptedCarrier]
) -> None:
    carrier.told["6A1"] = (DELIVERED, IN_TRANSIT)
    assert follow(NOON + 2 * HOUR) == 1  # the other is in the future by our clock
    assert shipment(parcel).last_status is TrackingStatus.IN_TRANSIT
    assert follow(NOON + 6 * HOUR) == 1
    assert (shipment(parcel).delivered_at, tracking_of(parcel)) == (DELIVERED.at, (IN_TRANSIT, DELIVERED))
    assert (follow(NOON + 48 * HOUR), len(carrier.looked_up)) == (0, 2)


def test_the_longer_nothing_new_is_told_the_later_it_is_asked_again(
    parcel: ShipmentId, carrier: type[ScriptedCarrier]
) -> None:
    asked = []
    for hour in range(80):
        before = len(carrier.looked_up)
        follow(NOON + hour * HOUR)
        if len(carrier.looked_up) > before:
            asked.append(hour)
    assert asked == [0, 2, 6, 14, 30, 54, 78]
    carrier.told["6A1"] = (IN_TRANSIT,)
    follow(NOON + 102 * HOUR)
    assert (follow(NOON + 103 * HOUR), len(carrier.looked_up)) == (0, 8)
    follow(NOON + 104 * HOUR)
    assert len(carrier.looked_up) == 9
    follow(NOON + timedelta(days=41))
    assert len(carrier.looked_up) == 9  # by now it is for people


def test_what_comes_back_has_no_number_or_goes_by_another_carrier_is_not_asked_about(
    parcel: ShipmentId, carrier: type[ScriptedCarrier]
) -> None:
    sent_parcel(tracking_number="")
    carrier.told["6A1"] = (Tracked(key="1", status=TrackingStatus.RETURNED, at=NOON),)
    assert follow(NOON) == 1
    assert (follow(NOON + timedelta(days=3)), carrier.looked_up) == (0, ["6A1"])
    carrier.told.clear()  # a connector that cannot tell
    sent_parcel(tracking_number="6A2")
    before = snapshot()
    assert (follow(NOON), carrier.looked_up, snapshot()) == (0, ["6A1"], before)


def test_a_question_that_breaks_down_is_asked_again_later(parcel: ShipmentId, carrier: type[ScriptedCarrier]) -> None:
    carrier.told["6A1"] = (IN_TRANSIT,)

    def break_down() -> None:
        raise OSError

    carrier.meanwhile[:] = [break_down]
    assert [follow(NOON + hour * HOUR) for hour in (1, 2, 3)] == [0, 0, 1]


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_about_different_parcels(carrier: type[ScriptedCarrier]) -> None:
    sent = {sent_parcel(tracking_number=f"6A{each}") for each in range(6)}
    claim = partial(claim_lookups, carrier="Colissimo", limit=2, actor=OWNER, now=NOON)
    answers = [answer for answer in at_once([claim] * 4) if not isinstance(answer, Exception)]
    claimed = [each.shipment_id for answer in answers for each in answer]
    assert len(answers) == 4
    assert 2 <= len(claimed) == len(set(claimed)) <= len(sent)


def test_without_the_permission_nothing_is_asked(parcel: ShipmentId, carrier: type[ScriptedCarrier]) -> None:
    before = snapshot()
    with pytest.raises(NotAllowed):
        follow_parcels(actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        claim_lookups(carrier="Colissimo", limit=1, actor=NOBODY, now=NOON)
    assert (carrier.looked_up, snapshot()) == ([], before)
