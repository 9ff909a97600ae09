"""What the screens show of money that a person has to send back."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from comptoir.backoffice.orders.states import REFUND
from comptoir.backoffice.parts import Pill, Screen, Words
from comptoir.domains.payments.values import OperationState
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHandRow:
    """What a person has to send, ``also`` beside its first refund. ``kept_action`` gives it as store credit."""

    href: str
    number: str
    method: str
    why: Words
    requested_at: datetime
    amount: Money
    holder: str
    iban: str
    sent_action: str
    also: tuple[str, ...]
    kept_action: str
    state: Pill = field(default_factory=lambda: REFUND[OperationState.REQUESTED])


@dataclass(frozen=True, kw_only=True)
class ByHandList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/orders/refunds.html"

    listing: None
    rows: tuple[ByHandRow, ...]
