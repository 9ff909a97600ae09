from datetime import datetime

import pytest

from comptoir.connectors.payments.tests.bench import Books
from comptoir.connectors.payments.tests.conformance import ProviderConformance
from comptoir.connectors.payments.tests.mailbox import Heard
from comptoir.connectors.payments.transfer.provider import TransferProvider
from comptoir.domains.markets.testing import make_market
from comptoir.domains.payments.values import PaymentId


class TransferBench:
    """There is nothing at the other end: whatever would need it fails the test that asks."""

    def __init__(self) -> None:
        self.provider = TransferProvider()

    def request(self, *, approved: bool = True) -> dict[str, str]:
        return {}

    def books(self, payment_id: PaymentId, reference: str) -> Books:
        raise NotImplementedError

    def lose_next_reply(self) -> None:
        raise NotImplementedError

    def be_down(self) -> None:
        raise NotImplementedError

    def message_about(self, payment_id: PaymentId) -> Heard:
        raise NotImplementedError

    def sign(self, body: bytes, at: datetime, *, secret: str = "") -> dict[str, str]:
        raise NotImplementedError


@pytest.mark.django_db
class TestTransfer(ProviderConformance):
    @pytest.fixture
    def bench(self) -> TransferBench:
        make_market()
        return TransferBench()

    def test_the_buyer_is_told_where_to_send_the_money(self, bench: TransferBench):
        told = bench.provider.authorise(self.asked(bench)).instructions
        assert told["fr"].splitlines() == [
            "Montant\u00a0: 49,90\u00a0€",
            "Bénéficiaire\u00a0: La Halle aux saveurs SAS",
            "IBAN\u00a0: FR14 2004 1010 0505 0001 3M02 606",
            "BIC\u00a0: PSSTFRPPLYO",
            "Référence à indiquer\u00a0: FR-1001",
        ]
        assert told["en"].splitlines() == [
            "Amount: €49.90",
            "Beneficiary: La Halle aux saveurs SAS",
            "IBAN: FR14 2004 1010 0505 0001 3M02 606",
            "BIC: PSSTFRPPLYO",
            "Reference to quote: FR-1001",
        ]
