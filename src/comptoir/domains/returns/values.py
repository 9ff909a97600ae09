"""What a return is: goods that come back, why, and what becomes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.domains.catalogue.values import VariantCard, VariantId
from comptoir.domains.orders.values import OrderId, OrderLine
from comptoir.domains.pricing.values import PricedLine
from comptoir.kernel.money import Money
from comptoir.kernel.transitions import StateTable

ReturnId = NewType("ReturnId", UUID)


class ReturnKind(StrEnum):
    WITHDRAWAL = "withdrawal"  # the buyer changed their mind, as the law lets them
    COMPLAINT = "complaint"  # something is wrong with the goods
    EXCHANGE = "exchange"  # the buyer wants another variant instead


class ReturnState(StrEnum):
    REQUESTED = "requested"  # a complaint waits for somebody to look at it
    ACCEPTED = "accepted"  # the goods are to be sent
    RECEIVED = "received"  # they are here, the money is going back
    CLOSED = "closed"  # the money is back
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # the buyer keeps the goods after all
    STOPPED = "stopped"  # none of it had left: it was called off, and nothing is to come back


RETURN_STATES = StateTable(
    {
        ReturnState.REQUESTED: {
            ReturnState.ACCEPTED,
            ReturnState.REFUSED,
            ReturnState.WITHDRAWN,
            ReturnState.STOPPED,
        },
        ReturnState.ACCEPTED: {ReturnState.RECEIVED, ReturnState.REFUSED, ReturnState.WITHDRAWN},
        ReturnState.RECEIVED: {ReturnState.CLOSED},
        ReturnState.CLOSED: set(),
        ReturnState.REFUSED: set(),
        ReturnState.WITHDRAWN: set(),
        ReturnState.STOPPED: set(),
    }
)

AWAITED = frozenset({ReturnState.REQUESTED, ReturnState.ACCEPTED})
"""While the pieces are spoken for and not here yet."""


class Reason(StrEnum):
    UNSAID = ""  # nobody who withdraws has to say why
    UNSUITED = "unsuited"
    DIFFERENT = "different"
    LATE = "late"
    DAMAGED = "damaged"
    FAULTY = "faulty"
    WRONG = "wrong"
    OTHER = "other"


REASONS: Mapping[Reason, Promise] = {
    Reason.UNSAID: _("No reason given"),
    Reason.UNSUITED: _("It does not suit me"),
    Reason.DIFFERENT: _("It is not what I expected"),
    Reason.LATE: _("It came too late"),
    Reason.DAMAGED: _("It arrived damaged"),
    Reason.FAULTY: _("It does not work as it should"),
    Reason.WRONG: _("It is not what I ordered"),
    Reason.OTHER: _("Something else"),
}

BY_RIGHT = frozenset({ReturnKind.WITHDRAWAL, ReturnKind.EXCHANGE})
"""A change of mind: within the period, of goods that are not excepted, and nobody decides."""

_CHANGE_OF_MIND = (Reason.UNSAID, Reason.UNSUITED, Reason.DIFFERENT, Reason.LATE, Reason.OTHER)

REASONS_FOR: Mapping[ReturnKind, tuple[Reason, ...]] = {
    ReturnKind.WITHDRAWAL: _CHANGE_OF_MIND,
    ReturnKind.EXCHANGE: _CHANGE_OF_MIND,
    ReturnKind.COMPLAINT: (Reason.DAMAGED, Reason.FAULTY, Reason.WRONG, Reason.OTHER),
}


class Outcome(StrEnum):
    RESTOCK = "restock"  # to be sold again
    SCRAP = "scrap"  # written off
    MISSING = "missing"  # announced, and not in the parcel


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """So many pieces of an order's line (by its position) are to go back, in an exchange for others: ``swap_for``."""

    position: int
    quantity: int
    reason: Reason = Reason.UNSAID
    swap_for: VariantId | None = None


