"""A provider whose six messages come in every order, some of them twice, and who answers as of when each was written.

Asked again, an honest provider tells how things stand now; this one answers from a copy of its books that may be older
than what it said before. What the order, its stock and its money come to must depend on the set of what was told, never
on the order in which it was.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import permutations
from random import Random
from typing import Any, ClassVar
from uuid import UUID

import pytest

from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.testing import level
from comptoir.domains.inventory.values import Count
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import (
    AuthoriseRequest,
    Capability,
    ListedPage,
    Outcome,
    OutcomeStatus,
    PaymentId,
    PaymentState,
    ProviderNotice,
)
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.jobs import SWEEP
from comptoir.flows.place_order import place_order
from comptoir.flows.sweep_payments import sweep_payments
from comptoir.flows.take_provider_message import take_provider_message
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop
from comptoir.kernel import ports
from comptoir.kernel.money import Money
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOON, OWNER
from tests.races.showing import LONG, all_holds, chance, sizes, tell

pytestmark = pytest.mark.django_db(transaction=True)

EVENTS = ("created", "declined", "processing", "authorised", "captured", "captured again")
"""Between the first card, which is declined, and the second, all is one payment at the provider, as at Stripe's."""
TRIALS = sizes("every order", 12)
DAYS_LATER = NOON + timedelta(days=3)
STOCK, PIECES = 50, 2


