"""A payment provider under test, and the means to test it by."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

from comptoir.connectors.payments.tests.mailbox import Heard
from comptoir.domains.payments.actions import record_outcome
from comptoir.domains.payments.testing import make_payment
from comptoir.domains.payments.values import (
    AuthoriseRequest,
    Capability,
    ListedPayment,
    Outcome,
    PaymentId,
    PaymentProvider,
)
from comptoir.kernel.access import job_actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON

PRICE = Money(4_990, "EUR")
ACTOR = job_actor("test")


@dataclass(frozen=True)
class Books:
    """What the provider's own books say, read past our connector. In minor units."""

    authorised: int
    captured: int
    refunded: int


class Bench(Protocol):
    """A provider under test and what it takes to make things happen to it."""

    @property
    def provider(self) -> PaymentProvider: ...

    def request(self, *, approved: bool = True) -> dict[str, str]:
        """What to put into a request so that it is approved, or declined."""

    def books(self, payment_id: PaymentId, reference: str) -> Books: ...

    def lose_next_reply(self) -> None: ...

    def be_down(self) -> None:
        """From now on it does not answer."""

    def message_about(self, payment_id: PaymentId) -> Heard:
        """A message as the provider itself sends it, about that captured payment."""

    def sign(self, body: bytes, at: datetime, *, secret: str = "") -> dict[str, str]:
        """The headers of a message sent at that time; by default with the right secret."""


class ProviderMeans:
    """What the tests of every provider do to it."""

    def asked(self, bench: Bench, *, approved: bool = True, capture_now: bool = True) -> AuthoriseRequest:
        return AuthoriseRequest(
            payment_id=new_payment_id(),
            order_number="FR-1001",
            market="fr",
            amount=PRICE,
            capture_now=capture_now,
            email="camille@example.com",
            language="fr",
            return_url="http://shop.example/back",
            **bench.request(approved=approved),
        )

    def authorised(self, bench: Bench, *, capture_now: bool = True) -> tuple[PaymentId, Outcome]:
        asked = self.asked(bench, capture_now=capture_now)
        return asked.payment_id, bench.provider.authorise(asked)

    def recorded(self, bench: Bench, *, amount: Money, merchant: str | None = None) -> Any:
        """A payment of ours for ``amount``, and what became of it when the provider had taken PRICE for it."""
        payment = make_payment(amount=amount, provider=bench.provider.kind)
        assert payment.merchant == bench.provider.merchant
        bench.provider.authorise(replace(self.asked(bench), payment_id=payment.id))
        outcome = bench.provider.look_up(payment_id=payment.id)
        outcome = replace(outcome, merchant=merchant or outcome.merchant)
        return record_outcome(payment_id=payment.id, outcome=outcome, actor=ACTOR, now=NOON)

    def capture(self, bench: Bench, id: PaymentId, reference: str, amount: Money, *, key: str = "capture") -> Outcome:
        return bench.provider.capture(payment_id=id, reference=reference, amount=amount, key=f"{id}:{key}")

    def void(self, bench: Bench, id: PaymentId, reference: str) -> Outcome:
        return bench.provider.void(payment_id=id, reference=reference, key=f"{id}:void")

    def refund(self, bench: Bench, id: PaymentId, reference: str, amount: Money, *, key: str = "refund") -> Outcome:
        return bench.provider.refund(payment_id=id, reference=reference, amount=amount, key=f"{id}:{key}")

    def read(self, bench: Bench, headers: dict[str, str], body: bytes) -> Any:
        return bench.provider.read_message(headers=headers, body=body, now=now())

    def listed(self, bench: Bench, since: datetime, until: datetime) -> dict[str, ListedPayment]:
        """All pages, by our key; nothing comes twice."""
        page = bench.provider.list_payments(since=since, until=until)
        found = list(page.payments)
        while page.next_cursor:
            page = bench.provider.list_payments(since=since, until=until, cursor=page.next_cursor)
            found += page.payments
        assert len({each.outcome.reference for each in found}) == len(found)
        return {each.key: each for each in found}

    def needs_staff(self, bench: Bench) -> bool:
        return Capability.NEEDS_STAFF in bench.provider.capabilities

    def must_be_ours(self, bench: Bench, outcome: Outcome) -> None:
        assert outcome.merchant == bench.provider.merchant


def now() -> datetime:
    """Messages are as old as they are by the real clock, which other processes go by."""
    return datetime.now(UTC)


def new_payment_id() -> PaymentId:
    return PaymentId(new_id())
