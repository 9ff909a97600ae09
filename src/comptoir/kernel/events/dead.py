"""Reactions that failed for good, one by one: what to look at before they are played again."""

from dataclasses import dataclass
from datetime import datetime

from comptoir.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A reaction that gave up on an event, and the last error it met."""

    event_id: int
    name: str
    subject: str
    reaction: str
    error: str
    died_at: datetime


def unplayed_dead_letters(*, limit: int) -> tuple[DeadLetter, ...]:
    """Those that nobody has played again, oldest first."""
    rows = fetch(
        """SELECT dead.event_id, event.name, event.subject, dead.reaction, dead.error, dead.died_at
             FROM kernel_dead_letter AS dead JOIN kernel_outbox AS event ON event.id = dead.event_id
            WHERE dead.replayed_at IS NULL ORDER BY dead.id LIMIT %s""",
        [limit],
    )
    return tuple(DeadLetter(*row) for row in rows)
