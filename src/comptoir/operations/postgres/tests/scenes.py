"""What the launcher's tests do to a server: write, kill everything, look at processes. Uses nothing of the launcher."""

import os
import signal
import time
from pathlib import Path

import psycopg


def children_of(pid: int) -> list[int]:
    """The direct children of a process."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def kill_everything(pid: int) -> None:
    """kill -9 the server and all its processes, the server first so that it cannot tidy up."""
    victims = [pid, *children_of(pid)]
    for victim in victims:
        os.kill(victim, signal.SIGKILL)


def state_of(pid: int) -> str:
    """R, S, Z …, or 'gone'."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "gone"


def wait_until_ended(pid: int, *, seconds: float = 10.0) -> None:
    """Wait until the process is gone or a zombie."""
    deadline = time.monotonic() + seconds
    while state_of(pid) not in ("gone", "Z"):
        assert time.monotonic() < deadline, f"process {pid} is still there"
        time.sleep(0.01)


def write_rows(conninfo: str, numbers: range) -> None:
    """Write numbers, each in a transaction of its own."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int PRIMARY KEY)")
        for number in numbers:
            connection.execute("INSERT INTO kept VALUES (%s)", [number])


def rows_kept(conninfo: str) -> list[int]:
    """The numbers that were written, in order."""
    with psycopg.connect(conninfo) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM kept ORDER BY number")]
