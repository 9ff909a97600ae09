"""What the system knows of a process: there, zombie, marked as ours."""

import os
import signal
import subprocess
import sys
from pathlib import Path

LINUX = sys.platform == "linux"


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
        return told_by_ps(pid, "state").startswith("Z")
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    # The name stands in brackets and may hold anything, brackets too.
    return text.rpartition(")")[2].split()[0] in ("Z", "X")


def send(pid: int, number: signal.Signals) -> bool:
    """Send a signal; False when the process is already gone."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def all_processes() -> list[int]:
    """Every process number but our own (Linux; elsewhere none)."""
    if not LINUX:
        return []
    return [
        int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and int(entry.name) != os.getpid()
    ]


def marked_with(name: str, value: str) -> list[int]:
    """Processes that were started with this in their environment, which all their descendants inherit (Linux).

    A mark cannot be mistaken, unlike a process number noted in a file, which may belong to a stranger by now.
    """
    mark = f"{name}={value}".encode()
    found = []
    for pid in all_processes():
        try:
            words = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if mark in words and not is_zombie(pid):
            found.append(pid)
    return found


def told_by_ps(pid: int, column: str) -> str:
    """One column of ps for a process, empty when it does not exist."""
    answer = subprocess.run(  # noqa: S603 - fixed words and a number
        ["ps", "-o", f"{column}=", "-p", str(pid)],  # noqa: S607 - its place differs from system to system
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.strip()
