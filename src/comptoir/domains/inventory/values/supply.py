"""Papers that move goods (transfers, purchase orders, counts), and whom goods are bought from."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.money import Money
from comptoir.kernel.transitions import StateTable

TransferId = NewType("TransferId", UUID)
PurchaseOrderId = NewType("PurchaseOrderId", UUID)
CountId = NewType("CountId", UUID)
ReceiptId = NewType("ReceiptId", UUID)


class TransferState(StrEnum):
    IN_TRANSIT = "in_transit"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    CANCELLED = "cancelled"


TRANSFER_STATES = StateTable(
    {
        TransferState.IN_TRANSIT: {
            TransferState.PARTLY_RECEIVED,
            TransferState.RECEIVED,
            TransferState.CANCELLED,
        },
        TransferState.PARTLY_RECEIVED: {TransferState.RECEIVED},
        TransferState.RECEIVED: set(),
        TransferState.CANCELLED: set(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferLine:
    """So many pieces ``sent``; what was neither received, lost nor given back is on its way."""

    variant_id: VariantId
    sent: int
    received: int
    lost: int
    given_back: int

    @property
    def under_way(self) -> int:
        return self.sent - self.received - self.lost - self.given_back


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Goods on their way from one place to another. Lists come without lines."""

    id: TransferId
    number: str
    source_code: str
    destination_code: str
    state: TransferState
    opened_at: datetime
    under_way: int
    lines: tuple[TransferLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """Somebody goods are bought from, in their ``currency``; they arrive ``lead_days`` after they were ordered.

    ``language`` is that of letters to them, "" for the shop's own.
    """

    code: str
    name: str
    currency: str
    email: str = ""
    lead_days: int = 0
    active: bool = True
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """From whom a variant is bought, and what a piece costs there. A variant has one supplier at a time."""

    variant_id: VariantId
    supplier_code: str
    unit_cost: Money


class PurchaseState(StrEnum):
    DRAFT = "draft"
    ORDERED = "ordered"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    CANCELLED = "cancelled"


PURCHASE_STATES = StateTable(
    {
        PurchaseState.DRAFT: {PurchaseState.ORDERED, PurchaseState.CANCELLED},
        PurchaseState.ORDERED: {
            PurchaseState.PARTLY_RECEIVED,
            PurchaseState.RECEIVED,
            PurchaseState.CANCELLED,
        },
        PurchaseState.PARTLY_RECEIVED: {PurchaseState.RECEIVED},
        PurchaseState.RECEIVED: set(),
        PurchaseState.CANCELLED: set(),
    }
)


MAILED = frozenset({PurchaseState.DRAFT, PurchaseState.ORDERED, PurchaseState.PARTLY_RECEIVED})
"""While it can go to its supplier by mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseLine:
    """So many pieces asked for, at a price each."""

    variant_id: VariantId
    ordered: int
    unit_cost: Money
    received: int = 0

    @property
    def outstanding(self) -> int:
        return max(0, self.ordered - self.received)


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrder:
    """What was asked of a supplier, for one place. Lists come without lines; ``total`` is what was ordered."""

    id: PurchaseOrderId
    number: str
    supplier_code: str
    supplier_name: str
    place_code: str
    state: PurchaseState
    made_at: datetime
    ordered_at: datetime | None
    expected_on: date | None
    total: Money
    outstanding: int
    lines: tuple[PurchaseLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PurchaseMail:
    """To whom a purchase order goes by mail, and in which language, "" for the shop's own."""

    to: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """So many pieces that came without a purchase order, at a cost each where it is known."""

    variant_id: VariantId
    quantity: int
    unit_cost: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsReceipt:
    """What came to a place without a purchase order, with which ``delivery_note``. Lists come without lines."""

    id: ReceiptId
    number: str
    place_code: str
    delivery_note: str
    received_at: datetime
    pieces: int
    cancelled_at: datetime | None = None
    lines: tuple[ReceiptLine, ...] = ()


class CountState(StrEnum):
    OPEN = "open"
    APPLIED = "applied"
    DROPPED = "dropped"


COUNT_STATES = StateTable(
    {
        CountState.OPEN: {CountState.APPLIED, CountState.DROPPED},
        CountState.APPLIED: set(),
        CountState.DROPPED: set(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """An article to be counted; ``booked`` is what stood there by the books at the moment it was."""

    variant_id: VariantId
    counted: int | None
    booked: int | None
    counted_at: datetime | None
    counted_by: str

    @property
    def difference(self) -> int:
        """More (or, negative, fewer) pieces than by the books; 0 where nobody has counted."""
        return 0 if self.counted is None or self.booked is None else self.counted - self.booked


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSession:
    """A count of a place. ``lines`` have the biggest difference first; lists come without them."""

    id: CountId
    number: str
    place_code: str
    state: CountState
    opened_at: datetime
    to_count: int
    counted: int
    lines: tuple[CountLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """How much of a variant to order for a place, and why: what is ``free`` there, what is ``incoming`` (ordered,
    drafted or in transit), what was ``sold`` in the last 28 days. ``supplier_code`` is "" where nobody is named."""

    variant_id: VariantId
    place_code: str
    supplier_code: str
    unit_cost: Money | None
    free: int
    incoming: int
    sold: int
    low_stock: int
    target: int
    quantity: int
