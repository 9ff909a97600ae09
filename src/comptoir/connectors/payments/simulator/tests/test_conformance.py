import base64
import json
from collections.abc import Iterator
from datetime import datetime

import pytest

from comptoir.connectors.payments.simulator.account import account_in
from comptoir.connectors.payments.simulator.bank.courier import sign
from comptoir.connectors.payments.simulator.provider import SimulatorProvider
from comptoir.connectors.payments.tests.bank import RunningBank
from comptoir.connectors.payments.tests.bench import Books
from comptoir.connectors.payments.tests.conformance import ProviderConformance
from comptoir.connectors.payments.tests.mailbox import Heard, Mailbox
from comptoir.domains.payments.values import PaymentId


class SimulatorBench:
    def __init__(self, bank: RunningBank, mailbox: Mailbox) -> None:
        self.provider = SimulatorProvider()
        self._bank, self._mailbox = bank, mailbox

    def request(self, *, approved: bool = True) -> dict[str, str]:
        return {"simulated": "approve" if approved else "decline"}

    def books(self, payment_id: PaymentId, reference: str) -> Books:
        book = self._bank.book_of(payment_id)
        assert book.reference == reference
        return Books(book.authorised, book.captured, book.refunded)

    def lose_next_reply(self) -> None:
        self._bank.weather(lose_replies=1)

    def be_down(self) -> None:
        self._bank.weather(down=True)

    def message_about(self, payment_id: PaymentId) -> Heard:
        return self._mailbox.wait_for(lambda heard: json.loads(heard.body)["data"]["key"] == str(payment_id))[0]

    def sign(self, body: bytes, at: datetime, *, secret: str = "") -> dict[str, str]:
        secret = secret or account_in(self._bank.home).webhook_secret
        return sign(base64.b64decode(secret.removeprefix("whsec_")), "msg_1", int(at.timestamp()), body)


class TestSimulator(ProviderConformance):
    @pytest.fixture
    def bench(self, bank: RunningBank, mailbox: Mailbox) -> Iterator[SimulatorBench]:
        bench = SimulatorBench(bank, mailbox)
        yield bench
        bench.provider._line.close()
