"""What tests of several rooms share: one open shop."""

from collections.abc import Iterator

import pytest

from tests.running.shop import RunningShop, running_shop


@pytest.fixture(scope="session")
def running() -> Iterator[RunningShop]:
    """A shop that stays open for the whole run: leave it open, and count only what you have bought yourself."""
    with running_shop() as shop:
        yield shop
