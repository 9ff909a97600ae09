"""Whether what was promised gets done: events and, through them, jobs. Needs the tables."""

from collections.abc import Iterator

from comptoir.kernel.events.declare import Lane
from comptoir.kernel.events.relay import dead_letters, lag_seconds
from comptoir.operations.health.findings import Finding, good, notice

LATE_SECONDS = 60.0


def look_at_work() -> Iterator[Finding]:
    """How long the oldest undelivered event has been waiting, and how many were given up."""
    lags = {lane: lag_seconds(lane) for lane in Lane}
    worst = max(lags.values())
    words = ", ".join(f"{lane} {seconds:.0f} s behind" for lane, seconds in lags.items())
    if worst > LATE_SECONDS:
        yield notice("events", words, "is the worker running? see logs/worker.log")
    else:
        yield good("events", words)
    dead = dead_letters()
    if dead:
        yield notice("events", f"{dead} were given up after many tries", "logs/worker.log says why")
