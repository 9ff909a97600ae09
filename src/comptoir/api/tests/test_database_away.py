"""While the database restarts, a machine is told to come again, not that something is broken."""

import pytest
from django.db import InterfaceError, OperationalError

from comptoir.api.tests.conftest import Api
from comptoir.api.v1 import catalogue

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_a_503(api: Api, monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def away(*_: object, **__: object) -> None:
        raise error("server closed the connection unexpectedly")

    monkeypatch.setattr(catalogue, "asked_market", away)
    answer = api.ask("GET", "/products")
    assert (answer.status_code, answer.json()["code"]) == (503, "kernel.database_away")
    assert answer["Retry-After"] == "3"
    assert "closed the connection" not in answer.content.decode()
