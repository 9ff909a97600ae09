"""Results as a measurement could have had them."""

from dataclasses import replace

from comptoir.operations.bench.memory import Held
from comptoir.operations.bench.values import Cache, Ceiling, Limit, Measured, Options, Report, Size

OPTIONS = Options(
    products=(1_000, 50_000),
    seconds=12.0,
    turns=3,
    operations=frozenset({"product", "list", "search", "checkout"}),
    caches=("kept", "off"),
    pages=1_000,
    seed=7,
    keep=False,
)
LEAST = {"product": 0.30, "list": 0.30, "search": 0.015, "checkout": 0.02}


def measured(operation: str, cache: Cache, ratio: float, *, errors: int = 0) -> Measured:
    return Measured(
        operation=operation,
        label={"product": "product page", "list": "list page", "checkout": "guest checkout"}.get(operation, operation),
        cache=cache,
        warm_up="2 s",
        connections=16,
        rate=ratio * 20_000,
        answered=1_000,
        errors=errors,
        faults={},
        seconds=12.0,
        p50=1.25,
        p90=12.5,
        p99=125.0,
        longest=1_250.0,
        bytes_each=6_230,
        statements=5,
        statements_by_step={"order": 16.0} if operation == "checkout" else {},
        steps={"order": {"calls": 40, "p50": 20.0, "p99": 30.0}} if operation == "checkout" else {},
        limit="pgbench" if operation == "checkout" else "bare server",
        limit_rate=20_000.0,
        ratio=ratio,
        turns=[(ratio * 20_000, 20_000.0)],
        processor_ms={"web": 3.0, "database": 1.0, "worker": 0.001},
        limit_processor_ms={"bare server": 0.05, "generator": 0.03},
        processor_ratio=ratio * 1.25,
        others=0.02,
    )


def size(products: int, *, factor: float = 1.0) -> Size:
    """Everything exactly at its figure, times the factor."""
    return Size(
        products=products,
        made_in=34.5,
        started_in=6.1,
        measured=[
            *(measured(name, "kept", least * factor) for name, least in LEAST.items()),
            *(measured(name, "off", 0.015 * factor) for name in ("product", "list")),
        ],
        limits=[Limit(name="one row", label="one row read by key", rate=18_400.0, about="16 clients")],
        memory={
            "kept": (Held(name="web", each_rss_kb=(1_024, 2_048), each_pss_kb=(512, 512), rss_kb=3_072, pss_kb=1_024),)
        },
    )


def report(*sizes: Size) -> Report:
    return Report(
        options=OPTIONS,
        made_at="2026-11-22 12:00 UTC",
        machine={
            "processors": 2,
            "processor": "Some Processor",
            "memory_mb": 24_105,
            "system": "Linux 6 x86_64",
            "python": "3.13.0",
            "load_before": [0.1, 0.2, 0.3],
            "versions": {"comptoir": "0.1.0", "granian": "2.8.7"},
        },
        source={"commit": "0123456789abcdef", "changed": True},
        ceilings=[Ceiling(name="wrk", used=True, rate=34_042.0, ceiling=97_454.0)],
        sizes=list(sizes),
    )


def changed(one: Size, operation: str, **changes: object) -> Size:
    """The size with one of its results another."""
    found = [replace(each, **changes) if each.operation == operation else each for each in one.measured]  # type: ignore[arg-type]  # names of its fields
    return replace(one, measured=found)
