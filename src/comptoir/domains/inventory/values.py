"""What inventory gives and takes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.transitions import StateTable


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLine:
    """So many pieces of a variant."""

    variant_id: VariantId
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
    """What can still be promised of a variant, over all places; never below zero."""

    variant_id: VariantId
    available: int
    band: Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The stock of one variant at one place.

    ``on_hand`` is what stands on the shelf. Of it, ``reserved`` waits for a payment and ``claimed`` is paid and not yet
    shipped. ``safety`` is never promised; ``backorder_limit`` may be promised beyond the shelf. ``shortfall`` is what
    was promised but a count no longer found.
    """

    variant_id: VariantId
    place_code: str
    on_hand: int
    reserved: int
    claimed: int
    safety: int
    backorder_limit: int
    shortfall: int

    @property
    def available(self) -> int:
        """May be negative after a count that found less than was promised."""
        return self.on_hand + self.backorder_limit - self.reserved - self.claimed - self.safety


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
