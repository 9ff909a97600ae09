"""What every carrier connector must do. Each one's tests inherit this class."""

import re
from datetime import UTC, datetime
from io import BytesIO

from pypdf import PdfReader

from comptoir.connectors.carriers.tests.bench import Bench, TrackingBench, a_parcel, new_key
from comptoir.domains.fulfilment.values import LabelOutcome, LabelStatus, Tracker, TrackingStatus


class CarrierConformance:
    """Inherit, and give a ``bench`` fixture."""

    def must_be_booked(self, outcome: LabelOutcome) -> None:
        assert outcome.status is LabelStatus.BOOKED, outcome.reason
        assert re.fullmatch(r"[A-Za-z0-9]{3,50}", outcome.tracking_number)
        assert outcome.reference
        assert outcome.pdf.startswith(b"%PDF-")
        assert len(PdfReader(BytesIO(outcome.pdf)).pages) == 1
        assert not outcome.tracking_url or outcome.tracking_number in outcome.tracking_url

    def test_it_says_what_it_is_and_for_whom_it_books(self, bench: Bench) -> None:
        assert bench.carrier.kind
        assert bench.carrier.serves(bench.serves)
        assert bench.carrier.serves(bench.serves.upper())

    def test_a_parcel_is_booked_and_has_its_label(self, bench: Bench) -> None:
        self.must_be_booked(bench.carrier.book(key=new_key(), request=a_parcel(bench.serves)))

    def test_asked_again_under_the_same_key_it_is_a_label_for_the_same_parcel(self, bench: Bench) -> None:
        key, request = new_key(), a_parcel(bench.serves)
        first, second = (bench.carrier.book(key=key, request=request) for _ in range(2))
        self.must_be_booked(second)
        assert first.tracking_number == second.tracking_number

    def test_two_parcels_have_two_numbers(self, bench: Bench) -> None:
        first, second = (bench.carrier.book(key=new_key(), request=a_parcel(bench.serves)) for _ in range(2))
        assert first.tracking_number != second.tracking_number

    def test_what_is_withdrawn_twice_is_withdrawn_or_is_not(self, bench: Bench) -> None:
        key = new_key()
        booked = bench.carrier.book(key=key, request=a_parcel(bench.serves))
        first, second = (
            bench.carrier.withdraw(key=key, carrier=bench.serves, reference=booked.reference) for _ in range(2)
        )
        assert first.status is second.status
        assert first.status in (LabelStatus.WITHDRAWN, LabelStatus.REFUSED)
        assert (first.status is LabelStatus.REFUSED) == bool(first.reason)

    def test_a_parcel_that_is_not_taken_is_refused_with_the_reason(self, bench: Bench) -> None:
        if not bench.has_network:
            return
        bench.refuse_next("No such postal code")
        outcome = bench.carrier.book(key=new_key(), request=a_parcel(bench.serves))
        assert (outcome.status, outcome.pdf) == (LabelStatus.REFUSED, b"")
        assert "No such postal code" in outcome.reason

    def test_a_lost_answer_is_not_known_and_asking_again_finds_the_parcel(self, bench: Bench) -> None:
        if not bench.has_network:
            return
        key, request = new_key(), a_parcel(bench.serves)
        bench.lose_next_reply()
        assert bench.carrier.book(key=key, request=request).status is LabelStatus.UNKNOWN
        self.must_be_booked(bench.carrier.book(key=key, request=request))

    def test_when_nobody_answers_nothing_is_known(self, bench: Bench) -> None:
        if not bench.has_network:
            return
        bench.be_down()
        outcome = bench.carrier.book(key=new_key(), request=a_parcel(bench.serves))
        assert (outcome.status, outcome.pdf) == (LabelStatus.UNKNOWN, b"")


class TrackerConformance:
    """For those that can tell where parcels are: inherit as well, and give a ``tracking`` fixture."""

    def test_it_says_that_it_can_tell(self, tracking: TrackingBench) -> None:
        assert isinstance(tracking.tracker, Tracker)
        assert tracking.tracker.tracks(tracking.serves.upper())
        assert not tracking.tracker.tracks("Nobody’s van")

    def test_what_is_told_is_told_alike_twice_and_at_the_right_instant(self, tracking: TrackingBench) -> None:
        number, unknown = "6A00000000001", "6A00000000002"
        tracking.hand_over_and_deliver(number)
        first, second = (
            tracking.tracker.look_up(
                carrier=tracking.serves, tracking_numbers=[unknown, number], time_zone="Europe/Paris"
            )
            for _ in range(2)
        )
        assert (first, set(first)) == (second, {number})
        events = first[number]
        assert len({each.key for each in events}) == len(events) == 2
        assert events[0].at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
        assert (events[1].at, events[1].status) == (datetime(2026, 11, 25, 8, 30, tzinfo=UTC), TrackingStatus.DELIVERED)

    def test_nothing_is_known_where_nobody_answers(self, tracking: TrackingBench) -> None:
        tracking.hand_over_and_deliver("6A00000000001")
        tracking.be_down()
        told = tracking.tracker.look_up(
            carrier=tracking.serves, tracking_numbers=["6A00000000001"], time_zone="Europe/Paris"
        )
        assert told == {}