LONGEST_REASON = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBack:
    """What is not given back of goods that lost value by being used beyond what it takes to try them (article 14
    paragraph 2 of directive 2011/83/EU, L221-23), and why, in words for the buyer."""

    amount: Money
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedLine:
    """So many of them came, and what becomes of those, of which so many are ``scrapped`` all the same, and so many put
    ``aside`` in a quarantine. None at all is ``missing``."""

    position: int
    received: int
    outcome: Outcome = Outcome.RESTOCK
    scrapped: int = 0
    aside: int = 0
    kept_back: KeptBack | None = None

    @property
    def written_off(self) -> int:
        return self.received if self.outcome is Outcome.SCRAP else self.scrapped

    @property
    def good(self) -> int:
        """To be sold again at once."""
        return self.received - self.written_off - self.aside


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRequest:
    """What is asked for. ``id`` is chosen by whoever asks: asked twice, it is one return.

    ``name`` and ``email`` are those of the statement: the acknowledgement goes to that address.
    """

    id: ReturnId
    order_id: OrderId
    kind: ReturnKind
    lines: tuple[AskedLine, ...]
    name: str
    email: str
    statement: str = ""

    @property
    def swaps(self) -> tuple["Swap", ...]:
        """What is wanted instead, of the lines that say so."""
        return tuple(
            Swap(position=line.position, quantity=line.quantity, variant_id=line.swap_for)
            for line in self.lines
            if line.swap_for
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """``received`` is None until the parcel was opened; ``written_off`` of those are not sold again, and those put
    ``aside`` perhaps later. ``swapped_for`` is what is sent instead, if anything is."""

    position: int
    quantity: int
    reason: Reason
    received: int | None = None
    outcome: Outcome | None = None
    written_off: int = 0
    aside: int = 0
    swapped_for: VariantId | None = None
    kept_back: KeptBack | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A return as it stands. ``place_code`` is where the goods go, and after receipt where they came in.

    ``lines`` are to come back; ``called_off`` had not left when they were withdrawn from, and were taken off the order.
    ``refund`` is what is given back, decided at receipt; ``with_delivery`` says that the price of delivery is in it.
    ``swapped`` is what, beside it, paid the order ``replacement_id``, of what is sent instead. ``because`` is why it
    was refused.
    """

    id: ReturnId
    number: str
    order_id: OrderId
    market: str
    kind: ReturnKind
    state: ReturnState
    name: str
    email: str
    statement: str
    place_code: str
    lines: tuple[ReturnLine, ...]
    requested_at: datetime
    accepted_at: datetime | None
    received_at: datetime | None
    ended_at: datetime | None
    refund: Money | None
    swapped: Money | None
    with_delivery: bool
    because: str
    replacement_id: OrderId | None = None
    called_off: tuple[AskedLine, ...] = ()

    @property
    def is_replaceable(self) -> bool:
        """Whether staff may send other goods instead: of a complaint that waits for its goods."""
        return self.kind is ReturnKind.COMPLAINT and self.state in AWAITED and self.replacement_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    """One line of the work queue."""

    id: ReturnId
    number: str
    order_id: OrderId
    market: str
    kind: ReturnKind
    state: ReturnState
    name: str
    pieces: int
    refund: Money | None
    requested_at: datetime
    replacement_id: OrderId | None = None
    swapped: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFilter:
    """What of the queue is wanted. ``text`` begins a number. Oldest first while something is to be done."""

    states: tuple[ReturnState, ...] = ()
    market: str | None = None
    text: str = ""
    oldest_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalPeriod:
    """Whether a buyer may withdraw now. ``last_day`` is None as long as something is still to arrive."""

    is_open: bool
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Returnable:
    """A line of which so many ``pieces`` may be asked for now; ``unsent`` of them have not left."""

    line: OrderLine
    pieces: int
    unsent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountBack:
    """What pieces that came back are worth to the buyer, delivery included or not; ``swapped`` of it pays what is sent
    instead, the rest is refunded."""

    amount: Money
    with_delivery: bool
    swapped: Money

    @property
    def refund(self) -> Money:
        return self.amount - self.swapped

    def at_most(self, left: Money, worth: Money | None) -> "AmountBack":
        """Not more than what is left of what was paid, nor than what credit notes over the pieces come to, if any do:
        what was given back as a gesture before goes back no second time."""
        return replace(self, amount=min(self.amount, left, self.amount if worth is None else worth))


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """So many pieces of an order's line (by its position) are replaced by as many of a variant."""

    position: int
    quantity: int
    variant_id: VariantId


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapChoice:
    """A variant that a line can be swapped for, as it is sold today. ``difference`` is what a piece of it costs more
    today than one of the line, or less when negative."""

    variant: VariantCard
    priced: PricedLine
    difference: Money


def refund_cause(return_id: ReturnId) -> str:
    """Under which cause payments know the refund of a return: one cause is refunded once."""
    return f"return {return_id}"
