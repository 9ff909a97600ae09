"""The running children: started, watched, brought back, stopped."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from comptoir.operations.processes.facts import marked_with, send
from comptoir.operations.processes.spawning import Conditions, spawn
from comptoir.operations.supervisor import logs
from comptoir.operations.supervisor.children import Child
from comptoir.operations.supervisor.plan import MARK, Plan
from comptoir.operations.supervisor.screen import Screen
from comptoir.operations.supervisor.signals import Signals

# A program that cannot start at all costs a little every ten seconds; a shop that is closed for longer costs more.
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
# Having run this long, a child's former ends are forgiven.
STEADY_AFTER = 60.0


@dataclass
class Member:
    """A child and its fate so far."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    pause: float = FIRST_PAUSE
    log_from: int = 0


class Crew:
    """The children of one plan."""

    def __init__(self, plan: Plan, children: tuple[Child, ...], screen: Screen) -> None:
        self._plan = plan
        self._screen = screen
        self._logs = plan.home / "logs"
        self.members = [Member(child) for child in children]

    def start(self, member: Member) -> None:
        """Start it with a log of its own; it ends with us."""
        child = member.child
        with logs.opened(self._logs, child.name) as log:
            member.log_from = os.fstat(log.fileno()).st_size
            member.process = spawn(
                list(child.command),
                conditions=Conditions(at_our_end=signal.SIGTERM, niceness=child.niceness),
                environ=self._plan.environ_of(child.process),
                output=log,
                folder=str(Path.cwd()),
            )
        member.started_at = time.monotonic()

    def ended(self) -> list[Member]:
        """Those that have ended since the last look, with all that they left behind ended too."""
        gone = [member for member in self.members if member.process is not None and member.process.poll() is not None]
        for member in gone:
            kill_group(member)
        return gone

    def tend(self) -> None:
        """Take note of the ends, and bring back whoever is due."""
        now = time.monotonic()
        for member in self.ended():
            lived = now - member.started_at
            member.pause = FIRST_PAUSE if lived > STEADY_AFTER else min(member.pause * 2, LONGEST_PAUSE)
            member.due_at = now + member.pause
            self._screen.step(member.child.name, f"{how_it_ended(member)}; back in {member.pause:.1f} s")
            member.process = None
        for member in self.members:
            if member.process is None and now >= member.due_at:
                self.start(member)

    def next_due(self) -> float:
        """Seconds until somebody must be brought back; a second when nobody."""
        waits = [member.due_at - time.monotonic() for member in self.members if member.process is None]
        return max(0.0, min([1.0, *waits]))

    def last_words(self, member: Member) -> list[str]:
        return logs.last_lines(self._logs, member.child.name, since=member.log_from)

    def stop(self, signals: Signals) -> None:
        """One after the other in the order of the table; whoever takes longer than granted is killed."""
        for member in self.members:
            if member.process is not None:
                if not self._ends_when_asked(member, signals) and signals.asked <= 1:
                    self._screen.step(member.child.name, "does not end when asked: killed")
                kill_group(member)
                member.process.wait()
                member.process = None

    def _ends_when_asked(self, member: Member, signals: Signals) -> bool:
        process, child = member.process, member.child
        if process is None or not send(process.pid, signal.SIGTERM):
            return True
        deadline = time.monotonic() + child.grace_seconds
        remind_at = time.monotonic() + 1.0
        while process.poll() is None:
            # A second Ctrl-C: whoever is at the terminal will not wait.
            if time.monotonic() > deadline or signals.asked > 1:
                return False
            if child.reminded and time.monotonic() > remind_at:
                os.killpg(process.pid, signal.SIGTERM)
                remind_at += 1.0
            signals.wait(0.1)
        return True


def kill_group(member: Member) -> None:
    """End what is left of a child's session: when only its head is cut, the web server's processes go on serving."""
    if member.process is not None:
        try:
            os.killpg(member.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def how_it_ended(member: Member) -> str:
    status = member.process.poll() if member.process is not None else None
    if status is None:
        return "ended"
    return f"ended by signal {-status}" if status < 0 else f"ended with status {status}"


def answers(url: str) -> bool:
    """Whether an HTTP server answers there, with anything but a failure of its own."""
    try:
        with urlopen(url, timeout=2):  # noqa: S310 - our own address
            return True
    except HTTPError as error:
        return error.code < 500
    except (URLError, OSError):
        return False


def end_remains(plan: Plan, *, patience: float = 5.0) -> int:
    """End children of a former `up` of this home that survived it; returns how many there were."""
    found = marked_with(MARK, plan.mark)
    for pid in found:
        send(pid, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while (left := marked_with(MARK, plan.mark)) and time.monotonic() < deadline + patience:
        if time.monotonic() > deadline:
            for pid in left:
                send(pid, signal.SIGKILL)
        time.sleep(0.05)
    return len(found)
