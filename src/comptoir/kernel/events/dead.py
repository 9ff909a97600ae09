"""Reactions that failed for good: what to look at before they are played again, one by one and by their kind."""

from dataclasses import dataclass
from datetime import datetime

from comptoir.kernel.sql import fetch


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A reaction that gave up on an event for good, and the last error it met."""

    id: int
    event_id: int
    name: str
    subject: str
    reaction: str
    error: str
    happened_at: datetime
    died_at: datetime


@dataclass(frozen=True, slots=True)
class DeadKind:
    """All that one reaction gave up on, of one name of event. ``error`` is the last."""

    reaction: str
    name: str
    count: int
    since: datetime
    last_at: datetime
    error: str


def unplayed_dead_letters(*, each: int) -> tuple[DeadLetter, ...]:
    """Those that nobody has played again, so many of each kind at most, oldest first."""
    rows = fetch(
        """SELECT id, event_id, name, subject, reaction, error, emitted_at, died_at
             FROM (SELECT dead.id, dead.event_id, event.name, event.subject, dead.reaction, dead.error,
                          event.emitted_at, dead.died_at,
                          row_number() OVER (PARTITION BY dead.reaction, event.name ORDER BY dead.id) AS place
                     FROM kernel_dead_letter AS dead JOIN kernel_outbox AS event ON event.id = dead.event_id
                    WHERE dead.replayed_at IS NULL) AS placed
            WHERE place <= %s ORDER BY id""",
        [each],
    )
    return tuple(DeadLetter(*row) for row in rows)


def dead_letter_ids(*, reaction: str, name: str) -> tuple[int, ...]:
    """All of one kind."""
    rows = fetch(
        """SELECT dead.id FROM kernel_dead_letter AS dead JOIN kernel_outbox AS event ON event.id = dead.event_id
            WHERE dead.replayed_at IS NULL AND dead.reaction = %s AND event.name = %s ORDER BY dead.id""",
        [reaction, name],
    )
    return tuple(id for (id,) in rows)


def dead_kinds(*, limit: int) -> tuple[DeadKind, ...]:
    """The same by reaction and event, that of which the first died longest ago first."""
    rows = fetch(
        """SELECT dead.reaction, event.name, count(*), min(dead.died_at), max(dead.died_at),
                  (array_agg(dead.error ORDER BY dead.id DESC))[1]
             FROM kernel_dead_letter AS dead JOIN kernel_outbox AS event ON event.id = dead.event_id
            WHERE dead.replayed_at IS NULL GROUP BY dead.reaction, event.name ORDER BY min(dead.id) LIMIT %s""",
        [limit],
    )
    return tuple(DeadKind(*row) for row in rows)
