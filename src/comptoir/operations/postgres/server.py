"""Starting, finding and stopping the embedded server of one home."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from psycopg.pq import PGconn, Ping

from comptoir.operations.postgres import addresses, cluster
from comptoir.operations.postgres.account import server_account
from comptoir.operations.postgres.binaries import Binaries, find_binaries, within_reach
from comptoir.operations.postgres.errors import HomeUnusable, StartFailed, StopFailed
from comptoir.operations.postgres.explain import explanation
from comptoir.operations.postgres.places import Places, places_of
from comptoir.operations.postgres.processes import end_orphans, is_server_of, read_pid_file
from comptoir.operations.postgres.spawn import Surroundings, surroundings
from comptoir.operations.processes.facts import exists, is_zombie, send
from comptoir.operations.processes.locks import locked

StopMode = Literal["smart", "fast", "immediate"]
SIGNALS = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}
# Recovery after a crash replays what was written since the last checkpoint: minutes on a slow disk, never hurried.
START_PATIENCE = 600.0
POLL = 0.01

Progress = Callable[[str], None]


@dataclass
class Server:
    """A running server. `process` is set when it is our direct child, None when somebody else started it."""

    places: Places
    pid: int
    process: subprocess.Popen[bytes] | None = None

    def conninfo(self, *, role: str = addresses.OWNER, database: str = addresses.DATABASE) -> str:
        return addresses.conninfo(self.places.home, role=role, database=database)

    def url(self, *, role: str = addresses.OWNER, database: str = addresses.DATABASE) -> str:
        return addresses.url(self.places.home, role=role, database=database)

    def alive(self) -> bool:
        """Whether it still runs; reaps it when it was our child and has ended."""
        if self.process is not None:
            return self.process.poll() is None
        return is_server_of(self.pid, self.places.data)


def start(home: Path, *, tied: bool = False, durable: bool = True, progress: Progress = lambda _line: None) -> Server:
    """The running server of this home: found if there is one, else started (and made, the first time).

    `tied`: the server ends with the calling thread, however that ends (Linux). `durable=False` is for tests only.
    :raises PostgresError: with what is wrong and what to do, in one sentence or two.
    """
    places = places_of(home)
    cluster.make_folders(places)
    with locked(places.lock):
        return start_locked(places, tied=tied, durable=durable, progress=progress)


def start_locked(places: Places, *, tied: bool, durable: bool, progress: Progress) -> Server:
    """As `start`, for a caller that already holds the lock."""
    running = _find(places)
    if running is not None:
        return running
    _clear_remains(places)
    account = server_account(places.data)
    cluster.make_base(places, account)
    around = surroundings(places, account)
    binaries = _programs(around)
    if cluster.major_of(places.data) is None:
        progress("Making the database")
        cluster.initialise(around, binaries)
    cluster.write_configuration(around, durable=durable)
    server = _launch(around, binaries, tied=tied, progress=progress)
    cluster.prepare_contents(places)
    return server


def find(home: Path) -> Server | None:
    """The running server of this home, or None; starts nothing."""
    places = places_of(home)
    note = read_pid_file(places.pid_file)
    return Server(places, note.pid) if note is not None and is_server_of(note.pid, places.data) else None


def stop(home: Path, *, mode: StopMode = "fast", patience: float = 30.0) -> bool:
    """Stop this home's server, whoever started it; False when none runs."""
    server = find(home)
    if server is None:
        return False
    with locked(server.places.lock):
        stop_server(server, mode=mode, patience=patience)
    return True


def stop_server(server: Server, *, mode: StopMode = "fast", patience: float = 30.0) -> None:
    """Stop it and wait for its end. After `patience` seconds it is told to drop everything (nothing committed is lost).

    :raises StopFailed: when even that does not end it.
    """
    for how, limit in ((mode, patience), ("immediate", 15.0)):
        if not server.alive() or not send(server.pid, SIGNALS[how]) or _gone_within(server, limit):
            return _remove_outside_folders(server.places)
    raise StopFailed(f"PostgreSQL (process {server.pid}) does not end. See {server.places.log}.")


