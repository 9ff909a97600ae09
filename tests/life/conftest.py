"""These tests are long: their process remembers what seldom changes, as a shop's do."""

from collections.abc import Iterator

import pytest

from tests.remembering import remembering


@pytest.fixture(autouse=True)
def _remembering() -> Iterator[None]:
    with remembering():
        yield
