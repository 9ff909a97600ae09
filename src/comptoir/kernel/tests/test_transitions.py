from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum

import pytest
from django.apps.registry import Apps
from django.db import connection, models
from django.utils import translation

from comptoir.kernel.history import history_of
from comptoir.kernel.testing import NOON, OWNER, at_once
from comptoir.kernel.transitions import MoveRefused, StateTable, move


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"


DOORS = StateTable({Door.OPEN: {Door.SHUT}, Door.SHUT: {Door.OPEN, Door.LOCKED}, Door.LOCKED: set()})


class DoorRow(models.Model):
    objects: models.Manager["DoorRow"]
    id = models.BigAutoField(primary_key=True)
    state = models.TextField()
    shut_at = models.DateTimeField(null=True)

    class Meta:
        # A registry of its own: to everybody else in this process the program has no such table.
        apps = Apps()
        app_label = "kernel"
        managed = False
        db_table = "kernel_test_door"


@pytest.fixture
def door(transactional_db: None) -> Iterator["DoorRow"]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kernel_test_door (id bigserial PRIMARY KEY, state text, shut_at timestamptz)")
    yield DoorRow.objects.create(state=Door.OPEN)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE kernel_test_door")


def test_a_table_must_know_all_its_states() -> None:
    with pytest.raises(ValueError, match="without a line of their own"):
        StateTable({Door.OPEN: {Door.SHUT}})


def test_terminal_states_are_those_with_nowhere_to_go() -> None:
    assert DOORS.terminal == {Door.LOCKED}


def test_a_move_changes_the_row_and_leaves_a_line_of_history(door: DoorRow) -> None:
    left = move(door, to=Door.SHUT, table=DOORS, actor=OWNER, now=NOON, because="cold", changes={"shut_at": NOON})
    assert left == Door.OPEN
    assert (door.state, door.shut_at) == (Door.SHUT, NOON)
    door.refresh_from_db()
    assert (door.state, door.shut_at) == (Door.SHUT, NOON)
    (line,) = history_of("kernel.doorrow", door.pk)
    assert (line.action, line.before, line.because, line.at) == ("moved", {"state": "open"}, "cold", NOON)
    assert line.after == {"state": "shut", "shut_at": NOON.isoformat()}
    assert line.actor_label == OWNER.label


def test_an_undeclared_move_is_refused_and_changes_nothing(door: DoorRow) -> None:
    with pytest.raises(MoveRefused) as refused:
        move(door, to=Door.LOCKED, table=DOORS, actor=OWNER, now=NOON)
    assert refused.value.facts == {"state": "open", "to": "locked"}
    door.refresh_from_db()
    assert door.state == Door.OPEN
    assert history_of("kernel.doorrow", door.pk) == []


def test_a_stale_row_cannot_overwrite_a_newer_state(door: DoorRow) -> None:
    stale = DoorRow.objects.get(pk=door.pk)
    move(door, to=Door.SHUT, table=DOORS, actor=OWNER, now=NOON)
    move(door, to=Door.LOCKED, table=DOORS, actor=OWNER, now=NOON + timedelta(seconds=1))
    with pytest.raises(MoveRefused):
        move(stale, to=Door.SHUT, table=DOORS, actor=OWNER, now=NOON)


def test_of_twenty_who_move_at_once_one_wins(door: DoorRow) -> None:
    def shut() -> str:
        return move(DoorRow(pk=door.pk), to=Door.SHUT, table=DOORS, actor=OWNER, now=NOON)

    answers = at_once([shut] * 20)
    assert answers.count("open") == 1
    assert sum(isinstance(answer, MoveRefused) for answer in answers) == 19
    assert len(history_of("kernel.doorrow", door.pk)) == 1


def test_a_refused_move_names_the_state_in_the_readers_language() -> None:
    refused = MoveRefused(state="partly_shipped", to="cancelled")
    with translation.override("en"):
        assert str(refused).endswith("the current state is “partly shipped”.")
    with translation.override("fr"):
        assert "partly" not in str(refused)
    assert refused.facts["state"] == "partly_shipped", "machines read the code"
