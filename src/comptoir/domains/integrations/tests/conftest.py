from collections.abc import Iterator

import pytest

from comptoir.domains.integrations.testing import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running
