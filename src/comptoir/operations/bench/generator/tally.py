"""What a load generator saw: exact counts, and every time rounded to three digits."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

KEPT_DIGITS = 1_000


@dataclass(kw_only=True)
class Tally:
    """Times are in microseconds, from the first byte sent to the last byte received."""

    answered: int = 0
    by_status: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    """What went wrong below HTTP, by kind."""
    bytes: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    """The generator's own, over all its processes."""
    times: Counter[int] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Answers of any status a second."""
        return self.answered / self.seconds if self.seconds else 0.0

    @property
    def errors(self) -> int:
        """Answers other than 2xx, and faults."""
        return sum(count for status, count in self.by_status.items() if status // 100 != 2) + self.faults.total()

    @property
    def ceiling(self) -> float:
        """Requests that one processor could make a second, had the generator it for itself."""
        return self.answered / self.cpu_seconds if self.cpu_seconds else 0.0

    def note(self, microseconds: Iterable[int]) -> None:
        self.times.update(map(rounded, microseconds))

    def note_many(self, microseconds: int, count: int) -> None:
        """The same time so many times."""
        self.times[rounded(microseconds)] += count

    def percentile(self, percent: float) -> int:
        """Microseconds within which that share of the answers came; 0 without answers."""
        wanted, seen = self.times.total() * percent / 100, 0
        for time in sorted(self.times):
            seen += self.times[time]
            if seen >= wanted:
                return time
        return 0

    @property
    def longest(self) -> int:
        return max(self.times, default=0)

    def add(self, other: "Tally") -> None:
        """Another slice of time of the same thing."""
        self.join(other)
        self.seconds += other.seconds

    def join(self, other: "Tally") -> None:
        """What another process saw in the same time."""
        self.answered += other.answered
        self.by_status.update(other.by_status)
        self.faults.update(other.faults)
        self.bytes += other.bytes
        self.cpu_seconds += other.cpu_seconds
        self.times.update(other.times)

    def told(self) -> dict[str, Any]:
        """As JSON, without loss."""
        return {
            "answered": self.answered,
            "by_status": {str(status): count for status, count in self.by_status.items()},
            "faults": dict(self.faults),
            "bytes": self.bytes,
            "seconds": self.seconds,
            "cpu_seconds": self.cpu_seconds,
            "times": {str(time): count for time, count in self.times.items()},
        }

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Tally":
        return cls(
            answered=told["answered"],
            by_status=Counter({int(status): count for status, count in told["by_status"].items()}),
            faults=Counter(told["faults"]),
            bytes=told["bytes"],
            seconds=told["seconds"],
            cpu_seconds=told["cpu_seconds"],
            times=Counter({int(time): count for time, count in told["times"].items()}),
        )


def rounded(microseconds: int) -> int:
    """Three digits are kept: 1,234 becomes 1,230."""
    step = 1
    while microseconds // step >= KEPT_DIGITS:
        step *= 10
    return microseconds // step * step
