"""What integrations gives and takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Protocol
from uuid import UUID

from comptoir.domains.fulfilment.events import ParcelDelivered, ParcelReady, ParcelShipped, ParcelStrayed
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.invoicing.events import DocumentIssued
from comptoir.domains.orders import events as orders
from comptoir.domains.payments.events import PaymentCaptured, PaymentRefunded
from comptoir.kernel.events import Event
from comptoir.kernel.transitions import StateTable

SubscriptionId = NewType("SubscriptionId", UUID)
DeliveryId = NewType("DeliveryId", UUID)

ABOUT_ORDERS: tuple[type[Event], ...] = (
    orders.OrderPlaced,
    orders.OrderPaid,
    orders.OrderPreparing,
    orders.OrderRevised,
    orders.OrderDifferencePaid,
    orders.OrderHeld,
    orders.OrderReleased,
    orders.OrderPiecesShipped,
    orders.OrderShipped,
    orders.OrderPiecesReturned,
    orders.OrderCancelled,
    ParcelReady,
    ParcelShipped,
    ParcelStrayed,
    ParcelDelivered,
    PaymentCaptured,
    PaymentRefunded,
    DocumentIssued,
)
"""An order's life. Orders of the past that are taken over are no news to anybody."""

FOLLOWED: tuple[type[Event], ...] = (*ABOUT_ORDERS, AvailabilityChanged)
"""What goes out."""

EVENT_NAMES: tuple[str, ...] = tuple(kind.NAME for kind in FOLLOWED)
PING = "ping"
"""The type of a message that only shows that messages arrive."""


class DeliveryState(StrEnum):
    QUEUED = "queued"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"  # tried for three days, or the subscriber is gone


DELIVERY_STATES = StateTable(
    {
        DeliveryState.QUEUED: {DeliveryState.DELIVERED, DeliveryState.GIVEN_UP},
        DeliveryState.DELIVERED: {DeliveryState.QUEUED},
        DeliveryState.GIVEN_UP: {DeliveryState.QUEUED},
    }
)


class Failure(StrEnum):
    """Why no answer came."""

    REFUSED_ADDRESS = "refused_address"  # not on the public internet
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    FAULT = "fault"  # ours


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionDraft:
    """What somebody wants to hear. ``markets`` None: all of them."""

    name: str
    url: str
    event_names: frozenset[str]
    markets: frozenset[str] | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Who listens where, without the secret. ``failing_since``: nothing has arrived there since then."""

    id: SubscriptionId
    name: str
    url: str
    event_names: frozenset[str]
    markets: frozenset[str] | None
    enabled: bool
    failing_since: datetime | None
    former_secret_until: datetime | None
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingSubscription:
    """A subscriber whose failure was told: how many messages wait for it, and what it answered last, latest first."""

    subscription: Subscription
    waiting: int
    given_up: int
    answers: tuple["Answer", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one subscriber, and how it went.

    ``position`` counts all messages of the subscription, ``sequence`` those about one subject; None where order does
    not matter. ``status`` and ``answer`` are of the last try.
    """

    id: DeliveryId
    subscription_id: SubscriptionId
    position: int
    event_name: str
    subject: str
    sequence: int | None
    body: str
    state: DeliveryState
    tries: int
    try_at: datetime
    happened_at: datetime
    ended_at: datetime | None
    status: int | None
    answer: str
    failure: Failure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message that nobody else sends before ``leased_until``."""

    delivery_id: DeliveryId
    subscription_id: SubscriptionId
    url: str
    body: str
    leased_until: datetime
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a subscriber said: a status and the beginning of the text, or why there is neither."""

    status: int | None = None
    text: str = ""
    retry_after: timedelta | None = None
    failure: Failure | None = None


class WebhookTransport(Protocol):
    """The way out for messages. Whatever goes wrong is an answer; nothing is raised."""

    def post(self, *, url: str, headers: Mapping[str, str], body: bytes) -> Answer: ...


class ResourceLinks(Protocol):
    """Where machines read more; the surface that answers there knows."""

    def order(self, *, order_id: UUID) -> str:
        """The absolute address of an order."""
