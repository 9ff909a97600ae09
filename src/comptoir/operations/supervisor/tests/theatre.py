"""A running `up` for tests: started as a process of its own, watched from outside, killed without mercy."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from comptoir.operations.postgres.places import places_of
from comptoir.operations.postgres.processes import read_pid_file
from comptoir.operations.processes.facts import marked_with
from comptoir.operations.supervisor.plan import MARK
from comptoir.operations.supervisor.tests.stage import MODULE


def free_port() -> int:
    """A port whose next one is free as well."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def until[T](found: Callable[[], T], what: str, *, seconds: float = 15.0) -> T:
    """The first true answer."""
    deadline = time.monotonic() + seconds
    while True:
        answer = found()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.02)


def children_of(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in ("Z", "X")
    except OSError:
        return True


class Theatre:
    """One home, one port, and an `up` that can be started again and again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None

    def command(self) -> list[str]:
        return [sys.executable, "-m", MODULE, "up", str(self.home), str(self.port)]

    def start(self, **environ: str) -> None:
        self.process = subprocess.Popen(
            self.command(),
            env={**os.environ, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def start_and_wait(self, **environ: str) -> str:
        """Start, and return what was said until everything was up."""
        self.start(**environ)
        said = ""
        stream = self.running().stdout
        assert stream is not None
        for line in stream:
            said += line
            if "Ready after" in line:
                return said
        raise AssertionError(f"it ended instead:\n{said}")

    def running(self) -> subprocess.Popen[str]:
        assert self.process is not None
        return self.process

    def child(self, word: str) -> int:
        """The child whose command line holds a word."""
        found = [pid for pid in children_of(self.running().pid) if word in command_line(pid)]
        return found[0] if found else 0

    def server_pid(self) -> int:
        note = read_pid_file(self.home / "postgres" / "data" / "postmaster.pid")
        return note.pid if note is not None else 0

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)

    def kill_together(self, *pids: int) -> None:
        """At one moment: all of them stand still first, so that none of them does anything about another's end."""
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, number)

    def end(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Ask it to stop; exit status and the rest of what it said."""
        process = self.running()
        process.send_signal(number)
        said, _ = process.communicate(timeout=30)
        return process.returncode, said

    def clear(self) -> None:
        """After the test: nothing of it may run on."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.communicate(timeout=30)
        for pid in marked_with(MARK, places_of(self.home).fingerprint):
            self.kill(pid)

    def ask(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return str(answer.read().decode())

    def ask_patiently(self, path: str) -> str:
        def try_once() -> str:
            try:
                return self.ask(path)
            except (URLError, OSError):
                return ""

        return until(try_once, f"an answer from {path}")
