"""The whole audit trail, page by page."""

from datetime import timedelta

import pytest

from comptoir.kernel.access import Actor, job_actor
from comptoir.kernel.history import histories_of, record, trail
from comptoir.kernel.paging import BadCursor
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.django_db


def test_newest_first_with_what_each_line_is_about() -> None:
    for number in range(5):
        record(
            action="counted", subject_type="kernel.test", subject_id=number, actor=OWNER, now=NOON, because=f"n{number}"
        )
    first = trail(page_size=3)
    assert [(line.subject_type, line.subject_id, line.because) for line in first.items] == [
        ("kernel.test", "4", "n4"),
        ("kernel.test", "3", "n3"),
        ("kernel.test", "2", "n2"),
    ]
    second = trail(cursor=first.next_cursor, page_size=3)
    assert [line.subject_id for line in second.items] == ["1", "0"]
    assert second.next_cursor is None
    assert second.items[0].actor_label == OWNER.label


def note(subject: str, number: int, *, actor: Actor = OWNER, hours: int = 0) -> None:
    now = NOON + timedelta(hours=hours)
    record(action="counted", subject_type=subject, subject_id=number, actor=actor, now=now)


def test_what_people_did_can_be_read_without_what_jobs_did() -> None:
    for number in range(4):
        note("kernel.test", number, actor=OWNER if number % 2 else job_actor("counting"))
    first = trail(by_hand=True, page_size=1)
    second = trail(by_hand=True, page_size=1, cursor=first.next_cursor)
    assert [line.subject_id for page in (first, second) for line in page.items] == ["3", "1"]
    assert second.next_cursor is None


def test_several_things_make_one_story(statements) -> None:
    note("kernel.order", 1)
    note("kernel.payment", 2, hours=2)
    note("kernel.order", 1, hours=1)
    note("kernel.payment", 3)
    written = len(statements.all)
    told = histories_of([("kernel.order", 1), ("kernel.payment", 2)])
    assert [line.subject_type for line in told] == ["kernel.payment", "kernel.order", "kernel.order"]
    assert len(statements.all) - written == 1
    assert histories_of([]) == []


def test_a_made_up_cursor_is_refused() -> None:
    with pytest.raises(BadCursor):
        trail(cursor="made-up")
