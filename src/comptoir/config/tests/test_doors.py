"""What machines of the merchant's own house ask: alive, ready, measures."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client
from psycopg_pool import ConnectionPool

from comptoir.config import metrics

pytestmark = pytest.mark.django_db


def test_it_says_that_it_lives_and_can_serve() -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}
    assert Client().get("/readyz").json() == {"status": "ready"}


def test_with_the_database_away_buyers_are_soon_sent_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with ConnectionPool(f"host={tmp_path} user=nobody", min_size=1, timeout=60, open=False) as nowhere:
        monkeypatch.setattr(DatabaseWrapper, "pool", property(lambda self: nowhere))
        began = time.monotonic()
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "database away"})
    assert time.monotonic() - began < 5


def test_the_measures_tell_lag_orders_payments_letters_and_jobs() -> None:
    told = Client().get("/metrics").content.decode()
    for line in (
        'comptoir_outbox_lag_seconds{lane="urgent"} 0.0',
        "comptoir_dead_letters 0.0",
        'comptoir_orders{state="paid"} 0.0',
        'comptoir_payments{state="captured"} 0.0',
        'comptoir_messages{state="queued"} 0.0',
        'comptoir_jobs{state="todo"} 0.0',
        'comptoir_jobs{state="failed"} 0.0',
    ):
        assert line in told, line
    Client().get("/healthz")
    assert (
        'comptoir_request_seconds_count{method="GET",route="comptoir.config.health.healthz",status="2xx"}'
        in Client().get("/metrics").content.decode()
    )


def test_the_measures_are_told_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "comptoir_database_up 1.0" in Client().get("/metrics").content.decode()

    def away(_lane: object) -> float:
        raise OperationalError("the server is restarting")

    monkeypatch.setattr(metrics, "lag_seconds", away)
    answer = Client().get("/metrics")
    assert answer.status_code == 200
    assert "comptoir_database_up 0.0" in answer.content.decode()
    assert "comptoir_request_seconds_count" in answer.content.decode()


_COUNTING = """
import django
django.setup()
from comptoir.config.metrics import REQUEST_SECONDS, _counted
REQUEST_SECONDS.labels("cart", "GET", "2xx").observe(0.1)
print(_counted().decode())
"""


def test_what_one_process_counted_the_next_one_tells_too(tmp_path: Path) -> None:
    """As the web processes of one installation: whichever answers a scrape speaks for all."""
    environ = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    said = [subprocess.check_output([sys.executable, "-c", _COUNTING], env=environ, text=True) for _ in range(2)]
    line = 'comptoir_request_seconds_count{method="GET",route="cart",status="2xx"}'
    assert [f"{line} {count}.0" in words for count, words in enumerate(said, 1)] == [True, True]


def test_an_address_with_a_nul_is_refused() -> None:
    for address in ("/fr/%00", "/api/v1/products?cursor=%00"):
        assert Client().get(address).status_code == 400


def test_every_answer_carries_the_id_of_its_request() -> None:
    first, second = (Client().get("/healthz")["X-Request-Id"] for _ in range(2))
    assert first != second
