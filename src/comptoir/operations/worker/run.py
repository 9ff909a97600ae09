"""Runs jobs and delivers events in one process."""

import asyncio

from procrastinate import App
from procrastinate.contrib.django.procrastinate_app import app

from comptoir.domains.search.queries import search_engine
from comptoir.kernel.events.declare import Lane
from comptoir.kernel.notices import start_listening, stop_listening
from comptoir.operations.worker.relays import Relay
from comptoir.operations.worker.rescue import HEARTBEAT_SECONDS, STALLED_AFTER_SECONDS, Rescue

GRACE_SECONDS = 15.0


def run_worker(*, threads: int) -> None:
    """Work until SIGTERM or Ctrl-C; what is under way is finished within 15 s, or given back."""
    relays = [Relay(lane) for lane in Lane]
    start_listening()
    search_engine().tend()
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
        rescue = Rescue(jobs)
        looking = group.create_task(rescue.keep_looking())
        await jobs.run_worker_async(
            concurrency=threads,
            shutdown_graceful_timeout=GRACE_SECONDS,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_AFTER_SECONDS,
            worker_middleware=[rescue.watch],
            # What went well need not be kept; what failed is looked at.
            delete_jobs="successful",
        )
        looking.cancel()
