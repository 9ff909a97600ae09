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
            # What failed for good is kept until somebody has played it again.
            """WITH old AS (SELECT id FROM kernel_outbox AS event WHERE delivered_at < %s
                              AND NOT EXISTS (SELECT FROM kernel_dead_letter
                                               WHERE event_id = event.id AND replayed_at IS NULL)
                            LIMIT %s),
                    proofs AS (DELETE FROM kernel_reaction_done WHERE event_id IN (SELECT id FROM old))
               DELETE FROM kernel_outbox WHERE id IN (SELECT id FROM old)""",
            [before, _AT_A_TIME],
        )
    )
    execute("DELETE FROM kernel_rate_bucket WHERE filled_at < %s", [before])


def _until_none(purge: Callable[[], int]) -> None:
    while purge():
        pass
