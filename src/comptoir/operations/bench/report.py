"""What was measured, as a table for people and as JSON for machines."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from comptoir.operations.bench.checkout import CLIENTS
from comptoir.operations.bench.gate import Verdict, described
from comptoir.operations.bench.memory import Held
from comptoir.operations.bench.pages import CONNECTIONS
from comptoir.operations.bench.values import Ceiling, Measured, Report, Size
from comptoir.operations.supervisor.children import counted

_HEADINGS = (
    *("", "per s", "p50 ms", "p90", "p99", "max", "errors", "SQL"),
    *("limit per s", "of limit", "CPU ms", "limit's", "by CPU"),
)
# Of processor time, in milliseconds.
LEAST_TOLD_MS = 0.01


def as_json(report: Report, judged: Sequence[Verdict]) -> str:
    """Everything, rounded nowhere but where it was measured so."""
    told: dict[str, Any] = asdict(report)
    told["options"]["operations"] = sorted(report.options.operations)
    told["verdicts"] = [asdict(each) for each in judged]
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def as_text(report: Report, judged: Sequence[Verdict]) -> str:
    """A page of monospaced text."""
    return "\n".join(_lines(report, judged)) + "\n"


def _lines(report: Report, judged: Sequence[Verdict]) -> Iterator[str]:
    yield from _head(report)
    for size in report.sizes:
        yield ""
        yield from _size(size)
    yield ""
    yield from (told_verdict(each) for each in judged)


def _head(report: Report) -> Iterator[str]:
    options, machine = report.options, report.machine
    versions = machine["versions"]
    told = ", ".join(f"{name} {number}" for name, number in versions.items()) if isinstance(versions, dict) else ""
    commit = str(report.source.get("commit", "unknown"))[:12] + (
        " with changes" if report.source.get("changed") else ""
    )
    yield f"{report.made_at}   commit {commit}   {told}"
    yield (
        f"{machine['processors']} processors ({machine['processor']}), {machine['memory_mb']} MB, {machine['system']}, "
        f"Python {machine['python']}, load before {machine['load_before']}"
    )
    yield (
        f"seed {options.seed}; {options.seconds:.0f} s each in {counted(options.turns, 'turn')} with its limit; "
        f"{CONNECTIONS} connections, checkout {CLIENTS}; {options.pages:,} addresses at most are kept warm; "
        "clients accept gzip"
    )
    yield from (_ceiling(each) for each in report.ceilings)


def _ceiling(ceiling: Ceiling) -> str:
    used = "used here" if ceiling.used else "not used"
    return (
        f"generator {ceiling.name} ({used}): {ceiling.rate:,.0f} requests/s against the bare server; its own ceiling "
        f"{ceiling.ceiling:,.0f} requests for each second of processor time"
    )


def _size(size: Size) -> Iterator[str]:
    made = f"made in {size.made_in:.1f} s" if size.made_in is not None else "made before"
    yield f"{size.products:,} products ({made}, ready {size.started_in:.1f} s after the command)"
    yield from _columns([_HEADINGS, *(_row(each) for each in size.measured)])
    for each in size.measured:
        yield f"  {described(each)}: warmed up by {each.warm_up}; {each.bytes_each:,} bytes an answer"
        if each.processor_ms:
            yield f"    CPU ms: {_processor(each.processor_ms)}; of the limit: {_processor(each.limit_processor_ms)}"
            yield f"    others had {each.others:.0%} of the machine"
        if each.steps:
            yield "    " + "; ".join(_step(each, step) for step in each.steps)
        if each.faults:
            yield "    " + "; ".join(f"{count} x {what}" for what, count in each.faults.items())
    for limit in size.limits:
        yield f"  limit: {limit.label} {limit.rate:,.0f}/s ({limit.about})"
    for cache, held in size.memory.items():
        yield f"  memory, page cache {'on' if cache == 'kept' else 'off'}: {_memory(held)}"


def _row(each: Measured) -> tuple[str, ...]:
    times = [_milliseconds(time) for time in (each.p50, each.p90, each.p99, each.longest)]
    cost, least = sum(each.processor_ms.values()), sum(each.limit_processor_ms.values())
    return (
        described(each),
        _rate(each.rate),
        *times,
        str(each.errors),
        f"{each.statements:g}",
        f"{_rate(each.limit_rate)} {each.limit}",
        f"{each.ratio:.4f}",
        *((_milliseconds(cost), _milliseconds(least), f"{each.processor_ratio:.4f}") if cost else ("", "", "")),
    )


def _step(each: Measured, step: str) -> str:
    found = each.steps[step]
    statements = each.statements_by_step.get(step, 0)
    return f"{step} {found['calls']:.0f} calls, p50 {_milliseconds(found['p50'])} ms, {statements:g} statements"


def _processor(spent: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {_milliseconds(each)}" for name, each in spent.items() if each >= LEAST_TOLD_MS)


def _memory(held: Iterable[Held]) -> str:
    return ", ".join(
        f"{each.name} {each.pss_kb / 1024:.0f} MB PSS "
        f"({each.rss_kb / 1024:.0f} RSS, {counted(each.processes, 'process')})"
        for each in held
    )


def told_verdict(verdict: Verdict) -> str:
    """A figure that must be reached, in a line."""
    sign = "reached" if verdict.reached else "MISSED"
    return f"  {sign:<8} {verdict.what} {verdict.wanted:g}: {verdict.value:.4g}"


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        first, *others = row
        cells = [f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True)]
        yield "  ".join([f"  {first:<{widths[0]}}", *cells]).rstrip()


def _rate(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"


def _milliseconds(time: float) -> str:
    """Three digits."""
    digits = 0 if time >= 100 else 1 if time >= 10 else 2 if time >= 1 else 3
    return f"{time:,.{digits}f}"
