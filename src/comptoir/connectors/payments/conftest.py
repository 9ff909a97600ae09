from collections.abc import Iterator

import pytest

from comptoir.connectors.payments.tests.bank import RunningBank, running_bank
from comptoir.connectors.payments.tests.mailbox import Mailbox


@pytest.fixture(scope="session")
def running_test_bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBank]:
    with running_bank(tmp_path_factory.mktemp("bank")) as bank:
        yield bank


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    yield box
    box.close()


@pytest.fixture
def bank(running_test_bank: RunningBank, mailbox: Mailbox, settings) -> RunningBank:
    """The bank of this run in fair weather, with the shop's settings pointing at it and its messages to the mailbox."""
    running_test_bank.weather(down=False, lose_replies=0, copies=1, delay_ms=0, shuffle=False, late_ms=300)
    settings.COMPTOIR_HOME = running_test_bank.home
    settings.SIMULATOR_URL = running_test_bank.url
    settings.SIMULATOR_NOTIFY_URL = mailbox.url
    settings.PAYMENTS_DEADLINES = {"connections": 8, "read_seconds": 1.0}
    return running_test_bank
