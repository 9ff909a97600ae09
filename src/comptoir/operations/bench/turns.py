"""An operation and its limit, turn by turn: whatever else the machine does meanwhile falls on both alike."""

import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from comptoir.operations.bench.generator.tally import Tally
from comptoir.operations.bench.processor import Counters, Groups, Spent
from comptoir.operations.bench.values import Cache, Measured, milliseconds

# What the generator itself spends is told beside the shop's processes.
GENERATOR = "generator"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of an operation besides what its turns show."""

    operation: str
    label: str
    cache: Cache
    warm_up: str
    connections: int
    limit: str


@dataclass(frozen=True, kw_only=True)
class Side:
    """What is done in a turn of its own, told the turn's number, and the processes that answer."""

    take: Callable[[int], Tally]
    groups: Groups


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What was seen, and what it cost."""

    tally: Tally
    spent: Spent


def taken_in_turns(turns: int, operation: Side, limit: Side) -> tuple[list[Turn], list[Turn]]:
    """Both, one after the other, so many times."""
    own: list[Turn] = []
    bound: list[Turn] = []
    for number in range(turns):
        own.append(_taken(operation, number))
        bound.append(_taken(limit, number))
    return own, bound


def _taken(side: Side, number: int) -> Turn:
    before = Counters.now(side.groups)
    tally = side.take(number)
    spent = Counters.now(side.groups).since(before)
    if spent.ours:
        spent = Spent(ours={**spent.ours, GENERATOR: tally.cpu_seconds}, everybody=spent.everybody)
    return Turn(tally=tally, spent=spent)


def measured(
    facts: Facts,
    own: Sequence[Turn],
    bound: Sequence[Turn],
    *,
    statements: float,
    statements_by_step: Mapping[str, float] | None = None,
    steps: Mapping[str, Tally] | None = None,
) -> Measured:
    """The result of all turns: rates and their ratio are medians of turns, times and errors those of all answers."""
    whole, limit = _together(own), _together(bound)
    processor, limit_processor = _each_ms(own), _each_ms(bound)
    cost, least = sum(processor.values()), sum(limit_processor.values())
    return Measured(
        operation=facts.operation,
        label=facts.label,
        cache=facts.cache,
        warm_up=facts.warm_up,
        connections=facts.connections,
        rate=median(turn.tally.rate for turn in own),
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
        limit_rate=median(turn.tally.rate for turn in bound),
        ratio=median(_ratio(one.tally.rate, other.tally.rate) for one, other in zip(own, bound, strict=True)),
        turns=[(round(one.tally.rate, 2), round(other.tally.rate, 2)) for one, other in zip(own, bound, strict=True)],
        processor_ms=processor,
        limit_processor_ms=limit_processor,
        processor_ratio=_ratio(least, cost),
        others=_others([*own, *bound]),
    )


def _together(turns: Sequence[Turn]) -> Tally:
    whole = Tally()
    for turn in turns:
        whole.add(turn.tally)
    return whole


def _each_ms(turns: Sequence[Turn]) -> dict[str, float]:
    """Processor milliseconds for each answer, by process; nothing where the system tells none."""
    spent: defaultdict[str, float] = defaultdict(float)
    for turn in turns:
        for name, seconds in turn.spent.ours.items():
            spent[name] += seconds
    answered = sum(turn.tally.answered for turn in turns)
    return {name: seconds * 1000 / answered for name, seconds in spent.items()} if answered else {}


def _others(turns: Sequence[Turn]) -> float:
    """The share of the machine's processors that everybody else had meanwhile."""
    everybody = sum(turn.spent.everybody for turn in turns)
    ours = sum(sum(turn.spent.ours.values()) for turn in turns)
    there = sum(turn.tally.seconds for turn in turns) * (os.cpu_count() or 1)
    return min(1.0, max(0.0, everybody - ours) / there) if there else 0.0


def _ratio(one: float, other: float) -> float:
    return one / other if other else 0.0


def _step(tally: Tally) -> dict[str, float]:
    return {
        "calls": tally.answered,
        "p50": milliseconds(tally, 50),
        "p99": milliseconds(tally, 99),
    }
