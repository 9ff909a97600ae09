"""Our books against a provider's."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from comptoir.domains.payments.values.payment import OperationId, PaymentId
from comptoir.kernel.money import Money


class Difference(StrEnum):
    """What a provider's books and ours tell differently about one payment."""

    UNKNOWN_TO_US = "unknown_to_us"  # it holds money for nobody we know
    UNKNOWN_TO_THEM = "unknown_to_them"  # we count money it has never heard of
    OTHER_AMOUNT = "other_amount"
    OTHER_STATE = "other_state"  # taken, set aside or given back on one side only


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredRefund:
    """Money that is to go back, was asked for, and of which nothing was heard since."""

    payment_id: PaymentId
    order_id: UUID
    market: str
    provider: str
    amount: Money
    cause: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    """Where the buyer wants money to be sent."""

    holder: str
    iban: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundByHand:
    """A refund that a person has to send, because nobody else can; ``to`` is None until the buyer has said where."""

    id: OperationId
    payment_id: PaymentId
    market: str
    order_id: UUID
    method: str
    amount: Money
    cause: str
    requested_at: datetime
    to: BankAccount | None = None
