"""Jobs: ``django.tasks`` is what code calls, procrastinate is what runs it.

A job is enqueued in the caller's transaction: it exists if and only if the change does. Every job can be run twice.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.tasks import TaskResult, TaskResultStatus, task
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import Task
from procrastinate import RetryStrategy
from procrastinate.contrib.django.procrastinate_app import app as queue

from comptoir.kernel import clock
from comptoir.kernel.sql import execute, fetch

RETRY = RetryStrategy(max_attempts=10, exponential_wait=3)


class ProcrastinateBackend(BaseTaskBackend):
    """The ``django.tasks`` backend over procrastinate's tables, on Django's own connection."""

    supports_defer = True
    supports_priority = True

    def enqueue[**P, R](self, task: "Task[P, R]", args: Any, kwargs: Any) -> "TaskResult[P, R]":
        self.validate_task(task)
        if args:
            raise TypeError("jobs take keyword arguments only: they are read by people in the job table")
        deferrer = queue.configure_task(
            name=_name(task.func),
            queue=task.queue_name,
            priority=task.priority,
            schedule_at=task.run_after,
            allow_unknown=True,
        )
        job_id = deferrer.defer(**kwargs)
        return TaskResult(
            task=task,
            id=str(job_id),
            status=TaskResultStatus.READY,
            enqueued_at=clock.real_now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=[],
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def _name(run: Callable[..., Any]) -> str:
    return f"{run.__module__}.{run.__qualname__}"


def job[**P](
    *, every: str | None = None, queue_name: str = "default", retry: RetryStrategy = RETRY, alone: bool = False
) -> Callable[[Callable[P, None]], Any]:
    """Declare a job; call ``.enqueue(**arguments)`` on it with what JSON can hold.

    ``every`` is a cron line (five fields, UTC; a sixth for seconds): the job then also runs by itself, no arguments.
    """

    def declare(run: Callable[P, None]) -> Any:
        lock = _name(run) if alone else None
        queue.task(name=_name(run), queue=queue_name, retry=retry, lock=lock)(run)
        if every is not None:
            _run_periodically(run, every, queue_name, lock)
        return task(queue_name=queue_name)(run)

    return declare


def _run_periodically(run: Callable[..., None], cron: str, queue_name: str, lock: str | None) -> None:
    def at_the_hour(timestamp: int) -> None:
        run()

    # queueing_lock: when the worker was away, the missed runs collapse into one.
    name = f"{_name(run)}.periodic"
    periodic = queue.task(name=name, queue=queue_name, lock=lock, queueing_lock=name)(at_the_hour)
    queue.periodic(cron=cron)(periodic)


def jobs_by_status() -> dict[str, int]:
    """How many jobs wait, run or have failed; none is told as 0, so that a graph of them has no holes."""
    found = fetch("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
    return dict.fromkeys(("todo", "doing", "failed"), 0) | dict(found)


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that failed at every try. ``failed_at`` is when it was given up."""

    id: int
    name: str
    arguments: dict[str, Any]
    tries: int
    failed_at: datetime


def failed_jobs(*, each: int) -> tuple[FailedJob, ...]:
    """Jobs that are not tried any more, so many of each name at most, longest ago first."""
    rows = fetch(
        """SELECT id, task_name, args, attempts, (SELECT max(at) FROM procrastinate_events WHERE job_id = placed.id)
             FROM (SELECT id, task_name, args, attempts, row_number() OVER (PARTITION BY task_name ORDER BY id) AS place
                     FROM procrastinate_jobs WHERE status = 'failed') AS placed
            WHERE place <= %s ORDER BY id""",
        [each],
    )
    return tuple(FailedJob(*row) for row in rows)


def failed_job_ids(*, name: str) -> tuple[int, ...]:
    """All of one name."""
    rows = fetch("SELECT id FROM procrastinate_jobs WHERE status = 'failed' AND task_name = %s ORDER BY id", [name])
    return tuple(id for (id,) in rows)


@dataclass(frozen=True, slots=True)
class FailedKind:
    """All jobs of one name that failed for good. ``arguments`` and ``tries`` are of the last."""

    name: str
    count: int
    since: datetime
    last_at: datetime
    arguments: dict[str, Any]
    tries: int


def failed_kinds(*, limit: int) -> tuple[FailedKind, ...]:
    """The same by name, that of which the first was given up longest ago first."""
    rows = fetch(
        """SELECT job.task_name, count(*), min(ended.at), max(ended.at),
                  (array_agg(job.args ORDER BY job.id DESC))[1], (array_agg(job.attempts ORDER BY job.id DESC))[1]
             FROM procrastinate_jobs AS job
             CROSS JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events WHERE job_id = job.id) AS ended
            WHERE job.status = 'failed' GROUP BY job.task_name ORDER BY min(job.id) LIMIT %s""",
        [limit],
    )
    return tuple(FailedKind(*row) for row in rows)


def replay_jobs(*, ids: Collection[int]) -> int:
    """Have these jobs that failed for good tried again, as often as new ones; returns how many of them that answers.

    Of jobs that never wait twice (those a clock sets off) one stands for all, and for none where the next waits
    already, as when a worker was away: the others are ended.
    """
    for last in (False, False, True):
        try:
            with transaction.atomic():
                return execute(_AGAIN, {"ids": list(ids)})
        except IntegrityError:
            # The clock has set off the next one meanwhile; now it is seen.
            if last:
                raise
    return 0


_AGAIN = """
    WITH locked AS (
        SELECT id, queueing_lock FROM procrastinate_jobs WHERE status = 'failed' AND id = ANY(%(ids)s)
         ORDER BY id FOR NO KEY UPDATE),
    chosen AS (
        SELECT id, queueing_lock IS NULL OR (
                   row_number() OVER (PARTITION BY queueing_lock ORDER BY id DESC) = 1
                   AND NOT EXISTS (SELECT FROM procrastinate_jobs AS waiting
                                    WHERE waiting.queueing_lock = locked.queueing_lock AND waiting.status = 'todo')
               ) AS runs FROM locked)
    UPDATE procrastinate_jobs AS job
       SET status = (CASE WHEN runs THEN 'todo' ELSE 'cancelled' END)::procrastinate_job_status,
           attempts = CASE WHEN runs THEN 0 ELSE attempts END,
           scheduled_at = CASE WHEN runs THEN NULL ELSE scheduled_at END
      FROM chosen WHERE job.id = chosen.id
"""
