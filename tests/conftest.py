"""What tests of several rooms share: one open shop."""

from collections.abc import Iterator

import pytest

from tests.running.homes import running_shop
from tests.running.shop import RunningShop


# First: xdist reads the groups in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # One process opens the shop: a second one would cost more than the tests in it.
    for item in items:
        if "running" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("running"))


@pytest.fixture(scope="session")
def running() -> Iterator[RunningShop]:
    """A small shop that stays open for the whole run (what is in it: furnish.py).

    Leave it open, and count only what you have bought yourself.
    """
    with running_shop("tests.running.furnish") as shop:
        yield shop
