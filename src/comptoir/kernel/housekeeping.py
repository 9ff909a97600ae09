"""Forgetting what nobody will ask for again."""

from collections.abc import Callable
from datetime import timedelta

from comptoir.kernel import clock, once
from comptoir.kernel.jobs import job
from comptoir.kernel.sql import execute

KEPT = timedelta(days=30)
_AT_A_TIME = 10_000


@job(every="23 3 * * *")
def forget_old_records() -> None:
    """Purge answered idempotency keys, delivered events with their proofs, and rate buckets, after ``KEPT``."""
    before = clock.real_now() - KEPT
    _until_none(lambda: once.forget_older_than(before, limit=_AT_A_TIME))
    _until_none(
        lambda: execute(
            """WITH old AS (SELECT id FROM kernel_outbox WHERE delivered_at < %s LIMIT %s),
                    proofs AS (DELETE FROM kernel_reaction_done WHERE event_id IN (SELECT id FROM old))
               DELETE FROM kernel_outbox WHERE id IN (SELECT id FROM old)""",
            [before, _AT_A_TIME],
        )
    )
    execute("DELETE FROM kernel_rate_bucket WHERE filled_at < %s", [before])


def _until_none(purge: Callable[[], int]) -> None:
    while purge():
        pass