@dataclass
class Lagging:
    """Answers as of the message that it has just sent; what was given back, it knows."""

    kind: ClassVar[str] = "simulator"
    merchant: ClassVar[str] = "M-1"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {Capability.REFUND, Capability.PARTIAL_REFUND, Capability.LOOK_UP, Capability.MESSAGES}
    )
    as_of: str = "created"
    amount: Money = field(default_factory=lambda: Money.zero("EUR"))
    refunds: dict[str, Money] = field(default_factory=dict)

    def begin(self) -> None:
        self.as_of, self.refunds = "created", {}

    def authorise(self, request: AuthoriseRequest) -> Outcome:
        self.amount = request.amount
        return self.look_up(payment_id=request.payment_id)

    def look_up(self, *, payment_id: PaymentId, reference: str = "") -> Outcome:
        nothing = Money.zero(self.amount.currency)
        status, authorised, captured = {
            "created": (OutcomeStatus.PENDING, nothing, nothing),
            "declined": (OutcomeStatus.DECLINED, nothing, nothing),
            "processing": (OutcomeStatus.PENDING, nothing, nothing),
            "authorised": (OutcomeStatus.AUTHORISED, self.amount, nothing),
            "captured": (OutcomeStatus.CAPTURED, self.amount, self.amount),
            "captured again": (OutcomeStatus.CAPTURED, self.amount, self.amount),
        }[self.as_of]
        return Outcome(
            status=status,
            reference=str(payment_id),
            merchant=self.merchant,
            authorised=authorised,
            captured=captured,
            refunded=nothing,
        )

    def refund(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome:
        self.refunds[key] = amount
        back = Money(sum(each.minor for each in self.refunds.values()), amount.currency)
        self.as_of = "captured"
        return Outcome(
            status=OutcomeStatus.REFUNDED,
            reference=reference,
            merchant=self.merchant,
            authorised=self.amount,
            captured=self.amount,
            refunded=back,
        )

    def capture(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome:
        raise AssertionError("it takes money at once")

    def void(self, *, payment_id: PaymentId, reference: str, key: str) -> Outcome:
        """It gives its word, and does not keep it: the buyer's second card is on its way."""
        known = self.look_up(payment_id=payment_id, reference=reference)
        return known if known.authorised else replace(known, status=OutcomeStatus.VOIDED)

    def list_payments(self, *, since: datetime, until: datetime, cursor: str = "") -> ListedPage:
        raise AssertionError("it has no list")

    def read_message(self, *, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderNotice:
        self.as_of = headers["event"]
        return ProviderNotice(
            event_id=headers["id"],
            kind=self.as_of,
            final=True,
            payment_key=headers["payment"],
            reference=headers["payment"],
            sent_at=NOON,
            body={},
        )


PROVIDER = Lagging()


@pytest.fixture
def shop(settings: Any) -> Iterator[Shop]:
    settings.PORTS = settings.PORTS | {
        "payments": settings.PORTS["payments"] | {"simulator": f"{__name__}:the_provider"},
    }
    ports.load.cache_clear()
    yield open_shop(stock=STOCK, provider="simulator")
    ports.load.cache_clear()


def the_provider() -> Lagging:
    return PROVIDER


def as_it_should_be(shop: Shop, order_id: OrderId) -> None:
    """Nothing happens meanwhile."""


def cancelled_meanwhile(shop: Shop, order_id: OrderId) -> None:
    cancel_order(order_id=order_id, because="changed their mind", actor=OWNER, now=NOON)


def lapsed_meanwhile(shop: Shop, order_id: OrderId) -> None:
    """The goods are kept no longer, and are still there."""
    assert expire_reservations(actor=SWEEP, now=DAYS_LATER) == 1


def sold_meanwhile(shop: Shop, order_id: OrderId) -> None:
    lapsed_meanwhile(shop, order_id)
    gone = Count(variant_id=shop.variant_id, place_code=WAREHOUSE.code, quantity=level(shop.variant_id).claimed)
    record_counts(counts=[gone], actor=OWNER, now=DAYS_LATER)


type Circumstance = Callable[[Shop, OrderId], None]
SOLD: Sequence[Circumstance] = (as_it_should_be, lapsed_meanwhile)
GIVEN_BACK: Sequence[Circumstance] = (cancelled_meanwhile, sold_meanwhile)


@pytest.mark.parametrize("meanwhile", [*SOLD, *GIVEN_BACK], ids=lambda each: each.__name__)
def test_all_orders_of_six_messages_come_to_the_same(shop: Shop, meanwhile: Circumstance) -> None:
    luck = chance(f"every order {meanwhile.__name__}")
    every = list(permutations(EVENTS))
    chosen = every if LONG else luck.sample(every, TRIALS)
    for number, events in enumerate(chosen):
        story = list(_with_copies(events, luck))
        _live(shop, story, meanwhile, luck, key=str(number))
        if number % 20 == 0:
            all_holds()
    all_holds()
    tell(f"{len(chosen)} of {len(every)} orders of {len(EVENTS)} messages, {meanwhile.__name__}")


def _with_copies(events: Sequence[str], luck: Random) -> Iterator[str]:
    """Some of them once more, later on."""
    told: list[str] = []
    for event in events:
        told.append(event)
        yield event
        if luck.randrange(3) == 0:
            yield luck.choice(told)


def _live(shop: Shop, story: Sequence[str], meanwhile: Circumstance, luck: Random, *, key: str) -> None:
    PROVIDER.begin()
    full = Count(variant_id=shop.variant_id, place_code=WAREHOUSE.code, quantity=STOCK + level(shop.variant_id).claimed)
    record_counts(counts=[full], actor=OWNER, now=NOON)
    claimed, restocks = level(shop.variant_id).claimed, _released(shop)
    checkout = agree(fill_cart(shop, quantity=PIECES), method="simulator")
    placed = place_order(checkout=checkout, key=key, actor=buyer(), now=NOON)
    order_id = OrderId(UUID(placed.order_id))
    turn = 0 if meanwhile in (lapsed_meanwhile, sold_meanwhile) else luck.randrange(len(story))
    for number, event in enumerate(story):
        if number == turn:
            meanwhile(shop, order_id)
        now = DAYS_LATER if luck.randrange(2) else NOON
        told = {"event": event, "id": f"{key} {event}", "payment": placed.payment_id}
        take_provider_message(kind="simulator", headers=told, body=b"", actor=SWEEP, now=now)
        if luck.randrange(4) == 0:
            sweep_payments(actor=SWEEP, now=now + timedelta(hours=1))
    for days in (4, 5):
        sweep_payments(actor=SWEEP, now=NOON + timedelta(days=days))
    _check(shop, order_id, story, meanwhile, claimed=claimed, restocks=restocks)


def _check(
    shop: Shop,
    order_id: OrderId,
    story: Sequence[str],
    meanwhile: Circumstance,
    *,
    claimed: int,
    restocks: int,
) -> None:
    (payment,) = payments_of(order_id)
    kept, state = payment.captured - payment.refunded, order(order_id).state
    now = level(shop.variant_id)
    words = f"{story} {meanwhile.__name__}: {state} {payment.state} {payment.captured} {payment.refunded} {now}"
    if meanwhile in SOLD:
        assert (state, payment.state, kept) == (OrderState.PAID, PaymentState.CAPTURED, payment.amount), words
        assert (now.claimed - claimed, now.reserved) == (PIECES, 0), words
    else:
        assert (state, payment.state, kept.minor) == (OrderState.CANCELLED, PaymentState.REFUNDED, 0), words
        assert (now.claimed - claimed, now.reserved) == (0, 0), words
        assert len(PROVIDER.refunds) == 1, words
        assert _released(shop) - restocks <= 1, words


def _released(shop: Shop) -> int:
    """How often goods of an order were let go again."""
    ended = "SELECT count(*) FROM inventory_reservation WHERE variant_id = %s AND state IN ('released', 'expired')"
    return int(fetch(ended, [shop.variant_id])[0][0])
