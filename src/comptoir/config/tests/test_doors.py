"""What machines of the merchant's own house ask: alive, ready, measures."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_it_says_that_it_lives_and_can_serve() -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}
    assert Client().get("/readyz").json() == {"status": "ready"}


def test_the_measures_tell_lag_orders_payments_letters_and_jobs() -> None:
    told = Client().get("/metrics").content.decode()
    for line in (
        'comptoir_outbox_lag_seconds{lane="urgent"} 0.0',
        "comptoir_dead_letters 0.0",
        'comptoir_orders{state="paid"} 0.0',
        'comptoir_payments{state="captured"} 0.0',
        'comptoir_messages{state="queued"} 0.0',
        "# TYPE comptoir_jobs gauge",
    ):
        assert line in told, line
    Client().get("/healthz")
    assert (
        'comptoir_request_seconds_count{method="GET",route="comptoir.config.health.healthz",status="2xx"}'
        in Client().get("/metrics").content.decode()
    )


def test_an_address_with_a_nul_is_refused() -> None:
    for address in ("/fr/%00", "/api/v1/products?cursor=%00"):
        assert Client().get(address).status_code == 400


def test_every_answer_carries_the_id_of_its_request() -> None:
    first, second = (Client().get("/healthz")["X-Request-Id"] for _ in range(2))
    assert first != second
