import asyncio
from collections.abc import Awaitable, Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from procrastinate import App, JobContext
from procrastinate.contrib.django.procrastinate_app import app
from procrastinate.jobs import Job

from comptoir.kernel.housekeeping import forget_old_records
from comptoir.kernel.sql import execute, fetch
from comptoir.operations.worker.rescue import Rescue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_queue(transactional_db: None) -> Iterator[None]:
    """Those of the workers are the library's own: nobody else empties them between tests."""
    execute("DELETE FROM procrastinate_jobs")
    yield
    execute("DELETE FROM procrastinate_workers")


def with_queue(story: Callable[[App], Awaitable[None]]) -> None:
    """As the worker opens it."""

    async def tell(jobs: App) -> None:
        async with jobs.open_async():
            await story(jobs)

    with app.replace_connector(app.connector.get_worker_connector()) as jobs:  # type: ignore[attr-defined]  # of the Django connector
        asyncio.run(tell(jobs))


async def beside[**P, T](act: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """Django's connection is for threads that may wait, and is closed with them."""

    def act_and_close() -> T:
        try:
            return act(*arguments, **options)
        finally:
            connection.close()

    return await asyncio.to_thread(act_and_close)


async def taken(jobs: App, worker_id: int) -> Job:
    """The next job, as a worker takes it."""
    job = await jobs.job_manager.fetch_job(queues=None, worker_id=worker_id)
    assert job is not None
    return job


def statuses() -> dict[int, str]:
    return dict(fetch("SELECT id, status::text FROM procrastinate_jobs"))


def test_what_was_lost_on_the_way_is_given_back_and_what_is_worked_on_is_not() -> None:
    for _ in range(2):
        forget_old_records.enqueue()
    seen: list[dict[int, str]] = []
    ids: list[int | None] = []

    async def story(jobs: App) -> None:
        worker: Any = SimpleNamespace(worker_id=await jobs.job_manager.register_worker())
        at_work, lost = await taken(jobs, worker.worker_id), await taken(jobs, worker.worker_id)
        ids.extend((at_work.id, lost.id))
        rescue = Rescue(jobs)

        async def work() -> None:
            for _ in range(2):
                await rescue.look()
                seen.append(await beside(statuses))

        await rescue.watch(
            work, JobContext(app=jobs, job=at_work, start_timestamp=0, abort_reason=lambda: None), worker
        )

    with_queue(story)
    assert seen == [{ids[0]: "doing", ids[1]: "doing"}, {ids[0]: "doing", ids[1]: "todo"}]


def test_where_the_next_run_waits_already_the_lost_one_makes_way_for_it() -> None:
    """As with what runs every twenty seconds, one at a time: a worker that died in it must not hold up all others."""
    name = "comptoir.kernel.housekeeping.forget_old_records"
    once_at_a_time = app.configure_task(name=name, lock="alone", queueing_lock="alone", allow_unknown=True)
    ids: list[int] = [once_at_a_time.defer()]

    async def story(jobs: App) -> None:
        worker_id = await jobs.job_manager.register_worker()
        await taken(jobs, worker_id)
        ids.append(await beside(once_at_a_time.defer))
        assert await jobs.job_manager.fetch_job(queues=None, worker_id=worker_id) is None
        await beside(execute, "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
        await Rescue(jobs).look()
        assert await beside(statuses) == {ids[1]: "todo"}
        assert (await taken(jobs, worker_id)).id == ids[1]

    with_queue(story)


def test_jobs_of_a_worker_that_is_gone_are_given_back_at_once() -> None:
    forget_old_records.enqueue()

    async def story(jobs: App) -> None:
        for silent_for in (5, 20):
            worker_id = await jobs.job_manager.register_worker()
            await taken(jobs, worker_id)
            silence = (
                "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %s) WHERE id = %s"
            )
            await beside(execute, silence, [silent_for, worker_id])
            await Rescue(jobs).look()
            found = list((await beside(statuses)).values())
            assert found == ["doing" if silent_for == 5 else "todo"]
            await beside(execute, "UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL")

    with_queue(story)
