"""The relay: takes waiting events from the outbox and runs the reactions to them.

A batch is one transaction. Each reaction runs in a savepoint together with the proof of its having run; when one fails
only its own work is undone and its events come back later, alone and with growing pauses. After ``MAX_ATTEMPTS`` the
failure is kept as a dead letter and the event moves on, so that one poisoned event never blocks a subject for good.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.events.declare import Event, Lane, read_event
from comptoir.kernel.events.react import Reaction, all_reactions
from comptoir.kernel.sql import execute, fetch

MAX_ATTEMPTS = 12
BATCH = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event taken from the outbox, locked by this relay."""

    id: int
    attempts: int
    event: Event


def deliver(lane: Lane, *, limit: int = BATCH) -> int:
    """Deliver one batch; returns how many events it took. 0 means that nothing is waiting."""
    now = clock.real_now()
    with transaction.atomic(durable=True):
        waiting = _take(lane, now, limit)
        if not waiting:
            return 0
        failed: dict[int, datetime | None] = {}
        for reaction in all_reactions():
            mine = [item for item in waiting if item.event.NAME in reaction.event_names]
            for item, retry_at in _run(reaction, mine, now):
                failed[item.id] = retry_at if failed.get(item.id, retry_at) else None
        _close(waiting, failed, now)
    return len(waiting)


def _take(lane: Lane, now: datetime, limit: int) -> list[Waiting]:
    # Undelivered rows, never a growing cursor: a transaction that commits late would be skipped by one.
    rows = fetch(
        """SELECT id, attempts, name, payload FROM kernel_outbox AS waiting
            WHERE delivered_at IS NULL AND lane = %s AND due_at <= %s
              AND (subject = '' OR NOT EXISTS (
                   SELECT FROM kernel_outbox AS earlier
                    WHERE earlier.subject = waiting.subject AND earlier.id < waiting.id
                      AND earlier.delivered_at IS NULL))
            ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED""",
        [lane, now, limit],
    )
    return [Waiting(id, attempts, read_event(name, payload)) for id, attempts, name, payload in rows]


def _run(reaction: Reaction, items: Sequence[Waiting], now: datetime) -> list[tuple[Waiting, datetime | None]]:
    """Run one reaction on its events; returns those that failed, each with the time of its retry (None: dead)."""
    if not items:
        return []
    if reaction.together:
        try:
            _run_in_savepoint(reaction, items, now)
            return []
        except Exception:
            # One of them is poisoned: alone, each shows whether it is the one.
            log.warning("reaction failed on a batch, trying each", extra={"reaction": reaction.name}, exc_info=True)
    failed: list[tuple[Waiting, datetime | None]] = []
    for item in items:
        try:
            _run_in_savepoint(reaction, [item], now)
        except Exception as error:
            log.exception("reaction failed", extra={"reaction": reaction.name, "event_id": item.id})
            failed.append((item, _after_failure(reaction, item, error, now)))
    return failed


def _run_in_savepoint(reaction: Reaction, items: Sequence[Waiting], now: datetime) -> None:
    with transaction.atomic():
        fresh = fetch(
            """INSERT INTO kernel_reaction_done (event_id, reaction, done_at)
               SELECT id, %s, %s FROM unnest(%s::bigint[]) AS id ON CONFLICT DO NOTHING RETURNING event_id""",
            [reaction.name, now, [item.id for item in items]],
        )
        todo = [item.event for item in items if (item.id,) in fresh]
        if not todo:
            return
        actor, at = job_actor(reaction.name), clock.now()
        if reaction.together:
            reaction.run(todo, actor=actor, now=at)
        else:
            for event in todo:
                reaction.run(event, actor=actor, now=at)


def _after_failure(reaction: Reaction, item: Waiting, error: Exception, now: datetime) -> datetime | None:
    if item.attempts + 1 < MAX_ATTEMPTS:
        return now + timedelta(seconds=min(2**item.attempts, 600))
    execute(
        """INSERT INTO kernel_dead_letter (event_id, reaction, error, died_at) VALUES (%s, %s, %s, %s)
           ON CONFLICT (event_id, reaction) DO UPDATE SET error = excluded.error, died_at = excluded.died_at,
                                                          replayed_at = NULL""",
        [item.id, reaction.name, f"{type(error).__name__}: {error}", now],
    )
    return None


def _close(waiting: Sequence[Waiting], failed: dict[int, datetime | None], now: datetime) -> None:
    retried = {id: retry_at for id, retry_at in failed.items() if retry_at is not None}
    execute(
        "UPDATE kernel_outbox SET delivered_at = %s WHERE id = ANY(%s)",
        [now, [item.id for item in waiting if item.id not in retried]],
    )
    if retried:
        execute(
            """UPDATE kernel_outbox SET attempts = attempts + 1, due_at = retry.at
                 FROM unnest(%s::bigint[], %s::timestamptz[]) AS retry(id, at) WHERE kernel_outbox.id = retry.id""",
            [list(retried), list(retried.values())],
        )


def replay_dead_letters(*, ids: Collection[int] | None = None) -> int:
    """Put the events of these dead letters, or of all, back in the outbox; returns how many letters that answers.

    Of an event that goes out again, every reaction that is not done runs again, so all its letters count as played.
    """
    with transaction.atomic():
        rows = fetch(
            """WITH chosen AS (
                   SELECT DISTINCT event_id FROM kernel_dead_letter
                    WHERE replayed_at IS NULL AND (%(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s::bigint[]))),
               played AS (
                   UPDATE kernel_dead_letter SET replayed_at = %(now)s
                    WHERE replayed_at IS NULL AND event_id IN (SELECT event_id FROM chosen) RETURNING event_id),
               again AS (
                   UPDATE kernel_outbox SET delivered_at = NULL, attempts = 0, due_at = %(now)s
                    WHERE id IN (SELECT event_id FROM played))
               SELECT count(*) FROM played""",
            {"ids": None if ids is None else list(ids), "now": clock.real_now()},
        )
    return int(rows[0][0])


def lag_seconds(lane: Lane) -> float:
    """Age of the oldest waiting event of a lane, in seconds; 0 when none waits."""
    rows = fetch("SELECT min(emitted_at) FROM kernel_outbox WHERE delivered_at IS NULL AND lane = %s", [lane])
    oldest = rows[0][0]
    return 0.0 if oldest is None else max(0.0, (clock.real_now() - oldest).total_seconds())


def dead_letters() -> int:
    """How many reactions have failed for good and were not played again."""
    return int(fetch("SELECT count(*) FROM kernel_dead_letter WHERE replayed_at IS NULL")[0][0])
