from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.kernel.events import Event, Lane, NoTransaction, declare, emit, event, reaction, read_event
from comptoir.kernel.events.declare import payload_of
from comptoir.kernel.events.react import forget
from comptoir.kernel.events.relay import MAX_ATTEMPTS, deliver, lag_seconds, replay_dead_letters
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import DeadLetter, OutboxEvent, ReactionDone
from comptoir.kernel.money import Money
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import at_once


@event("kernel.parcel_seen.1", subject="parcel_id")
class ParcelSeen(Event):
    parcel_id: UUID
    worth: Money
    marks: tuple[str, ...] = ()


def seen(parcel_id: UUID, *marks: str) -> ParcelSeen:
    return ParcelSeen(parcel_id=parcel_id, worth=Money(5, "EUR"), marks=marks)


@pytest.fixture
def log() -> Iterator[list[str]]:
    heard: list[str] = []

    def note(happened: ParcelSeen, *, actor: object, now: object) -> None:
        if "poison" in happened.marks:
            raise ValueError("poisoned")
        heard.extend(happened.marks)

    reaction(ParcelSeen)(note)
    yield heard
    forget("kernel.tests.test_events.note")


def emit_alone(*events: Event) -> None:
    with transaction.atomic():
        emit(*events)


def make_everything_due() -> None:
    execute("UPDATE kernel_outbox SET due_at = emitted_at")


def test_an_event_survives_being_stored() -> None:
    original = seen(new_id(), "a", "b")
    assert read_event("kernel.parcel_seen.1", payload_of(original)) == original


def test_a_name_is_declared_once_and_well_formed() -> None:
    with pytest.raises(ValueError, match="already taken"):
        event("kernel.parcel_seen.1")(type("Again", (Event,), {}))
    with pytest.raises(ValueError, match="malformed"):
        event("ParcelSeen")(type("Again", (Event,), {}))
    assert declare.declared_events()["kernel.parcel_seen.1"] is ParcelSeen


@pytest.mark.django_db(transaction=True)
def test_emitting_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NoTransaction):
        emit(seen(new_id()))
    assert OutboxEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_event_dies_with_its_transaction(log: list[str]) -> None:
    def change_your_mind() -> None:
        with transaction.atomic():
            emit(seen(new_id(), "never"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_your_mind()
    assert deliver(Lane.URGENT) == 0
    assert log == []


@pytest.mark.django_db(transaction=True)
def test_an_event_is_delivered_once_with_a_record(log: list[str]) -> None:
    emit_alone(seen(new_id(), "a"))
    assert deliver(Lane.BULK) == 0
    assert deliver(Lane.URGENT) == 1
    assert deliver(Lane.URGENT) == 0
    assert log == ["a"]
    (done,) = ReactionDone.objects.values_list("reaction", flat=True)
    assert done == "kernel.tests.test_events.note"


@pytest.mark.django_db(transaction=True)
def test_events_of_one_subject_keep_their_order_past_a_failure(log: list[str]) -> None:
    parcel, other = new_id(), new_id()
    emit_alone(seen(parcel, "poison"), seen(parcel, "after"), seen(other, "elsewhere"))
    assert deliver(Lane.URGENT) == 2  # the second event of the parcel waits behind the first
    assert log == ["elsewhere"]
    assert deliver(Lane.URGENT) == 0
    assert lag_seconds(Lane.URGENT) > 0


@pytest.mark.django_db(transaction=True)
def test_a_hopeless_event_becomes_a_dead_letter_and_frees_its_subject(log: list[str]) -> None:
    parcel = new_id()
    emit_alone(seen(parcel, "poison"), seen(parcel, "after"))
    for _ in range(MAX_ATTEMPTS):
        make_everything_due()
        deliver(Lane.URGENT)
    (dead,) = DeadLetter.objects.all()
    assert (dead.reaction, dead.error) == ("kernel.tests.test_events.note", "ValueError: poisoned")
    deliver(Lane.URGENT)
    assert log == ["after"]


@pytest.mark.django_db(transaction=True)
def test_a_dead_letter_can_be_played_again(log: list[str]) -> None:
    parcel = new_id()
    emit_alone(seen(parcel, "poison"))
    for _ in range(MAX_ATTEMPTS):
        make_everything_due()
        deliver(Lane.URGENT)
    execute("UPDATE kernel_outbox SET payload = jsonb_set(payload, '{marks}', '[\"healed\"]')")
    assert replay_dead_letters() == 1
    assert deliver(Lane.URGENT) == 1
    assert log == ["healed"]
    assert replay_dead_letters() == 0


@pytest.mark.django_db(transaction=True)
def test_one_failing_reaction_does_not_repeat_the_others(log: list[str]) -> None:
    calls: list[str] = []

    def broken(happened: ParcelSeen, *, actor: object, now: object) -> None:
        calls.append("broken")
        if len(calls) == 1:
            raise ValueError("first time")

    reaction(ParcelSeen)(broken)
    try:
        emit_alone(seen(new_id(), "a"))
        deliver(Lane.URGENT)
        make_everything_due()
        deliver(Lane.URGENT)
    finally:
        forget("kernel.tests.test_events.broken")
    assert log == ["a"]
    assert calls == ["broken", "broken"]
    assert OutboxEvent.objects.filter(delivered_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_reactions_together_get_the_batch_and_survive_one_poisoned_event() -> None:
    batches: list[list[str]] = []

    def gather(events: list[ParcelSeen], *, actor: object, now: object) -> None:
        if any("poison" in happened.marks for happened in events):
            raise ValueError("poisoned")
        batches.append([mark for happened in events for mark in happened.marks])

    reaction(ParcelSeen, together=True)(gather)
    try:
        emit_alone(seen(new_id(), "a"), seen(new_id(), "b"))
        deliver(Lane.URGENT)
        emit_alone(seen(new_id(), "c"), seen(new_id(), "poison"), seen(new_id(), "d"))
        deliver(Lane.URGENT)
    finally:
        forget("kernel.tests.test_events.gather")
    assert batches == [["a", "b"], ["c"], ["d"]]


@pytest.mark.django_db(transaction=True)
def test_four_relays_at_once_deliver_each_event_once(log: list[str]) -> None:
    emit_alone(*(seen(new_id(), str(number)) for number in range(200)))

    def relay() -> int:
        return sum(iter(lambda: deliver(Lane.URGENT, limit=7), 0))

    taken = at_once([relay] * 4)
    assert all(isinstance(count, int) for count in taken), taken
    assert sorted(log, key=int) == [str(number) for number in range(200)]
