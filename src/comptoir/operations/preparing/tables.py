"""The database's tables: what is to be migrated, and doing it so that old code can go on running meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from psycopg.errors import LockNotAvailable

# A migration that cannot get its lock gives up soon, and is tried again: everybody behind it in the queue would wait.
LOCK_TIMEOUT_MS = 3_000
TRIES = 5
# Any number, the same in every version: two upgrades at the same time wait for each other.
ONE_AT_A_TIME = 7_265_101


@dataclass(frozen=True)
class Pending:
    """Migrations that this code has and the database has not."""

    names: tuple[str, ...]
    is_new: bool
    """True when the database holds no tables of ours at all."""


def pending_migrations() -> Pending:
    """What `migrate` would apply, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    names = tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)
    return Pending(names, is_new=not executor.loader.applied_migrations)


def migrate(*, on_retry: Callable[[int], None] = lambda _try: None) -> int:
    """Apply what is pending; returns how many migrations that were.

    :raises OperationalError: when a lock could not be had in several tries; nothing half-done is left.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            count = len(pending_migrations().names)
            if count:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{LOCK_TIMEOUT_MS}ms"])
                _migrate_patiently(on_retry)
        finally:
            cursor.execute("SELECT set_config('lock_timeout', '0', false)")
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
    return count


def _migrate_patiently(on_retry: Callable[[int], None]) -> None:
    for number in range(1, TRIES + 1):
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable) or number == TRIES:
                raise
            on_retry(number)
        else:
            return


def describe_pending() -> list[tuple[str, list[str]]]:
    """Every pending migration with its steps in words."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [
        (f"{migration.app_label}.{migration.name}", [str(operation.describe()) for operation in migration.operations])
        for migration, _ in plan
    ]


def unknown_migrations() -> list[str]:
    """Migrations that the database has and this code does not know: it was made by a newer version."""
    on_disk = MigrationExecutor(connection).loader.disk_migrations
    known = set(on_disk) | {replaced for migration in on_disk.values() for replaced in migration.replaces}
    apps = {app for app, _ in on_disk}
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in apps and (app, name) not in known)
