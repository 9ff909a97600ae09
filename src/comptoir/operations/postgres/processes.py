"""What the system knows of a server's processes: alive, zombie, or somebody else with the same number."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from comptoir.operations.processes.facts import LINUX, all_processes, exists, is_zombie, send, told_by_ps


@dataclass(frozen=True)
class PidFile:
    """What PostgreSQL writes into postmaster.pid; `status` is starting, ready, stopping or standby."""

    pid: int
    status: str


def read_pid_file(path: Path) -> PidFile | None:
    """The running server's own note, or None when there is none or it is not yet complete."""
    try:
        lines = path.read_text().splitlines()
        pid = abs(int(lines[0]))
    except (OSError, ValueError, IndexError):
        return None
    # The status is the eighth line and appears last.
    return PidFile(pid=pid, status=lines[7].strip() if len(lines) > 7 else "starting")


def is_server_of(pid: int, data: Path) -> bool:
    """Whether this process is alive, no zombie, and works in this data folder.

    PostgreSQL itself only asks whether the number is in use: it takes a zombie, or a stranger who was given the number
    after a restart of the machine, for a running server and refuses to start.
    """
    if not exists(pid) or is_zombie(pid):
        return False
    if not LINUX:
        return "postgres" in told_by_ps(pid, "command")
    try:
        # By identity, not by path: the server may see its folder under another path than we do.
        return os.path.samestat(Path(f"/proc/{pid}/cwd").stat(), data.stat())
    except OSError:
        return False


def orphans_of(data: Path) -> list[int]:
    """Processes still at work in a data folder whose server is gone (Linux; elsewhere PostgreSQL itself checks)."""
    return [pid for pid in all_processes() if is_server_of(pid, data)]


def end_orphans(data: Path, *, patience: float = 5.0) -> list[int]:
    """Wait for the orphans of a killed server to end by themselves, then end them; returns those still there."""
    deadline = time.monotonic() + patience
    hard_deadline = deadline + patience
    while (left := orphans_of(data)) and time.monotonic() < hard_deadline:
        if time.monotonic() > deadline:
            # They serve nobody any more, and a second server beside them would ruin the data.
            for pid in left:
                send(pid, signal.SIGKILL)
        time.sleep(0.02)
    return left
