"""What becomes of a parcel: it waits to be collected, travels, arrives, as it was promised or not."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from django.db import transaction

from comptoir.domains.fulfilment.actions import make_ready, open_shipment, record_tracking, report_parcel, ship_shipment
from comptoir.domains.fulfilment.errors import (
    BadReport,
    BadTrackingEvent,
    CarrierDelivered,
    CorrectionUnexplained,
    NothingToShip,
    NotSent,
    UnknownShipment,
    WrongCollectionCode,
)
from comptoir.domains.fulfilment.models import Shipment as Row
from comptoir.domains.fulfilment.queries import promises_kept, shipments_of, tracking_of
from comptoir.domains.fulfilment.values import (
    Packed,
    PromiseCount,
    Shipment,
    ShipmentId,
    ShipmentState,
    Tracked,
    TrackingStatus,
)
from comptoir.domains.network.testing import make_place
from comptoir.domains.orders.testing import make_order
from comptoir.kernel.access import Actor, NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER

pytestmark = pytest.mark.django_db
PARIS = "Europe/Paris"
TODAY = NOON.date()
TOMORROW = NOON + timedelta(days=1)


def opened(promised_on: date | None = TODAY) -> ShipmentId:
    placed = make_order()
    packed = Packed(variant_id=placed.lines[0].variant_id, place_code=make_place().code, quantity=2)
    return open_shipment(
        order_id=placed.id,
        carrier="Colissimo",
        packed=[packed],
        promised_on=promised_on,
        market="fr",
        method="home",
        actor=OWNER,
        now=NOON,
    )


def sent(promised_on: date | None = TODAY) -> ShipmentId:
    id = opened(promised_on)
    ship_shipment(shipment_id=id, tracking_number="6A1", time_zone=PARIS, actor=OWNER, now=NOON)
    return id


def told(key: str, status: TrackingStatus, at: datetime) -> Tracked:
    return Tracked(key=key, status=status, at=at, where="Lyon")


def tell(id: ShipmentId, *events: Tracked) -> int:
    return record_tracking(shipment_id=id, events=events, time_zone=PARIS, actor=OWNER, now=TOMORROW)


def as_it_stands(id: ShipmentId) -> Shipment:
    (found,) = [each for each in shipments_of(Row.objects.get(pk=id).order_id) if each.id == id]
    return found


def news(name: str) -> int:
    return OutboxEvent.objects.filter(name=f"fulfilment.{name}.1").count()


def test_goods_wait_at_the_counter_for_whoever_has_the_code() -> None:
    id = opened()
    code = make_ready(shipment_id=id, actor=OWNER, now=NOON)
    assert make_ready(shipment_id=id, actor=OWNER, now=NOON) == code
    assert (len(code), code.isdecimal(), news("parcel_ready")) == (6, True, 1)
    waiting = as_it_stands(id)
    assert (waiting.state, waiting.ready_at, waiting.collection_code) == (ShipmentState.READY, NOON, code)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    with pytest.raises(WrongCollectionCode), transaction.atomic():
        ship_shipment(shipment_id=id, tracking_number="", collection_code=wrong, time_zone=PARIS, actor=OWNER, now=NOON)
    ship_shipment(shipment_id=id, tracking_number="", collection_code=code, time_zone=PARIS, actor=OWNER, now=NOON)
    collected = as_it_stands(id)
    assert (collected.state, collected.delivered_at) == (ShipmentState.SHIPPED, NOON)
    with pytest.raises(NothingToShip), transaction.atomic():
        make_ready(shipment_id=id, actor=OWNER, now=NOON)


EVENTS = (
    told("1", TrackingStatus.HANDED_OVER, NOON),
    told("2", TrackingStatus.ATTEMPTED, NOON + timedelta(hours=2)),
    told("3", TrackingStatus.DELIVERED, NOON + timedelta(hours=5)),
    told("4", TrackingStatus.DELIVERED, NOON + timedelta(hours=6)),
)


@pytest.mark.parametrize("order", list(permutations(EVENTS)))
def test_in_whatever_order_a_carrier_tells_the_end_is_the_same(order: tuple[Tracked, ...]) -> None:
    id = sent()
    for event in order:
        assert tell(id, event) == 1
        assert tell(id, event) == 0
    arrived = as_it_stands(id)
    assert (arrived.delivered_at, arrived.last_status) == (NOON + timedelta(hours=5), TrackingStatus.DELIVERED)
    assert (tracking_of(id), news("parcel_delivered")) == (EVENTS, 1)


def test_nothing_is_told_of_what_is_here_or_will_be() -> None:
    here, gone = opened(), sent()
    with pytest.raises(NotSent), transaction.atomic():
        tell(here, EVENTS[0])
    with pytest.raises(UnknownShipment), transaction.atomic():
        tell(ShipmentId(new_id()), EVENTS[0])
    for bad in (told("", TrackingStatus.LOST, NOON), told("x", TrackingStatus.LOST, TOMORROW + timedelta(hours=1))):
        with pytest.raises(BadTrackingEvent), transaction.atomic():
            tell(gone, EVENTS[0], bad)
    assert tracking_of(gone) == ()


def test_promises_are_counted_as_they_were_kept_by_method_and_month() -> None:
    november = [sent(TODAY - timedelta(days=days)) for days in (0, 1, 2, 9)] + [sent(), sent(None)]
    for id in november[:4] + november[5:]:
        tell(id, EVENTS[2])
    collected = opened()
    Row.objects.filter(pk=collected).update(method="pickup")
    make_ready(shipment_id=collected, actor=OWNER, now=NOON)
    by_the_code = {"collection_code": as_it_stands(collected).collection_code, "tracking_number": ""}
    last_minute = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # December in Paris
    ship_shipment(shipment_id=collected, **by_the_code, time_zone=PARIS, actor=OWNER, now=last_minute)

    def counted(since: date, market: str = "fr") -> tuple[PromiseCount, ...]:
        return promises_kept(market=market, since=since, time_zone=PARIS, actor=OWNER)

    december = PromiseCount(month=date(2026, 12, 1), method="pickup", promised=1, kept=1, late=0, days_late=0)
    first = PromiseCount(month=date(2026, 11, 1), method="home", promised=5, kept=1, late=3, days_late=2)
    assert counted(date(2026, 11, 1)) == (december, first)
    assert (first.unknown, counted(date(2026, 12, 1)), counted(TODAY, "be")) == (1, (december,), ())
    with pytest.raises(NotAllowed):
        promises_kept(market="fr", since=TODAY, time_zone=PARIS, actor=NOBODY)


def test_without_the_permission_nothing_is_ready_and_nothing_told() -> None:
    here, gone = opened(), sent()
    before = as_it_stands(here), as_it_stands(gone)
    with pytest.raises(NotAllowed):
        make_ready(shipment_id=here, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        record_tracking(shipment_id=gone, events=EVENTS, time_zone=PARIS, actor=NOBODY, now=TOMORROW)
    assert (as_it_stands(here), as_it_stands(gone)) == before


def say(id: ShipmentId, status: TrackingStatus, on: date, *, actor: Actor = OWNER, now: datetime = TOMORROW) -> bool:
    return report_parcel(
        shipment_id=id, status=status, on=on, because="By phone", time_zone=PARIS, actor=actor, now=now
    )


def test_somebody_who_knows_says_that_it_arrived_and_is_heard_once() -> None:
    id = sent()
    assert [say(id, TrackingStatus.DELIVERED, TODAY) for _ in range(2)] == [True, False]
    row = Row.objects.get(pk=id)
    assert (row.last_status, row.delivered_on, news("parcel_delivered")) == (TrackingStatus.DELIVERED, TODAY, 1)
    assert row.shipped_at == row.delivered_at  # at noon of that day, and not before it left
    (line,) = [line for line in history_of("fulfilment.shipment", id) if line.action == "said delivered"]
    assert (line.actor_label, line.because) == (OWNER.label, "By phone")


def test_what_was_lost_can_be_found_again() -> None:
    id = sent()
    assert say(id, TrackingStatus.LOST, TOMORROW.date())
    assert as_it_stands(id).last_status is TrackingStatus.LOST
    later = TOMORROW + timedelta(days=2)
    assert say(id, TrackingStatus.DELIVERED, later.date(), now=later)
    assert as_it_stands(id).delivered_at == later


def test_what_people_said_had_arrived_is_corrected_with_a_reason() -> None:
    id, later = sent(), TOMORROW + timedelta(hours=1)
    say(id, TrackingStatus.DELIVERED, TODAY)
    with pytest.raises(CorrectionUnexplained), transaction.atomic():
        report_parcel(shipment_id=id, status=TrackingStatus.LOST, on=TODAY, time_zone=PARIS, actor=OWNER, now=TOMORROW)
    for status in (TrackingStatus.LOST, TrackingStatus.DELIVERED, TrackingStatus.IN_TRANSIT):
        assert [say(id, status, TODAY, now=later) for _ in range(2)] == [True, False]
        stands = as_it_stands(id)
        assert (stands.last_status, bool(stands.delivered_at)) == (status, status is TrackingStatus.DELIVERED)
    assert news("parcel_strayed") == 2, "when it was lost, and when it was not"
    story = [line.action for line in history_of("fulfilment.shipment", id)]
    assert story[:3] == ["said in_transit", "said delivered", "said lost"]


def test_the_carriers_own_word_stands_above_a_persons() -> None:
    id = sent()
    say(id, TrackingStatus.LOST, TODAY)
    tell(id, EVENTS[2])
    assert as_it_stands(id).delivered_at == EVENTS[2].at
    with pytest.raises(CarrierDelivered), transaction.atomic():
        say(id, TrackingStatus.LOST, TODAY)
    other = sent()
    say(other, TrackingStatus.DELIVERED, TODAY)
    tell(other, told("1", TrackingStatus.RETURNED, TOMORROW + timedelta(minutes=5)))
    assert (as_it_stands(other).delivered_at, as_it_stands(other).last_status) == (None, TrackingStatus.RETURNED)


@pytest.mark.parametrize(
    ("status", "on", "field"),
    [
        (TrackingStatus.DELIVERED, TODAY - timedelta(days=1), "on"),
        (TrackingStatus.DELIVERED, TODAY + timedelta(days=2), "on"),
        (TrackingStatus.IN_TRANSIT, TODAY, "status"),
    ],
)
def test_nothing_is_said_of_other_days_or_of_the_way(status: TrackingStatus, on: date, field: str) -> None:
    id = sent()
    with pytest.raises(BadReport) as refused, transaction.atomic():
        say(id, status, on)
    assert (refused.value.field, tracking_of(id)) == (field, ())


def test_nothing_is_said_of_a_parcel_that_is_here_or_by_just_anybody() -> None:
    here, left = opened(), sent()
    with pytest.raises(NotSent), transaction.atomic():
        say(here, TrackingStatus.LOST, TODAY)
    with pytest.raises(NotAllowed), transaction.atomic():
        say(left, TrackingStatus.LOST, TODAY, actor=NOBODY)
    assert (tracking_of(here), tracking_of(left)) == ((), ())
