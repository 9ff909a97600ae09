"""A payment, the operations asked of its provider, and the states they go through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.domains.payments.values.disputes import DisputeMoved
from comptoir.kernel.money import Money
from comptoir.kernel.texts import Texts
from comptoir.kernel.transitions import StateTable

PaymentId = NewType("PaymentId", UUID)
OperationId = NewType("OperationId", UUID)


class PaymentState(StrEnum):
    CREATED = "created"  # we mean to ask the provider, or have asked and know no answer yet
    PENDING = "pending"  # the provider waits for the buyer, or the buyer's bank
    FAILED = "failed"
    MISMATCHED = "mismatched"  # money moved, but not the amount we asked for: never counts as paid
    AUTHORISED = "authorised"
    VOIDED = "voided"
    CAPTURED = "captured"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"


_S = PaymentState
_MONEY_LEFT = {_S.PARTIALLY_REFUNDED, _S.REFUNDED}

# Facts about money win over what was believed before: a success that arrives after a failure, or a capture after a
# void, is money that somebody holds, and must be seen to be given back. The table only goes up: order does not matter.
PAYMENT_STATES = StateTable(
    {
        _S.CREATED: {_S.PENDING, _S.FAILED, _S.MISMATCHED, _S.AUTHORISED, _S.VOIDED, _S.CAPTURED, *_MONEY_LEFT},
        _S.PENDING: {_S.FAILED, _S.MISMATCHED, _S.AUTHORISED, _S.VOIDED, _S.CAPTURED, *_MONEY_LEFT},
        _S.FAILED: {_S.MISMATCHED, _S.AUTHORISED, _S.VOIDED, _S.CAPTURED, *_MONEY_LEFT},
        _S.MISMATCHED: {_S.AUTHORISED, _S.VOIDED, _S.CAPTURED, *_MONEY_LEFT},
        _S.AUTHORISED: {_S.MISMATCHED, _S.VOIDED, _S.CAPTURED, *_MONEY_LEFT},
        _S.VOIDED: {_S.MISMATCHED, _S.CAPTURED, *_MONEY_LEFT},
        _S.CAPTURED: {_S.MISMATCHED, *_MONEY_LEFT},
        _S.PARTIALLY_REFUNDED: {_S.REFUNDED},
        _S.REFUNDED: set(),
    }
)

UNDER_WAY = frozenset({_S.CREATED, _S.PENDING})
LIVE = UNDER_WAY | {_S.AUTHORISED, _S.CAPTURED}
"""What the payments of an order in one of these come to is not asked for again: nobody pays twice."""

VOIDABLE = UNDER_WAY | {_S.AUTHORISED, _S.MISMATCHED}
"""Of which nothing was taken yet, and which can be given up."""


class OperationKind(StrEnum):
    AUTHORISE = "authorise"
    CAPTURE = "capture"
    VOID = "void"
    REFUND = "refund"


class OperationState(StrEnum):
    REQUESTED = "requested"
    UNKNOWN = "unknown"  # asked, and the answer was lost: to be asked again with the same key
    SUCCEEDED = "succeeded"
    FAILED = "failed"


_O = OperationState

OPERATION_STATES = StateTable(
    {
        _O.REQUESTED: {_O.UNKNOWN, _O.SUCCEEDED, _O.FAILED},
        _O.UNKNOWN: {_O.SUCCEEDED, _O.FAILED},
        _O.SUCCEEDED: set(),
        _O.FAILED: set(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Running totals in minor units of the payment's currency: 0 <= refunded <= captured <= authorised."""

    authorised: int = 0
    captured: int = 0
    refunded: int = 0

    @property
    def consistent(self) -> bool:
        return 0 <= self.refunded <= self.captured <= self.authorised

    def with_those_of(self, other: "Amounts") -> "Amounts":
        """Totals only grow, so the larger of each is the later one, whichever was heard first."""
        return Amounts(
            authorised=max(self.authorised, other.authorised),
            captured=max(self.captured, other.captured),
            refunded=max(self.refunded, other.refunded),
        )


