"""Settings are read at every request: a process that hears notices asks the database once, and again after a change."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.markets.actions import save_merchant
from comptoir.domains.markets.queries import market_settings, merchant
from comptoir.domains.markets.testing import MERCHANT, make_market
from comptoir.kernel.notices import listening, start_listening, stop_listening
from comptoir.kernel.testing import NOON, OWNER, at_once, hear_all_notices

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def listener() -> Iterator[None]:
    start_listening()
    deadline = time.monotonic() + 10
    while not listening() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert listening()
    yield
    stop_listening()


@pytest.mark.usefixtures("listener")
def test_settings_are_asked_for_once_and_again_after_a_change(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_market()
    hear_all_notices()
    assert merchant().name == MERCHANT.name
    with django_assert_num_queries(0):
        assert market_settings() is market_settings()
    # Somebody else, on another connection, as another process would.
    at_once([lambda: save_merchant(merchant=replace(MERCHANT, name="Nouvelle Halle"), actor=OWNER, now=NOON)])
    assert merchant().name == "Nouvelle Halle"
