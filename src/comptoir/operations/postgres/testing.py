"""A PostgreSQL for tests: one server for every test run of a checkout, started by the first and stopped by the last."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from comptoir.operations.postgres.running import running_server
from comptoir.operations.postgres.server import Server
from comptoir.operations.processes.facts import exists

RUN_SETTING = "COMPTOIR_TEST_RUN"


@contextmanager
def server_for_tests(home: Path) -> Iterator[Server]:
    """A server whose commits would not survive a power cut (they do survive kill -9), shared by parallel workers.

    Give it a home of its own, such as `.cache/test-home` in the checkout: it must never be a shop's.
    """
    with running_server(home, durable=False) as server:
        drop_databases_of_ended_runs(server)
        yield server


def database_name() -> str:
    """The name of this test run's database: two runs in one checkout do not tread on each other.

    The first process to ask leaves its number in the environment, so that the workers it starts agree.
    Django's test runner adds the prefix `test_`, and pytest-django a suffix for each worker.
    """
    return f"run_{os.environ.setdefault(RUN_SETTING, str(os.getpid()))}"


def drop_databases_of_ended_runs(server: Server) -> list[str]:
    """Drop what killed test runs left behind; returns the names."""
    dropped = []
    with psycopg.connect(server.conninfo(database="postgres"), autocommit=True) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_run\\_%'").fetchall()
        for (name,) in rows:
            match = re.match(r"test_run_(\d+)", name)
            if match and not exists(int(match[1])):
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
                dropped.append(name)
    return dropped
