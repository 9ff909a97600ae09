"""What Prometheus reads at /metrics. Each web process counts its own requests; the rest is asked of the database."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import lag_seconds
from comptoir.kernel.sql import fetch

REQUEST_SECONDS = Histogram(
    "comptoir_request_seconds",
    "Time to answer a request",
    ("route", "method", "status"),
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

_COUNTS = {
    "comptoir_orders": ("Orders by state", "SELECT state, count(*) FROM orders_order GROUP BY 1"),
    "comptoir_payments": ("Payments by state", "SELECT state, count(*) FROM payments_payment GROUP BY 1"),
    "comptoir_jobs": ("Jobs by status", "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1"),
    "comptoir_messages": ("Messages by state", "SELECT state, count(*) FROM messages_message GROUP BY 1"),
}


class DatabaseFacts(Collector):
    """Asked at each scrape: how far behind the outbox is, and how many orders, payments and jobs are in which state."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        lag = GaugeMetricFamily("comptoir_outbox_lag_seconds", "Age of the oldest waiting event", labels=["lane"])
        for lane in Lane:
            lag.add_metric([lane], lag_seconds(lane))
        yield lag
        dead = fetch("SELECT count(*) FROM kernel_dead_letter WHERE replayed_at IS NULL")
        yield GaugeMetricFamily("comptoir_dead_letters", "Reactions that failed for good", value=dead[0][0])
        for name, (about, sql) in _COUNTS.items():
            counted = GaugeMetricFamily(name, about, labels=["state"])
            for state, count in fetch(sql):
                counted.add_metric([state], count)
            yield counted


def metrics(request: HttpRequest) -> HttpResponse:
    """All metrics, for Prometheus; only for this machine and whom the proxy lets through (docs/run/production.md)."""
    facts = _exposed(DatabaseFacts())
    return HttpResponse(generate_latest(REGISTRY) + facts, content_type=CONTENT_TYPE_LATEST)


def _exposed(collector: Collector) -> bytes:
    from prometheus_client import CollectorRegistry

    registry = CollectorRegistry()
    registry.register(collector)
    return generate_latest(registry)
