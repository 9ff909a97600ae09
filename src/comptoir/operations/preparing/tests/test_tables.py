"""Migrations: applied patiently, one upgrade at a time, never over a newer database."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from psycopg.errors import LockNotAvailable

from comptoir.operations.preparing import tables
from comptoir.operations.preparing.tables import (
    Pending,
    describe_pending,
    migrate,
    pending_migrations,
    unknown_migrations,
)

pytestmark = pytest.mark.django_db


def busy(*_words: object, **_options: object) -> None:
    raise OperationalError("canceling statement due to lock timeout") from LockNotAvailable()


def lock_timeout() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        (shown,) = cursor.fetchone()
        return str(shown)


def test_nothing_is_to_be_done_when_all_was_done() -> None:
    assert pending_migrations() == Pending((), is_new=False)
    assert describe_pending() == []
    assert unknown_migrations() == []
    assert migrate() == 0


def test_a_newer_database_is_recognised() -> None:
    MigrationRecorder(connection).record_applied("orders", "9999_from_the_future")
    assert unknown_migrations() == ["orders.9999_from_the_future"]


def test_busy_tables_are_tried_again_and_given_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "pending_migrations", lambda: Pending(("orders.0002_more",), is_new=False))
    monkeypatch.setattr(tables, "call_command", busy)
    retried: list[int] = []
    with pytest.raises(OperationalError):
        migrate(on_retry=retried.append)
    assert retried == [1, 2, 3, 4]
    assert lock_timeout() == "0"


def test_a_failure_that_is_no_lock_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_words: object, **_options: object) -> None:
        raise OperationalError("the disk is full")

    monkeypatch.setattr(tables, "pending_migrations", lambda: Pending(("orders.0002_more",), is_new=False))
    monkeypatch.setattr(tables, "call_command", broken)
    retried: list[int] = []
    with pytest.raises(OperationalError, match="the disk is full"):
        migrate(on_retry=retried.append)
    assert retried == []


def test_no_lock_is_waited_for_longer_than_three_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(tables, "pending_migrations", lambda: Pending(("orders.0002_more",), is_new=False))
    monkeypatch.setattr(tables, "call_command", lambda *_words, **_options: seen.append(lock_timeout()))
    assert migrate() == 1
    assert seen == ["3s"]
    assert lock_timeout() == "0"
