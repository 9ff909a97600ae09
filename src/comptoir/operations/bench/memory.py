"""What each process holds in memory."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from comptoir.operations.bench.shop import Shop
from comptoir.operations.processes.facts import LINUX, told_by_ps

_NUMBERS = re.compile(r"^(Rss|Pss|VmRSS):\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Held:
    """In kilobytes, of each process and of all together. ``pss`` counts what several processes share by halves, thirds
    and so on, so it can be added up; 0 where the system does not tell it."""

    name: str
    each_rss_kb: tuple[int, ...]
    each_pss_kb: tuple[int, ...]
    rss_kb: int
    pss_kb: int

    @property
    def processes(self) -> int:
        return len(self.each_rss_kb)


def memory_of(shop: Shop) -> tuple[Held, ...]:
    """By what the processes are: web, worker, simulator, supervisor, database."""
    return tuple(_held(name, pids) for name, pids in shop.groups().items() if pids)


def _held(name: str, pids: Collection[int]) -> Held:
    told = [_told(pid) for pid in pids]
    rss, pss = tuple(rss for rss, _ in told), tuple(pss for _, pss in told)
    return Held(name=name, each_rss_kb=rss, each_pss_kb=pss, rss_kb=sum(rss), pss_kb=sum(pss))


def _told(pid: int) -> tuple[int, int]:
    if not LINUX:
        return int(told_by_ps(pid, "rss") or 0), 0
    found: dict[str, int] = {}
    for name in ("smaps_rollup", "status"):
        try:
            text = Path(f"/proc/{pid}/{name}").read_text()
        except OSError:
            continue  # it has just ended, or belongs to somebody who keeps it to himself
        found |= {key: int(value) for key, value in _NUMBERS.findall(text)}
    return found.get("Rss", found.get("VmRSS", 0)), found.get("Pss", 0)
