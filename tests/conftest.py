"""What tests of several rooms share: one open shop."""

from collections.abc import Iterator

import pytest

from tests.running.homes import running_shop
from tests.running.shop import RunningShop


@pytest.fixture(scope="session")
def running() -> Iterator[RunningShop]:
    """A small shop that stays open for the whole run (what is in it: furnish.py).

    Leave it open, and count only what you have bought yourself.
    """
    with running_shop("tests.running.furnish") as shop:
        yield shop
