"""Runs jobs and delivers events in one process."""

import asyncio
import logging

from procrastinate import App
from procrastinate.contrib.django.procrastinate_app import app

from comptoir.kernel.events.declare import Lane
from comptoir.kernel.notices import start_listening, stop_listening
from comptoir.operations.worker.relays import Relay

GRACE_SECONDS = 15.0
STALLED_AFTER_SECONDS = 30.0

log = logging.getLogger(__name__)


def run_worker(*, threads: int) -> None:
    """Work until SIGTERM or Ctrl-C; what is under way is finished within 15 s, or given back."""
    relays = [Relay(lane) for lane in Lane]
    start_listening()
    for relay in relays:
        relay.start()
    try:
        with app.replace_connector(app.connector.get_worker_connector()) as jobs:  # type: ignore[attr-defined]  # of the Django connector
            asyncio.run(_work(jobs, threads))
    finally:
        for relay in relays:
            relay.stop()
        stop_listening()


async def _work(jobs: App, threads: int) -> None:
    # In one group: when either fails, the process ends and is started again.
    async with jobs.open_async(), asyncio.TaskGroup() as group:
        rescue = group.create_task(_rescue(jobs))
        await jobs.run_worker_async(
            concurrency=threads,
            shutdown_graceful_timeout=GRACE_SECONDS,
            stalled_worker_timeout=STALLED_AFTER_SECONDS,
            # What went well need not be kept; what failed is looked at.
            delete_jobs="successful",
        )
        rescue.cancel()


async def _rescue(jobs: App) -> None:
    """Give jobs back whose worker was killed in the middle; every job can be run twice."""
    while True:
        for job in await jobs.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
            log.warning("job given back: its worker is gone", extra={"job": job.id, "task": job.task_name})
            await jobs.job_manager.retry_job(job)
        await asyncio.sleep(STALLED_AFTER_SECONDS / 2)
