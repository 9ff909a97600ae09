"""What is asked of a measurement, and what it answers. Rates are per second, times in milliseconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from comptoir.operations.bench.generator.tally import Tally
from comptoir.operations.bench.memory import Held

DISTURBED = 0.10

type Cache = Literal["kept", "off"]
"""Whether shared pages come from the page cache."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """``seconds`` for each operation, in ``turns`` with its limit; ``pages`` is how many different addresses of an
    operation are kept warm and given to the bare server."""

    products: tuple[int, ...]
    seconds: float
    turns: int
    operations: frozenset[str]
    caches: tuple[Cache, ...]
    pages: int
    seed: int
    keep: bool

    @property
    def turn_seconds(self) -> float:
        return max(1.0, self.seconds / self.turns)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One operation. ``turns`` are (rate, limit); ``ratio`` is the median of theirs.

    ``processor_ms`` is what an answer costs each kind of process, the generator included, and ``processor_ratio`` the
    limit's cost to it: that holds on a busy machine too. ``others`` is the share of the machine's processors that
    everybody else had meanwhile. Empty and 0 where the system does not tell.
    """

    operation: str
    label: str
    cache: Cache
    warm_up: str
    connections: int
    rate: float
    answered: int
    errors: int
    faults: Mapping[str, int]
    seconds: float
    p50: float
    p90: float
    p99: float
    longest: float
    bytes_each: int
    statements: float
    statements_by_step: Mapping[str, float] = field(default_factory=dict)
    steps: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    limit: str
    limit_rate: float
    ratio: float
    turns: Sequence[tuple[float, float]]
    processor_ms: Mapping[str, float] = field(default_factory=dict)
    limit_processor_ms: Mapping[str, float] = field(default_factory=dict)
    processor_ratio: float = 0.0
    others: float = 0.0

    @property
    def is_disturbed(self) -> bool:
        """Whether others had so much of the machine that rates compare no more: an operation that needs several
        processes at once suffers more from a crowd than its limit does."""
        return self.others > DISTURBED and self.processor_ratio > 0

    @property
    def share(self) -> float:
        """What counts: the ratio of the rates, or on a machine that is not ours, that of the processor time."""
        return self.processor_ratio if self.is_disturbed else self.ratio


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What the machine does by itself."""

    name: str
    label: str
    rate: float
    about: str


@dataclass(frozen=True, kw_only=True)
class Ceiling:
    """A generator against the bare server: what came of it, and what it could make with a processor of its own."""

    name: str
    used: bool
    rate: float
    ceiling: float


@dataclass(kw_only=True)
class Size:
    """Everything measured with so many products. ``made_in`` is None when the home was there already."""

    products: int
    made_in: float | None
    started_in: float = 0.0
    measured: list[Measured] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    memory: dict[Cache, tuple[Held, ...]] = field(default_factory=dict)


@dataclass(kw_only=True)
class Report:
    options: Options
    made_at: str
    machine: Mapping[str, object]
    source: Mapping[str, object]
    ceilings: list[Ceiling] = field(default_factory=list)
    sizes: list[Size] = field(default_factory=list)


def milliseconds(tally: Tally, percent: float) -> float:
    return round(tally.percentile(percent) / 1000, 3)
