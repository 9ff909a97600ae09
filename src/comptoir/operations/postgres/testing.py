"""A PostgreSQL for tests: one server for every test run of a checkout, started by the first and stopped by the last."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

from comptoir.operations.postgres import addresses
from comptoir.operations.postgres.running import running_server
from comptoir.operations.postgres.server import Server
from comptoir.operations.processes.facts import exists
from comptoir.operations.processes.locks import locked

RUN_SETTING = "COMPTOIR_TEST_RUN"
TEMPLATES_KEPT = 4
"""Of so many states of the migrations: a developer goes back and forth, two runs may be of different ones."""


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


def template_database(server: Server, home: Path) -> str:
    """The name of a database that has all tables, to be copied: making them anew for each process takes far longer.

    Made by whoever comes first with this state of the migrations.
    """
    name = f"template_{_fingerprint()}"
    with (
        locked(home / "template.lock"),
        psycopg.connect(server.conninfo(role=addresses.SUPERUSER, database="postgres"), autocommit=True) as root,
        psycopg.connect(server.conninfo(database="postgres"), autocommit=True) as admin,
    ):
        # Emptying tables between two tests takes a third of the time when no trigger is asked.
        root.execute(f"GRANT SET ON PARAMETER session_replication_role TO {addresses.OWNER}")
        known = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%' ORDER BY oid")
        kept = [found for (found,) in known.fetchall()]
        if name not in kept:
            for old in kept[: -(TEMPLATES_KEPT - 1)]:
                _drop(admin, old)
            draft = f"making_{name}"
            _make(draft)
            admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
    return name


def _fingerprint() -> str:
    """Of everything that makes the tables."""
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").rglob("*")):
            if path.suffix in (".py", ".sql"):
                digest.update(f"{app.label} {path.name} ".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _make(name: str) -> None:
    usual, given = settings.DATABASES["default"]["NAME"], connection.settings_dict["TEST"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    finally:
        connection.close()
        connection.settings_dict["TEST"]["NAME"] = given
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = usual


def drop_databases_of_ended_runs(server: Server) -> list[str]:
    """Drop what killed test runs left behind; returns the names."""
    dropped = []
    with psycopg.connect(server.conninfo(database="postgres"), autocommit=True) as admin:
        rows = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_run\\_%'").fetchall()
        for (name,) in rows:
            match = re.match(r"test_run_(\d+)", name)
            if match and not exists(int(match[1])):
                _drop(admin, name)
                dropped.append(name)
    return dropped


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
