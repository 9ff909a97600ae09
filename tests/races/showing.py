"""How races are sized, seeded and judged."""

import os
import random

import psycopg
from django.db import connection

from comptoir.kernel import clock
from comptoir.kernel.testing import NOON
from comptoir.operations.verify.checks import run_checks

SEED = int(os.environ.get("COMPTOIR_SEED") or random.SystemRandom().randrange(1 << 31))
"""COMPTOIR_SEED replays a run."""
LONG = os.environ.get("COMPTOIR_RACES") == "long"
"""Whether everything is run that is ever claimed of these races (`make races`), not a sample of it."""
_SCALE = float(os.environ.get("COMPTOIR_RACES_SCALE") or 1)


def sizes(what: str, trials: int, *, long: int = 0) -> int:
    """How many trials of a race, ``long`` of them by `make races`; COMPTOIR_RACES_SCALE makes all longer or shorter."""
    return max(2, round((long if LONG and long else trials) * _SCALE))


def chance(what: str) -> random.Random:
    """Chance of its own for each test, from the seed of the run; shown when the test fails."""
    tell(f"{what}: COMPTOIR_SEED={SEED}")
    return random.Random(f"{SEED} {what}")


def tell(words: str) -> None:
    """Figures of a run: pytest shows them with -s, and for a test that failed."""
    print(words)  # noqa: T201 - see above


def deadlocks(database: psycopg.Connection) -> int:
    """How many PostgreSQL has seen in a database since it exists, whatever became of whoever met them."""
    found = database.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").fetchone()
    return int(found[0]) if found else 0


def all_holds() -> None:
    """Every check of `comptoir verify` holds in the test's own database."""
    with psycopg.connect(**connection.get_connection_params() | {"autocommit": False}) as reader:
        checks = run_checks(reader, now=NOON, real_now=clock.real_now())
        broken = [line for found in checks for line in found.breaks]
    assert not broken, broken[:10]
