from dataclasses import replace
from datetime import datetime

import pytest
from django.db import OperationalError

from comptoir.connectors.payments.stored_value.provider import StoredValueProvider
from comptoir.connectors.payments.tests.bench import Books
from comptoir.connectors.payments.tests.conformance import ProviderConformance
from comptoir.connectors.payments.tests.mailbox import Heard
from comptoir.domains.markets.testing import make_market
from comptoir.domains.payments.values import Outcome, PaymentId
from comptoir.domains.stored_value.queries import accounts, entries_of
from comptoir.domains.stored_value.testing import make_account
from comptoir.domains.stored_value.values import AccountFilter, EntryKind
from comptoir.kernel import clock
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER


class StoredValueBench:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.provider = StoredValueProvider()
        self._monkeypatch = monkeypatch

    def request(self, *, approved: bool = True) -> dict[str, str]:
        balance = Money(10_000 if approved else 1, "EUR")
        return {"token": str(make_account(amount=balance, now=clock.now()).account_id)}

    def books(self, payment_id: PaymentId, reference: str) -> Books:
        moved = {EntryKind.REDEEMED: 0, EntryKind.GIVEN_BACK: 0}
        for account in accounts(AccountFilter(), actor=OWNER).items:
            for entry in entries_of(account.id, actor=OWNER):
                if entry.payment_id == payment_id:
                    moved[entry.kind] += entry.amount.minor
        taken = -moved[EntryKind.REDEEMED]
        return Books(taken, taken, moved[EntryKind.GIVEN_BACK])

    def lose_next_reply(self) -> None:
        """The connection breaks once the step is committed."""
        look_up, broken = StoredValueProvider.look_up, iter([True])

        def lost(self: StoredValueProvider, *, payment_id: PaymentId, reference: str = "") -> Outcome:
            if next(broken, False):
                raise OperationalError("the connection is lost")
            return look_up(self, payment_id=payment_id, reference=reference)

        self._monkeypatch.setattr(StoredValueProvider, "look_up", lost)

    def be_down(self) -> None:
        raise NotImplementedError

    def message_about(self, payment_id: PaymentId) -> Heard:
        raise NotImplementedError

    def sign(self, body: bytes, at: datetime, *, secret: str = "") -> dict[str, str]:
        raise NotImplementedError


@pytest.mark.django_db
class TestStoredValue(ProviderConformance):
    @pytest.fixture
    def bench(self, monkeypatch: pytest.MonkeyPatch) -> StoredValueBench:
        make_market()
        return StoredValueBench(monkeypatch)

    def test_what_one_account_has_paid_another_does_not_pay_again(self, bench: StoredValueBench):
        asked = self.asked(bench)
        taken = bench.provider.authorise(asked)
        other = replace(asked, token=bench.request()["token"])
        assert bench.provider.authorise(other) == taken
        (untouched,) = [each for each in accounts(AccountFilter(), actor=OWNER).items if str(each.id) == other.token]
        assert untouched.balance == Money(10_000, "EUR")
