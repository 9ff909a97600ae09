"""An operation and its limit, turn by turn: whatever else the machine does meanwhile falls on both alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from comptoir.operations.bench.generator.tally import Tally
from comptoir.operations.bench.values import Cache, Measured, milliseconds


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of an operation besides what its turns show."""

    operation: str
    label: str
    cache: Cache
    warm_up: str
    connections: int
    limit: str


def taken_in_turns(
    turns: int, operation: Callable[[int], Tally], limit: Callable[[int], Tally]
) -> tuple[list[Tally], list[Tally]]:
    """Both, one after the other, so many times. Each is told the number of its turn."""
    own: list[Tally] = []
    bound: list[Tally] = []
    for turn in range(turns):
        own.append(operation(turn))
        bound.append(limit(turn))
    return own, bound


def measured(
    facts: Facts,
    own: list[Tally],
    bound: list[Tally],
    *,
    statements: float,
    statements_by_step: Mapping[str, float] | None = None,
    steps: Mapping[str, Tally] | None = None,
) -> Measured:
    """The result of all turns together."""
    whole, limit = _together(own), _together(bound)
    return Measured(
        operation=facts.operation,
        label=facts.label,
        cache=facts.cache,
        warm_up=facts.warm_up,
        connections=facts.connections,
        rate=whole.rate,
        answered=whole.answered,
        errors=whole.errors + limit.errors,
        faults=dict(whole.faults + limit.faults),
        seconds=whole.seconds,
        p50=milliseconds(whole, 50),
        p90=milliseconds(whole, 90),
        p99=milliseconds(whole, 99),
        longest=round(whole.longest / 1000, 3),
        bytes_each=round(whole.bytes / whole.answered) if whole.answered else 0,
        statements=statements,
        statements_by_step=dict(statements_by_step or {}),
        steps={name: _step(tally) for name, tally in (steps or {}).items()},
        limit=facts.limit,
        limit_rate=limit.rate,
        ratio=whole.rate / limit.rate if limit.rate else 0.0,
        turns=[(round(one.rate, 2), round(other.rate, 2)) for one, other in zip(own, bound, strict=True)],
    )


def _together(tallies: list[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def _step(tally: Tally) -> dict[str, float]:
    return {
        "calls": tally.answered,
        "p50": milliseconds(tally, 50),
        "p99": milliseconds(tally, 99),
    }
