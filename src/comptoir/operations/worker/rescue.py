"""Jobs that nobody works on any more: their worker was killed, or lost the database while it told what it did."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from procrastinate import App, JobContext
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.worker import Worker

HEARTBEAT_SECONDS = 3.0
STALLED_AFTER_SECONDS = 15.0
LOOK_EVERY_SECONDS = 5.0

log = logging.getLogger(__name__)


class Rescue:
    """Gives such jobs back, so that they are run again: every job can be run twice.

    Of a worker that is gone, the silence of its heart tells. One that lives knows what it works on; what else the
    queue believes it to do was lost on the way to it or from it. Between taking a job and working on it, or having done
    it and having said so, pass moments: what is lost is what is seen at two looks.
    """

    def __init__(self, jobs: App) -> None:
        self._jobs = jobs.job_manager
        self._worker_id: int | None = None
        self._at_work: set[int | None] = set()
        self._suspects: set[int | None] = set()

    async def watch(self, work: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker) -> Any:
        """Around every job; as procrastinate wants it (``worker_middleware``)."""
        self._worker_id = worker.worker_id
        self._at_work.add(context.job.id)
        try:
            return await work()
        finally:
            self._at_work.discard(context.job.id)

    async def keep_looking(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def look(self) -> None:
        for job in await self._jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
            await self._give_back(job, "its worker is gone")
        if self._worker_id is None:
            return
        believed = await self._jobs.list_jobs_async(status="doing", worker_id=self._worker_id)
        idle = {job.id: job for job in believed if job.id not in self._at_work}
        for id in self._suspects & set(idle):
            await self._give_back(idle.pop(id), "nobody works on it")
        self._suspects = set(idle)

    async def _give_back(self, job: Job, because: str) -> None:
        log.warning("job given back", extra={"job": job.id, "task": job.task_name, "because": because})
        try:
            await self._jobs.retry_job(job)
        except UniqueViolation:
            # Its next run waits already, behind this one, and does all that this one would have done.
            await self._jobs.finish_job(job, status=Status.ABORTED, delete_job=True)