def _remove_outside_folders(places: Places) -> None:
    for folder in (places.sockets, places.view):
        # Empty by now; the one inside the home stays.
        if folder.exists() and not folder.is_relative_to(places.home) and not any(folder.iterdir()):
            folder.rmdir()


def _gone_within(server: Server, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not server.alive():
            return True
        time.sleep(POLL)
    return False


def _find(places: Places) -> Server | None:
    """The running server once it accepts connections; waits for one that is still starting or just stopping."""
    deadline = time.monotonic() + START_PATIENCE
    while (note := read_pid_file(places.pid_file)) is not None and is_server_of(note.pid, places.data):
        # Asked, not only read: a server that was just killed leaves a note that says it is ready.
        if note.status == "ready" and _answers(places):
            return Server(places, note.pid)
        if time.monotonic() > deadline:
            raise StartFailed(f"PostgreSQL (process {note.pid}) is neither ready nor ending. See {places.log}.")
        time.sleep(POLL)
    return None


def _answers(places: Places) -> bool:
    conninfo = addresses.conninfo(places.home, role=addresses.SUPERUSER, database="postgres")
    return PGconn.ping(conninfo.encode()) == Ping.OK


def _clear_remains(places: Places) -> None:
    """End what a killed server left behind, and drop its notes where PostgreSQL would misread them."""
    left = end_orphans(places.data) if places.data.exists() else []
    if left:
        raise StartFailed(
            f"Processes of a killed PostgreSQL do not end: {', '.join(map(str, left))}. End them, then retry."
        )
    for note_file in (places.pid_file, places.sockets / ".s.PGSQL.5432.lock"):
        note = read_pid_file(note_file)
        # A zombie, or a stranger with the same number: PostgreSQL would take either for a running server and refuse.
        if note is not None and (is_zombie(note.pid) or (exists(note.pid) and not is_server_of(note.pid, places.data))):
            note_file.unlink()


def _programs(around: Surroundings) -> Binaries:
    found = find_binaries(environ=os.environ, major=cluster.major_of(around.places.data))
    return within_reach(found, account=around.account, places=around.places)


def _launch(around: Surroundings, binaries: Binaries, *, tied: bool, progress: Progress) -> Server:
    places = around.places
    program = around.seen(binaries.folder / "postgres")
    with _appended(places.log) as log:
        told_before = os.fstat(log.fileno()).st_size
        process = around.spawn([program, "-D", around.seen(places.data)], output=log, tied=tied)
    server = Server(places, process.pid, process)
    deadline = time.monotonic() + START_PATIENCE
    patient_until = time.monotonic() + 3.0
    while process.poll() is None:
        note = read_pid_file(places.pid_file)
        if note is not None and note.pid == process.pid and note.status == "ready":
            return server
        if time.monotonic() > deadline:
            stop_server(server, mode="immediate")
            raise StartFailed(
                f"PostgreSQL was not ready after {START_PATIENCE:.0f} s and was stopped. See {places.log}."
            )
        if time.monotonic() > patient_until:
            progress("PostgreSQL is recovering after having been cut off; nothing committed is lost")
            patient_until = deadline
        time.sleep(POLL)
    with places.log.open("rb") as log:
        log.seek(told_before)
        said = log.read().decode(errors="replace")
    raise _failure(said, around)


def _failure(said: str, around: Surroundings) -> Exception:
    places = around.places
    if said.startswith("confine:"):
        return HomeUnusable(
            f"The database runs as '{around.account.name}', to whom a folder above {places.home} is closed "
            f"({said.strip().removeprefix('confine: ')}). Set COMPTOIR_HOME to a folder it can reach."
        )
    return StartFailed(f"PostgreSQL did not start: {explanation(said, home=places.home, log=places.log)}.")


def _appended(path: Path) -> IO[bytes]:
    """The log opened for adding to it, readable by us only."""
    path.touch(mode=0o600)
    return path.open("ab", buffering=0)
