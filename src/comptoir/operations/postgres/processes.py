"""What the system knows of a server's processes: alive, zombie, or somebody else with the same number."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

LINUX = sys.platform == "linux"


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
        return "postgres" in _told_by_ps(pid, "command")
    try:
        # By identity, not by path: the server may see its folder under another path than we do.
        return os.path.samestat(Path(f"/proc/{pid}/cwd").stat(), data.stat())
    except OSError:
        return False


def exists(pid: int) -> bool:
    """Whether the number is in use, zombies included."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_zombie(pid: int) -> bool:
    """Whether the process has ended and only waits for its parent to notice."""
    if not LINUX:
        return _told_by_ps(pid, "state").startswith("Z")
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    # The name stands in brackets and may hold anything, brackets too.
    return text.rpartition(")")[2].split()[0] in ("Z", "X")


def orphans_of(data: Path) -> list[int]:
    """Processes still at work in a data folder whose server is gone (Linux; elsewhere PostgreSQL itself checks)."""
    if not LINUX:
        return []
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in numbers if pid != os.getpid() and is_server_of(pid, data)]


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


def send(pid: int, number: signal.Signals) -> bool:
    """Send a signal; False when the process is already gone."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def _told_by_ps(pid: int, column: str) -> str:
    answer = subprocess.run(  # noqa: S603 - fixed words and a number
        ["ps", "-o", f"{column}=", "-p", str(pid)],  # noqa: S607 - its place differs from system to system
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.strip()