def secured_minor(state: PaymentState, voiding: bool, authorised: int, captured: int, given_back: int) -> int:
    """What a payment holds for its order, from its running totals; ``given_back`` includes what is promised back.

    What is only set aside of a payment that is being given up holds nothing: it is about to be gone.
    """
    match state:
        case PaymentState.AUTHORISED:
            return 0 if voiding else authorised
        case PaymentState.CAPTURED | PaymentState.PARTIALLY_REFUNDED:
            return captured - given_back
        case _:
            return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One attempt to pay an order by one method.

    ``refunding`` is asked for, and neither answered nor told of yet; ``credited`` was given as store credit instead of
    being refunded, ``disputed`` is in dispute or lost to one: none of it can be refunded. ``voiding`` is whether it is
    asked to be given up, and that is not answered. ``merchant`` is the account at the provider that must get the money.
    ``looked_up`` is whether the provider can be asked what became of it; where it cannot, a person says so.
    """

    id: PaymentId
    order_id: UUID
    attempt: int
    market: str
    method: str
    provider: str
    merchant: str
    amount: Money
    state: PaymentState
    authorised: Money
    captured: Money
    refunded: Money
    refunding: Money
    credited: Money
    disputed: Money
    voiding: bool
    reference: str
    redirect_url: str
    instructions: Texts
    failure: str
    opened_at: datetime
    expires_at: datetime
    authorised_at: datetime | None
    captured_at: datetime | None
    looked_up: bool

    @property
    def key(self) -> str:
        """What the provider knows this payment by: its idempotency key, so that asking twice has one effect."""
        return str(self.id)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def secured(self) -> Money:
        """What counts towards the order: authorised and not being given up, or taken, and not given or promised back,
        nor given as store credit. A dispute is between us and the bank: the order was paid."""
        given_back = self.refunded + self.refunding + self.credited
        minor = secured_minor(self.state, self.voiding, self.authorised.minor, self.captured.minor, given_back.minor)
        return Money(minor, self.amount.currency)

    @property
    def engaged(self) -> Money:
        """What nobody else is to be asked for: under way, set aside, or secured."""
        if self.state is PaymentState.AUTHORISED:
            return self.authorised
        return self.amount if self.state in UNDER_WAY else self.secured

    @property
    def refundable(self) -> Money:
        """What may still be given back."""
        left = self.captured - self.refunded - self.refunding - self.credited - self.disputed
        return max(left, Money.zero(self.amount.currency))

    def covers(self, due: Money) -> bool:
        """Whether it pays for that much. The only test that makes an order paid."""
        return self.secured >= due


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPayment:
    """A payment of the past by a method without a machine: received in full, or given up. ``ended_at`` tells when."""

    id: PaymentId
    order_id: UUID
    market: str
    method: str
    amount: Money
    opened_at: datetime
    ended_at: datetime
    received: bool


CALLED_OFF = "cancelled"
"""The cause of refunds of an order that was called off."""
PAID_BEYOND_DUE = frozenset({"too much", "unwanted"})
"""The causes of refunds of money that was never owed: such money may be kept as store credit instead."""
KEPT_AS_CREDIT = "kept as credit"
"""Why such a refund was not sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing asked of a provider. ``key`` is the provider's idempotency key: repeating it has one effect."""

    id: OperationId
    payment_id: PaymentId
    kind: OperationKind
    key: str
    amount: Money
    state: OperationState
    reason: str
    requested_at: datetime
    answered_at: datetime | None


class Verdict(StrEnum):
    """What was made of an outcome."""

    ACCEPTED = "accepted"
    WRONG_MERCHANT = "wrong_merchant"
    WRONG_CURRENCY = "wrong_currency"
    WRONG_AMOUNT = "wrong_amount"
    WRONG_REFERENCE = "wrong_reference"
    INCONSISTENT = "inconsistent"  # totals that cannot be: more given back than taken, a success without an amount


class MessageVerdict(StrEnum):
    """What became of a provider's message."""

    WAITING = "waiting"
    APPLIED = "applied"
    NO_NEWS = "no_news"  # true and already known
    NOT_FINAL = "not_final"  # of a kind that never decides anything
    NOT_OURS = "not_ours"  # about a payment, a merchant or a currency that is not ours
    REFUSED = "refused"  # its facts do not match what we asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What recording an outcome did. ``left`` is the state before; the two amounts are what came on top this time.

    ``secured`` is what each payment of the order holds now.
    """

    payment: Payment
    secured: Mapping[PaymentId, Money]
    verdict: Verdict
    left: PaymentState
    captured_now: Money
    refunded_now: Money
    disputes: tuple[DisputeMoved, ...] = ()

    @property
    def moved(self) -> bool:
        return self.left is not self.payment.state

    @property
    def news(self) -> bool:
        return self.moved or bool(self.captured_now) or bool(self.refunded_now) or bool(self.disputes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """A payment whose provider must be asked again, with the operations whose answers are missing."""

    payment: Payment
    operations: tuple[Operation, ...]
