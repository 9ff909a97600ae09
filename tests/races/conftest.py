"""A bank that decides quickly and tells by messages, for races inside this process."""

from collections.abc import Iterator

import pytest

from comptoir.connectors.payments.tests.bank import RunningBank, running_bank
from comptoir.connectors.payments.tests.mailbox import Mailbox
from comptoir.kernel import ports


@pytest.fixture(scope="session")
def _open_bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBank]:
    with running_bank(tmp_path_factory.mktemp("bank")) as bank:
        yield bank


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    yield box
    box.close()


@pytest.fixture
def bank(_open_bank: RunningBank, mailbox: Mailbox, settings) -> Iterator[RunningBank]:
    """The test bank, whose messages come to ``mailbox``; a payment "late" is decided at once after its first answer."""
    _open_bank.weather(late_ms=1)
    settings.COMPTOIR_HOME = _open_bank.home
    settings.SIMULATOR_URL = _open_bank.url
    settings.SIMULATOR_NOTIFY_URL = mailbox.url
    settings.PAYMENTS_DEADLINES = {"connections": 8, "queue_seconds": 10.0}
    ports.load.cache_clear()  # a provider keeps the deadlines that it was made with
    yield _open_bank
    ports.load.cache_clear()
