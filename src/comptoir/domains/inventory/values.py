"""What inventory gives and takes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.money import Money
from comptoir.kernel.transitions import StateTable


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLine:
    """So many pieces of a variant."""

    variant_id: VariantId
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where an order goes: its market's rules say which places serve it, its address which of them are near."""

    market: str
    country: str
    postal_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """So many pieces of a variant, at one place."""

    variant_id: VariantId
    place_code: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """More was wanted than can be promised."""

    variant_id: VariantId
    wanted: int
    available: int


class Band(StrEnum):
    """What a buyer is told about stock."""

    IN_STOCK = "in_stock"
    LOW = "low"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """What can still be promised of a variant, over all places; never below zero.

    ``backordered`` tells that the shelves are promised away and only the agreed back-order still serves. Then
    ``preorder`` tells that the goods have not come out yet, and ``expected_on`` when they are expected, if it is known.
    """

    variant_id: VariantId
    available: int
    band: Band
    backordered: bool = False
    preorder: bool = False
    expected_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The stock of one variant at one place.

    ``on_hand`` is what stands on the shelf. Of it, ``reserved`` waits for a payment and ``claimed`` is paid and not yet
    shipped. ``safety`` is never promised; ``backorder_limit`` may be promised beyond the shelf. ``shortfall`` is what
    was promised but a count no longer found. Over so many ``buckets`` it is spread for a sale (0: it is not). The
    others are the policy: see ``StockPolicy``.
    """

    variant_id: VariantId
    place_code: str
    on_hand: int
    reserved: int
    claimed: int
    safety: int
    backorder_limit: int
    shortfall: int
    low_stock: int | None = None
    target: int | None = None
    preorder: bool = False
    expected_on: date | None = None
    buckets: int = 0

    @property
    def available(self) -> int:
        """May be negative after a count that found less than was promised."""
        return self.on_hand + self.backorder_limit - self.reserved - self.claimed - self.safety


MOST_BUCKETS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPolicy:
    """How the stock of a variant at a place is kept.

    ``safety`` pieces are never promised. ``backorder_limit`` pieces may be promised beyond the shelf: as a pre-order of
    what has not come out yet, or until goods that are ``expected_on`` a day. From ``low_stock`` pieces down, few are
    left (None: the shop's usual number), and so many are ordered that it becomes ``target`` (None: none are).
    """

    variant_id: VariantId
    place_code: str
    safety: int = 0
    backorder_limit: int = 0
    preorder: bool = False
    expected_on: date | None = None
    low_stock: int | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Somebody counted: so many pieces of a variant stand at a place."""

    variant_id: VariantId
    place_code: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSale:
    """So many pieces of a variant that left a place for an order in the past; ``reference`` names the order."""

    order_id: UUID
    variant_id: VariantId
    place_code: str
    quantity: int
    reserved_at: datetime
    shipped_at: datetime
    reference: str


class MovementKind(StrEnum):
    """Why the number on the shelf changed."""

    COUNT = "count"  # the difference that a count found
    RECEIPT = "receipt"  # from a supplier
    SHIPMENT = "shipment"  # left with a parcel
    RETURN = "return"  # came back and can be sold again
    TRANSFER = "transfer"  # between two places, one line each
    DAMAGE = "damage"  # written off


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One line of the movement ledger."""

    id: int
    variant_id: VariantId
    place_code: str
    kind: MovementKind
    quantity: int
    on_hand_after: int
    reference: str
    actor_label: str
    at: datetime


class ReservationState(StrEnum):
    ACTIVE = "active"  # waits for the payment
    CLAIMED = "claimed"  # paid: nobody else's any more
    SHIPPED = "shipped"
    RELEASED = "released"  # cancelled
    EXPIRED = "expired"  # not paid in time


RESERVATION_STATES = StateTable(
    {
        ReservationState.ACTIVE: {ReservationState.CLAIMED, ReservationState.RELEASED, ReservationState.EXPIRED},
        ReservationState.CLAIMED: {ReservationState.SHIPPED, ReservationState.RELEASED},
        ReservationState.SHIPPED: set(),
        ReservationState.RELEASED: set(),
        ReservationState.EXPIRED: set(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Pieces of a variant at a place, kept for one order."""

    order_id: UUID
    variant_id: VariantId
    place_code: str
    quantity: int
    state: ReservationState
    until: datetime
    made_at: datetime
    ended_at: datetime | None


TransferId = NewType("TransferId", UUID)
PurchaseOrderId = NewType("PurchaseOrderId", UUID)
CountId = NewType("CountId", UUID)


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
    """Somebody goods are bought from, in their ``currency``; they arrive ``lead_days`` after they were ordered."""

    code: str
    name: str
    currency: str
    email: str = ""
    lead_days: int = 0
    active: bool = True


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
