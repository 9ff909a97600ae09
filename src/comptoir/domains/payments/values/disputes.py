"""Money that a buyer has asked their bank to take back from us."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.kernel.money import Money
from comptoir.kernel.transitions import StateTable

DisputeId = NewType("DisputeId", UUID)


class DisputeState(StrEnum):
    OPEN = "open"  # the bank has taken the money back and looks at the case
    WON = "won"  # it is ours again
    LOST = "lost"


_D = DisputeState

# Only up, so that the end does not depend on the order in which it was heard.
DISPUTE_STATES = StateTable({_D.OPEN: {_D.WON, _D.LOST}, _D.WON: {_D.LOST}, _D.LOST: set()})


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeFact:
    """What a provider says of a dispute, as of now. ``reference`` is its name there; ``answer_by`` is until when the
    bank takes proof, where it says so."""

    reference: str
    state: DisputeState
    amount: Money
    reason: str = ""
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A dispute about a payment, as we have heard of it."""

    id: DisputeId
    payment_id: UUID
    reference: str
    state: DisputeState
    amount: Money
    reason: str
    answer_by: datetime | None
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeMoved:
    """A dispute that was heard of or decided just now; ``left`` is its state before, None for a new one."""

    dispute: Dispute
    left: DisputeState | None
