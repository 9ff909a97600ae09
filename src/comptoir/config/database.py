"""Django's view of the database: address, pool and time limits of this process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from comptoir.config.values import BadSetting

if TYPE_CHECKING:
    from comptoir.config.environment import Environment, Process


@dataclass(frozen=True)
class Limits:
    """How long one statement, the wait for one lock, and an idle transaction may take; 0 is no limit."""

    statement_ms: int
    lock_ms: int
    idle_ms: int
    pooled: bool


# By what the process does, not server-wide: a migration or a report may take what a page may not.
LIMITS: dict[Process, Limits] = {
    "web": Limits(statement_ms=30_000, lock_ms=10_000, idle_ms=60_000, pooled=True),
    "worker": Limits(statement_ms=600_000, lock_ms=30_000, idle_ms=600_000, pooled=True),
    "simulator": Limits(statement_ms=0, lock_ms=0, idle_ms=0, pooled=False),
    "command": Limits(statement_ms=0, lock_ms=0, idle_ms=0, pooled=False),
}


# To parse and plan a short statement costs PostgreSQL more than to run it: what a connection sends often is prepared.
PREPARED_AFTER = 3


def django_database(env: Environment) -> dict[str, object]:
    """The `default` entry of DATABASES.

    COMPTOIR_STATEMENT_TIMEOUT and COMPTOIR_LOCK_TIMEOUT (milliseconds) override the limits of the process;
    COMPTOIR_POOLER=1 says that PgBouncer or its like stands between: no pool of ours, no prepared statements.
    """
    try:
        parts = conninfo_to_dict(env.database_url)
    except ProgrammingError:
        # The URL holds a password, and psycopg's message quotes it.
        raise BadSetting("DATABASE_URL is not of the form postgresql://user:password@host:5432/database") from None
    limits = LIMITS[env.process]
    behind_pooler = env.settings.switch("COMPTOIR_POOLER", default=False)
    options: dict[str, object] = {
        key: value
        for key, value in parts.items()
        if key not in ("host", "port", "user", "password", "dbname", "options")
    }
    options["application_name"] = f"comptoir-{env.process}"
    # Values travel apart from the statement, prepared or not: the same statement means the same behind a pooler too.
    options["server_side_binding"] = True
    if behind_pooler:
        options["prepare_threshold"] = None
    else:
        options["prepare_threshold"] = PREPARED_AFTER
        own = _options(env, limits)
        options["options"] = f"{parts.get('options', '')} {own}".strip()
    if limits.pooled and not behind_pooler:
        options["pool"] = {"min_size": min(env.pool_min, env.pool_max), "max_size": env.pool_max, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "comptoir"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": behind_pooler,
        "OPTIONS": options,
    }


def _options(env: Environment, limits: Limits) -> str:
    most = 24 * 3600 * 1000
    statement = env.settings.number("COMPTOIR_STATEMENT_TIMEOUT", default=limits.statement_ms, least=0, most=most)
    lock = env.settings.number("COMPTOIR_LOCK_TIMEOUT", default=limits.lock_ms, least=0, most=most)
    return (
        f"-c statement_timeout={statement} -c lock_timeout={lock} "
        f"-c idle_in_transaction_session_timeout={limits.idle_ms}"
    )
