"""One PostgreSQL for the whole run, real and shared by all test processes; a database of its own for each."""

import os
from collections.abc import Iterator
from pathlib import Path

import django
import hypothesis
import pytest
import pytest_django

# Machines are noisy: how long an example takes says nothing about what is tested.
hypothesis.settings.register_profile("comptoir", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("comptoir")

# Before any setting is read: tests have a home of their own and never touch the shop in ./var.
HOME = Path(__file__).parent / ".cache" / "test-home"
os.environ |= {
    "COMPTOIR_ENV": "test",
    "COMPTOIR_HOME": str(HOME),
    "DJANGO_SETTINGS_MODULE": "comptoir.config.settings",
}
from comptoir.operations.preparing.texts import compile_texts  # noqa: E402 - needs what was set above

# The catalogues are compiled where they are used, not committed; before Django, which keeps what it has read.
compile_texts()
django.setup()

from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402 - needs the settings
from django.core.management.commands import flush  # noqa: E402 - needs the settings
from django.db import connection  # noqa: E402 - needs the settings
from django.db.backends.postgresql.operations import DatabaseOperations  # noqa: E402 - needs the settings
from django.test import client  # noqa: E402 - needs the settings
from django.test.utils import CaptureQueriesContext  # noqa: E402 - needs the settings

from comptoir.operations.postgres.testing import database_name, server_for_tests, template_database  # noqa: E402 - reads what was set above

# `comptoir up` collects the files into it; tests serve them where they lie.
(HOME / "static").mkdir(parents=True, exist_ok=True)

# The same algorithm with little work: what makes a guess dear in a shop makes only the tests slow.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 1024, 1

# Decided before any worker starts, so that all of them agree.
RUN = database_name()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """With several workers: what shares something that takes long to open stays with one of them."""
    from tests.together import Together

    return Together(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    from django.conf import settings

    with server_for_tests(HOME) as server:
        with django_db_blocker.unblock():
            template = template_database(server, HOME)
        settings.DATABASES["default"]["TEST"]["NAME"] = f"test_{RUN}" + os.environ.get("PYTEST_XDIST_WORKER", "")
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template
        yield


_WRITTEN_BY_MIGRATING = {"django_content_type", "auth_permission"}
_QUEUE = {"procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers"}  # which Django does not know


def _sql_flush(self: DatabaseOperations, style: object, tables: list[str], **options: object) -> list[str]:
    """Empty only what a test has filled: Django's TRUNCATE of every table costs ten times the test itself.

    As a replica would, which asks no trigger: append-only tables refuse nothing, and nobody looks for rows that refer
    to what is deleted, as those are deleted too. What migrating wrote stays.
    """
    names = sorted({*tables, *_QUEUE} - _WRITTEN_BY_MIGRATING)
    with self.connection.cursor() as cursor:
        # Prepared, as planning it takes longer than asking.
        asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names)
        filled = [name for (name,) in cursor.cursor.execute(asked, prepare=True).fetchall()]
    return (
        ["SET LOCAL session_replication_role = replica", *(f"DELETE FROM {name}" for name in filled)] if filled else []
    )


@pytest.fixture(scope="session", autouse=True)
def quick_flush() -> Iterator[None]:
    """Between two tests with transactions of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", _sql_flush)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *arguments, **options: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_contexts() -> Iterator[None]:
    """Nobody asks what a page was filled with: copying that for each of its templates takes a tenth of the page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "store_rendered_templates", lambda *arguments, **options: None)
        yield


class Statements:
    """Counts SQL statements: savepoints count, BEGIN and COMMIT do not."""

    def __init__(self, captured: CaptureQueriesContext) -> None:
        self._captured = captured

    @property
    def all(self) -> list[str]:
        found = [str(query["sql"]) for query in self._captured.captured_queries]
        return [sql for sql in found if sql not in ("BEGIN", "COMMIT", "ROLLBACK")]


@pytest.fixture
def hearing() -> Iterator[None]:
    """This process hears notices, as a web process does, and so remembers what it has read until it changes.

    What is written meanwhile must be committed, not rolled back: others would be told of it.
    """
    from comptoir.kernel import notices

    notices.start_listening()
    assert notices.wait_until_listening()
    try:
        yield
    finally:
        notices.stop_listening()


@pytest.fixture
def statements(hearing: None) -> Iterator[Statements]:
    """The statements of this test from here on, in a process that hears notices."""
    with CaptureQueriesContext(connection) as captured:
        yield Statements(captured)
