"""What Prometheus reads at /metrics. Requests are counted by the web processes; the rest is asked of the database."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from comptoir.domains.cases import queries as cases
from comptoir.domains.messages import queries as messages
from comptoir.domains.orders import queries as orders
from comptoir.domains.payments import queries as payments
from comptoir.kernel.access import job_actor
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import dead_letters, lag_seconds
from comptoir.kernel.jobs import jobs_by_status

REQUEST_SECONDS = Histogram(
    "comptoir_request_seconds",
    "Time to answer a request",
    ("route", "method", "status"),
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

_METRICS = job_actor("metrics")


class DatabaseFacts(Collector):
    """Asked at each scrape: how far behind the outbox is, how many orders, payments and letters are in which state, and
    what the checks found."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily("comptoir_database_up", "Whether the database answers", value=1)
        lag = GaugeMetricFamily("comptoir_outbox_lag_seconds", "Age of the oldest waiting event", labels=["lane"])
        for lane in Lane:
            lag.add_metric([lane], lag_seconds(lane))
        yield lag
        yield GaugeMetricFamily("comptoir_dead_letters", "Reactions that failed for good", value=dead_letters())
        yield _by_state(
            "comptoir_orders", "Orders that wait for somebody, by state", orders.count_by_state(actor=_METRICS)
        )
        yield _by_state("comptoir_payments", "Payments, by state", payments.count_by_state(actor=_METRICS))
        yield _by_state("comptoir_messages", "Letters, by state", messages.count_by_state(actor=_METRICS))
        yield _by_state("comptoir_jobs", "Jobs, by status", jobs_by_status())
        yield from _what_checks_found()


def _what_checks_found() -> Iterator[GaugeMetricFamily]:
    """Of the checks that run by themselves: whether they still run, and what the last run of each counted."""
    ran = GaugeMetricFamily("comptoir_check_last_run_timestamp_seconds", "When a check looked last", labels=["source"])
    breaks = GaugeMetricFamily("comptoir_invariant_breaks", "Breaks found by the last look", labels=["check"])
    for run in cases.check_runs(actor=_METRICS):
        ran.add_metric([run.source], run.ran_at.timestamp())
        for check, count in run.counts.items():
            breaks.add_metric([check], count)
    yield ran
    yield breaks
    yield GaugeMetricFamily(
        "comptoir_cases", "Cases that wait for somebody", value=cases.count_undecided(actor=_METRICS)
    )


def _by_state(name: str, about: str, counts: Mapping[Any, int]) -> GaugeMetricFamily:
    counted = GaugeMetricFamily(name, about, labels=["state"])
    for state, count in counts.items():
        counted.add_metric([str(state)], count)
    return counted


def metrics(request: HttpRequest) -> HttpResponse:
    """All metrics, for Prometheus; only for this machine and whom the proxy lets through (docs/run/production.md)."""
    try:
        facts = _exposed(DatabaseFacts())
    except (OperationalError, InterfaceError):
        facts = b"comptoir_database_up 0.0\n"  # what was counted is worth most while something is wrong
    return HttpResponse(_counted() + facts, content_type=CONTENT_TYPE_LATEST)


def _counted() -> bytes:
    """What was counted: by all web processes where they share a folder for it (``comptoir up``), else by this one.

    A counter that told of one process now and of another at the next scrape would seem to jump back and forth.
    """
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's own lack of types
    return generate_latest(registry)


def _exposed(collector: Collector) -> bytes:
    registry = CollectorRegistry()
    registry.register(collector)
    return generate_latest(registry)
