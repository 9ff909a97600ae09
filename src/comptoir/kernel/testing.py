"""What tests of every domain need: actors, an instant, and real threads that really collide."""

import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from django.apps import apps
from django.db import connection

from comptoir.kernel import notices
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import fetch, jsonb

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday, noon in Paris


def anybody(*permissions: str, markets: frozenset[str] | None = ALL_MARKETS) -> Actor:
    """A person with exactly these permissions."""
    return Actor(
        ActorKind.PERSON, "00000000-0000-7000-8000-000000000001", "Camille Test", frozenset(permissions), markets
    )


NOBODY = anybody()
OWNER = anybody("*")


def at_once[T](actions: Sequence[Callable[[], T]], *, patience_seconds: float = 60) -> list[T | Exception]:
    """Run all actions in threads that start together; returns each one's answer or the exception it raised."""
    gate = threading.Barrier(len(actions))

    def run(action: Callable[[], T]) -> T | Exception:
        try:
            gate.wait(timeout=patience_seconds)
            return action()
        except Exception as error:  # noqa: BLE001 - whatever happened is the answer
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(actions)) as pool:
        return list(pool.map(run, actions, timeout=patience_seconds))


def hear_all_notices(*, patience_seconds: float = 10) -> None:
    """Wait until this process, which listens, has heard every notice of what is committed: they come in that order.

    Otherwise a late one makes it forget what a test has just made it remember.
    """
    last = new_id().hex
    heard = threading.Event()

    def hear(keys: Collection[str] | None) -> None:
        if keys and last in keys:
            heard.set()

    notices.on_notice("testing", hear)
    fetch("SELECT pg_notify(%s, %s)", [notices.CHANNEL, f"testing {last}"])
    if not heard.wait(patience_seconds):
        raise TimeoutError("the last notice was not heard")


def make_dead_letter(name: str = "orders.order_paid.1", *, reaction: str = "some.reaction", error: str = "boom") -> int:
    """An event long delivered, on which a reaction has given up; returns the letter's id."""
    ((id,),) = fetch(
        """WITH told AS (
               INSERT INTO kernel_outbox (name, lane, subject, payload, emitted_at, due_at, attempts, delivered_at)
               VALUES (%(name)s, 'urgent', '', '{}', %(now)s, %(now)s, 0, %(now)s) RETURNING id)
           INSERT INTO kernel_dead_letter (event_id, reaction, error, died_at)
           SELECT id, %(reaction)s, %(error)s, %(now)s FROM told RETURNING id""",
        {"name": name, "reaction": reaction, "error": error, "now": NOON},
    )
    return int(id)


def make_failed_job(name: str = "some.job", *, lock: str | None = None, **arguments: object) -> int:
    """A job that failed at every try; ``lock`` as jobs of a clock have one, so that none waits twice."""
    ((id,),) = fetch(
        """WITH job AS (
               INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, queueing_lock)
               VALUES ('default', %(name)s, %(arguments)s, 'failed', 10, %(lock)s) RETURNING id)
           INSERT INTO procrastinate_events (job_id, type, at)
           SELECT id, 'failed', %(now)s FROM job RETURNING job_id""",
        {"name": name, "arguments": jsonb(arguments), "lock": lock, "now": NOON},
    )
    return int(id)


def snapshot() -> dict[str, str]:
    """A digest of every table of ours: equal before and after means that nothing at all was changed."""
    ours = [model._meta.db_table for model in apps.get_models() if _is_ours(model.__module__)]
    digests = [
        f"SELECT '{table}', md5(string_agg(row::text, '|' ORDER BY row::text)) FROM {table} AS row" for table in ours
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(digests))
        return dict(cursor.fetchall())


def _is_ours(module: str) -> bool:
    return module.startswith("comptoir.") and ".tests." not in module
