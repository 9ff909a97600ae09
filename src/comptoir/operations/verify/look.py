from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg

from comptoir.operations.verify.checks import ONE_SNAPSHOT, Check, Found, run_checks
from comptoir.operations.verify.witness import compare_with_bank

BANK = Check("p4_bank", "P4  the bank's own books agree with ours", ("payments_payment",))


def look_at_books(connection: psycopg.Connection, home: Path, *, now: datetime, real_now: datetime) -> Iterator[Found]:
    """Every check, at one instant, and the bank simulator's books; the connection has no transaction yet."""
    connection.execute(ONE_SNAPSHOT)
    yield from run_checks(connection, now=now, real_now=real_now)
    rows, breaks = compare_with_bank(connection, home, real_now=real_now)
    yield Found(BANK, rows, tuple(breaks))
