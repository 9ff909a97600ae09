"""What failed for good is seen by its kind, played again, and never forgotten before."""

from datetime import timedelta

import pytest

from comptoir.kernel import clock
from comptoir.kernel.events.dead import dead_kinds, dead_letter_ids, unplayed_dead_letters
from comptoir.kernel.events.relay import replay_dead_letters
from comptoir.kernel.housekeeping import KEPT, forget_old_records
from comptoir.kernel.jobs import failed_job_ids, failed_jobs, failed_kinds, replay_jobs
from comptoir.kernel.sql import execute, fetch
from comptoir.kernel.testing import NOON, make_dead_letter, make_failed_job

pytestmark = pytest.mark.django_db


def statuses() -> dict[int, tuple[str, int]]:
    rows = fetch("SELECT id, status::text, attempts FROM procrastinate_jobs")
    return {id: (status, attempts) for id, status, attempts in rows}


def test_dead_letters_by_their_kind() -> None:
    first, second = make_dead_letter(error="one"), make_dead_letter(error="two")
    other = make_dead_letter(reaction="other.reaction")
    assert [(kind.reaction, kind.count, kind.error) for kind in dead_kinds(limit=9)] == [
        ("some.reaction", 2, "two"),
        ("other.reaction", 1, "boom"),
    ]
    assert [letter.id for letter in unplayed_dead_letters(each=1)] == [first, other]
    assert dead_letter_ids(reaction="some.reaction", name="orders.order_paid.1") == (first, second)
    assert dead_letter_ids(reaction="some.reaction", name="orders.order_placed.1") == ()


def test_some_are_played_and_others_stay() -> None:
    first, second = make_dead_letter(), make_dead_letter()
    assert replay_dead_letters(ids=[first]) == 1
    assert replay_dead_letters(ids=[first]) == 0
    assert [letter.id for letter in unplayed_dead_letters(each=9)] == [second]
    assert fetch("SELECT count(*) FROM kernel_outbox WHERE delivered_at IS NULL") == [(1,)]


def test_all_letters_of_an_event_that_goes_out_again_are_played() -> None:
    letter = make_dead_letter()
    execute(
        """INSERT INTO kernel_dead_letter (event_id, reaction, error, died_at)
           SELECT event_id, 'other.reaction', 'x', died_at FROM kernel_dead_letter"""
    )
    assert replay_dead_letters(ids=[letter]) == 2
    assert unplayed_dead_letters(each=9) == ()


def test_an_event_is_kept_until_its_dead_letter_was_played() -> None:
    letter = make_dead_letter()
    long_ago = clock.real_now() - KEPT - timedelta(days=1)
    execute("UPDATE kernel_outbox SET delivered_at = %s", [long_ago])
    forget_old_records.call()
    assert [each.id for each in unplayed_dead_letters(each=9)] == [letter]
    replay_dead_letters()
    execute("UPDATE kernel_outbox SET delivered_at = %s", [long_ago])
    forget_old_records.call()
    assert fetch("SELECT count(*) FROM kernel_outbox") == [(0,)]


def test_failed_jobs_by_their_name() -> None:
    first = make_failed_job(document_id="1")
    second = make_failed_job(document_id="2")
    other = make_failed_job("other.job")
    assert [(kind.name, kind.count, kind.arguments, kind.tries) for kind in failed_kinds(limit=9)] == [
        ("some.job", 2, {"document_id": "2"}, 10),
        ("other.job", 1, {}, 10),
    ]
    assert [(job.id, job.failed_at) for job in failed_jobs(each=1)] == [(first, NOON), (other, NOON)]
    assert failed_job_ids(name="some.job") == (first, second)


def test_a_job_played_again_is_tried_as_often_as_a_new_one() -> None:
    id, other = make_failed_job(), make_failed_job()
    assert replay_jobs(ids=[id]) == 1
    assert statuses() == {id: ("todo", 0), other: ("failed", 10)}
    assert replay_jobs(ids=[id]) == 0


def test_of_the_runs_of_a_clock_one_stands_for_all() -> None:
    early, late = (make_failed_job(lock="clock") for _ in range(2))
    assert replay_jobs(ids=[early, late]) == 2
    assert statuses() == {early: ("cancelled", 10), late: ("todo", 0)}
    again = make_failed_job(lock="clock")
    assert replay_jobs(ids=[again]) == 1, "the next waits already"
    assert statuses()[again] == ("cancelled", 10)
