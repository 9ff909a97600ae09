"""What failed for good is tried again by whoever may, and the trail says who it was."""

import pytest

from comptoir.flows.replay_failed import Replayed, replay_failed
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.events.dead import unplayed_dead_letters
from comptoir.kernel.history import history_of
from comptoir.kernel.jobs import failed_jobs
from comptoir.kernel.testing import NOON, OWNER, anybody, at_once, make_dead_letter, make_failed_job, snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def test_reactions_and_jobs_are_tried_again() -> None:
    letter, job = make_dead_letter(), make_failed_job()
    done = replay_failed(letter_ids=[letter], job_ids=[job], actor=OWNER, now=NOON)
    assert (done, done.total) == (Replayed(reactions=1, jobs=1), 2)
    assert (unplayed_dead_letters(each=9), failed_jobs(each=9)) == ((), ())
    [line] = history_of("operations.work", "")
    assert (line.actor_label, line.after) == ("Camille Test", {"reactions": 1, "jobs": 1})
    before = snapshot()
    assert replay_failed(letter_ids=[letter], job_ids=[job], actor=OWNER, now=NOON).total == 0
    assert snapshot() == before


def test_pressed_by_two_at_once_it_is_once() -> None:
    ids, jobs = [make_dead_letter() for _ in range(5)], [make_failed_job() for _ in range(5)]
    done = at_once([lambda: replay_failed(letter_ids=ids, job_ids=jobs, actor=OWNER, now=NOON)] * 4)
    assert sorted(each.total for each in done if isinstance(each, Replayed)) == [0, 0, 0, 10]


def test_without_the_right_nothing_is_tried() -> None:
    letter, job = make_dead_letter(), make_failed_job()
    before = snapshot()
    of_one_market = anybody("*", markets=frozenset({"fr"}))
    for actor in (anybody(), anybody("operations.view"), anybody("cases.*"), of_one_market):
        with pytest.raises(NotAllowed):
            replay_failed(letter_ids=[letter], job_ids=[job], actor=actor, now=NOON)
    assert snapshot() == before
    assert len(failed_jobs(each=9)) == 1
