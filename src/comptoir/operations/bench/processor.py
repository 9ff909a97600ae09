"""Processor time: what an answer costs, however busy others keep the machine meanwhile. Told on Linux only."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from comptoir.operations.processes.facts import LINUX, all_processes

type Groups = Callable[[], Mapping[str, Collection[int]]]
"""The processes that are looked at, by what they are."""

_TICKS = os.sysconf("SC_CLK_TCK")
# Of the first line of /proc/stat: user, nice, system, then idle and waiting, then interrupts, and what the host took.
_BUSY = (0, 1, 2, 5, 6, 7)


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Seconds of processor time: of our processes by group, and of everybody on this machine."""

    ours: Mapping[str, float] = field(default_factory=dict)
    everybody: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Counters:
    """What had been spent at one moment."""

    ours: Mapping[str, float]
    everybody: float

    @classmethod
    def now(cls, groups: Groups) -> "Counters":
        return cls(
            ours={name: sum(map(seconds_of, pids)) for name, pids in groups().items()},
            everybody=_seconds_of_everybody(),
        )

    def since(self, before: "Counters") -> Spent:
        """What was spent between the two."""
        return Spent(
            ours={name: max(0.0, seconds - before.ours.get(name, 0.0)) for name, seconds in self.ours.items()},
            everybody=self.everybody - before.everybody,
        )


def seconds_of(pid: int) -> float:
    """A process's own, with that of its children that have ended; 0 when it is not there."""
    fields = _status(pid)
    return sum(map(int, fields[11:15])) / _TICKS


def children_seconds() -> float:
    """That of the programs that this process has run to their end."""
    times = os.times()
    return times.children_user + times.children_system


def family(head: int) -> Iterator[int]:
    """A process and its children; none when there is no such process (0)."""
    if not head:
        return
    yield head
    yield from (pid for pid in all_processes() if _status(pid)[1:2] == [str(head)])


def _status(pid: int) -> list[str]:
    """What stands behind the name of a process: state, parent and so on. Nothing for one that has just ended."""
    if not LINUX:
        return []
    try:
        # The name stands in brackets and may hold anything, brackets too.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _seconds_of_everybody() -> float:
    if not LINUX:
        return 0.0
    counters = Path("/proc/stat").read_text().partition("\n")[0].split()[1:]
    return sum(int(counters[place]) for place in _BUSY) / _TICKS
