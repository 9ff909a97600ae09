"""The whole audit trail, page by page."""

import pytest

from comptoir.kernel.history import record, trail
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


def test_a_made_up_cursor_is_refused() -> None:
    with pytest.raises(BadCursor):
        trail(cursor="made-up")
