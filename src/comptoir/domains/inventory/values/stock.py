"""What stands on a shelf, what of it is promised, and what buyers are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.addresses import Address
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

    @classmethod
    def of(cls, market: str, address: Address) -> "Destination":
        return cls(market=market, country=address.country, postal_code=address.postal_code)


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
    TO_ORDER = "to_order"  # nothing is free on a shelf, and pieces are promised of what is still to come
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Up to so many ``pieces``, counted from the next one that is promised beyond the shelves, are there on a day."""

    pieces: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class KitPart:
    """So many pieces of a variant that are in one piece of a kit."""

    variant_id: VariantId
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartStock:
    """A part of a kit, and what can be promised of it by itself."""

    quantity: int
    availability: "Availability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """What can still be promised of a variant, over all places; never below zero.

    Of what is ``available``, so many pieces stand ``on_shelf``; the others are on order: back-ordered, or as a
    ``preorder`` of what has not come out yet. ``arrivals`` are the days on which those are expected, soonest first;
    of what no arrival covers, nobody knows the day. ``places`` have so many on the shelf that are nobody's.

    Of a kit, ``parts`` are what it is made of, and the numbers count whole kits. What is ``unlimited`` lies on no shelf
    and never runs out.
    """

    variant_id: VariantId
    available: int
    band: Band
    on_shelf: int
    preorder: bool = False
    arrivals: tuple[Arrival, ...] = ()
    parts: tuple[PartStock, ...] = ()
    unlimited: bool = False
    places: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def expected_on(self) -> date | None:
        """The day on which the next piece beyond the shelves is expected, if it is known."""
        return self.arrivals[0].on if self.arrivals else None

    def on_order(self, quantity: int) -> int:
        """How many of so many pieces would have to wait for goods that are not there yet."""
        return max(0, min(quantity, self.available) - self.on_shelf)

    def day_for(self, quantity: int) -> date | None:
        """The day on which the last of so many pieces is expected, if it is known; it may have passed."""
        waiting = self.on_order(quantity)
        return next((arrival.on for arrival in self.arrivals if arrival.pieces >= waiting), None)

    def expected_for(self, quantity: int, *, today: date) -> date | None:
        """The same, unless it has passed: a day that can be promised."""
        day = self.day_for(quantity)
        return day if day and day >= today else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """So many pieces that were ordered of a supplier and are expected on a day."""

    on: date
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The stock of one variant at one place.

    ``on_hand`` is what stands on the shelf. Of it, ``reserved`` waits for a payment and ``claimed`` is paid and not yet
    shipped. ``safety`` is never promised; ``backorder_limit`` may be promised beyond the shelf. ``shortfall`` is what
    was promised but a count no longer found. Over so many ``buckets`` it is spread for a sale (0: it is not). The
    others are the policy: see ``StockPolicy``. ``in_kits``: it is also sold as a part of kits. ``coming`` is what
    suppliers send, told only where it says when back-orders are served: where the policy names no day.
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
    shelf: str = ""
    in_kits: bool = False
    coming: tuple[Coming, ...] = ()

    @property
    def free(self) -> int:
        """What stands there and is nobody's; negative where more is promised than stands there."""
        return self.on_hand - self.reserved - self.claimed - self.safety

    @property
    def available(self) -> int:
        """May be negative after a count that found less than was promised."""
        return self.free + self.backorder_limit


MOST_BUCKETS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPolicy:
    """How the stock of a variant at a place is kept.

    ``safety`` pieces are never promised. ``backorder_limit`` pieces may be promised beyond the shelf: as a pre-order of
    what has not come out yet, or until goods that are ``expected_on`` a day (None: as purchase orders say). From
    ``low_stock`` pieces down, few are left (None: the shop's usual number), and so many are ordered that it becomes
    ``target`` (None: none are). ``shelf`` says where in the place it lies, in the words of those who walk there.
    """

    variant_id: VariantId
    place_code: str
    safety: int = 0
    backorder_limit: int = 0
    preorder: bool = False
    expected_on: date | None = None
    low_stock: int | None = None
    target: int | None = None
    shelf: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Somebody counted: so many pieces of a variant stand at a place. ``seen`` is the number they had before their
    eyes, where there was one."""

    variant_id: VariantId
    place_code: str
    quantity: int
    seen: int | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedPieces:
    """Pieces kept for an order at a place where they do not stand yet.

    ``expected_on`` is when the last of them is expected, if it is known; it may have passed.
    """

    order_id: UUID
    variant_id: VariantId
    place_code: str
    quantity: int
    preorder: bool
    expected_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A variant of which goods are late at a place: ``expected_on`` a day that has passed, while so many pieces are
    ``promised`` beyond what stands there."""

    variant_id: VariantId
    place_code: str
    promised: int
    expected_on: date
