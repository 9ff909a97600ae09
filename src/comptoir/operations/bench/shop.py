"""A running shop: the real supervisor with everything it starts, watched from outside."""

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from comptoir.operations.bench.generator.line import Line
from comptoir.operations.bench.place import COMPTOIR, HOST, NotMade, Place, free_port
from comptoir.operations.bench.processor import family
from comptoir.operations.postgres import addresses
from comptoir.operations.postgres.server import find
from comptoir.operations.processes.facts import marked_with, send
from comptoir.operations.processes.spawning import Conditions, spawn
from comptoir.operations.supervisor.plan import MARK, Plan

READY_SECONDS, STOPPING_SECONDS, QUIET_SECONDS = 600.0, 60.0, 1_800.0
_LAG = re.compile(r"^comptoir_outbox_lag_seconds\{[^}]*\} (\S+)", re.MULTILINE)
_DOING = re.compile(r'^comptoir_jobs\{state="doing"\} (\S+)', re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Shop:
    """Where it answers, and its plan. ``started_in`` is what it took from the command to its first page."""

    plan: Plan
    process: subprocess.Popen[bytes]
    started_in: float

    @property
    def port(self) -> int:
        return self.plan.port

    @property
    def bare_port(self) -> int:
        """Kept free for the bare server."""
        return self.plan.port + 2

    def line(self) -> Line:
        return Line(HOST, self.port)

    def database(self, *, role: str = addresses.OWNER) -> str:
        return addresses.conninfo(self.plan.home, role=role)

    def pids(self, process: str = "") -> list[int]:
        """The processes that the supervisor has started, or those that are this to the settings ("web", "worker")."""
        ours = set(marked_with(MARK, self.plan.mark))
        return sorted(ours & set(marked_with("COMPTOIR_PROCESS", process)) if process else ours)

    def groups(self) -> dict[str, list[int]]:
        """All processes of the installation, by what they are."""
        server = find(self.plan.home)
        return {
            "web": self.pids("web"),
            "worker": self.pids("worker"),
            "simulator": self.pids("simulator"),
            "supervisor": [self.process.pid],
            "database": list(family(server.pid if server is not None else 0)),
        }

    @contextmanager
    def worker_paused(self) -> Iterator[None]:
        """The worker stands still, so that what is measured meanwhile has the machine for itself."""
        pids = self.pids("worker")
        for pid in pids:
            send(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                send(pid, signal.SIGCONT)

    def wait_until_quiet(self) -> None:
        """Until every event is delivered and no job runs, seen twice.

        :raises NotMade: when that does not come about within half an hour.
        """
        deadline, quiet = time.monotonic() + QUIET_SECONDS, 0
        with self.line() as line:
            while quiet < 2:
                if time.monotonic() > deadline:
                    raise NotMade("The worker is still busy after half an hour; see logs/worker.log of the home.")
                told = line.ask("GET", "/metrics", headers={}).body.decode()
                busy = [float(number) for number in (*_LAG.findall(told), *_DOING.findall(told))]
                quiet = 0 if any(busy) else quiet + 1
                time.sleep(0.5)

    def tidy_database(self) -> None:
        """Statistics up to date, what was written on disk: every measurement begins the same."""
        with psycopg.connect(self.database(role=addresses.SUPERUSER), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")


@contextmanager
def running_shop(place: Place, *, page_cache_mb: int | None) -> Iterator[Shop]:
    """`comptoir up` in that home on free ports, until the end of the with.

    :raises NotMade: when it does not start, with its last words.
    """
    plan = place.plan(port=free_port(), page_cache_mb=page_cache_mb)
    log = place.home / "up.log"
    began = time.monotonic()
    with log.open("wb") as output:
        process = spawn(
            [*COMPTOIR, "up"],
            conditions=Conditions(at_our_end=signal.SIGTERM),
            environ=plan.environ,
            output=output,
            folder=str(Path.cwd()),
        )
    try:
        _wait(process, log)
        yield Shop(plan=plan, process=process, started_in=time.monotonic() - began)
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while "Ready after" not in (said := log.read_text(errors="replace")):
        if process.poll() is not None or time.monotonic() > deadline:
            words = "\n    ".join(said.strip().splitlines()[-8:])
            raise NotMade(f"The shop to be measured does not start. Its last words:\n    {words}")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """The supervisor stops all that it has started; were it killed, all of that would end with it."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOPPING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
