"""What a shipment is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NewType, Protocol, runtime_checkable
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money
from comptoir.kernel.transitions import StateTable

ShipmentId = NewType("ShipmentId", UUID)
BatchId = NewType("BatchId", UUID)
LabelId = NewType("LabelId", UUID)


class ShipmentState(StrEnum):
    PREPARING = "preparing"
    READY = "ready"  # waits at the counter for whoever collects it
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


SHIPMENT_STATES = StateTable(
    {
        ShipmentState.PREPARING: {ShipmentState.READY, ShipmentState.SHIPPED, ShipmentState.CANCELLED},
        ShipmentState.READY: {ShipmentState.SHIPPED, ShipmentState.CANCELLED},
        ShipmentState.SHIPPED: set(),
        ShipmentState.CANCELLED: set(),
    }
)


STILL_HERE = frozenset({ShipmentState.PREPARING, ShipmentState.READY})


class TrackingStatus(StrEnum):
    """Where a carrier says a parcel is."""

    HANDED_OVER = "handed_over"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPTED = "attempted"  # nobody was there
    AT_PICKUP_POINT = "at_pickup_point"
    DELIVERED = "delivered"
    RETURNED = "returned"  # it comes back to us
    LOST = "lost"


SAID_BY_HAND = frozenset({TrackingStatus.DELIVERED, TrackingStatus.RETURNED, TrackingStatus.LOST})
"""What people learn of a parcel without its carrier's machine: by telephone, or from the buyer."""


BY_HAND = "by hand"  # how the key of an event begins that people told


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """Something that a carrier tells of a parcel. ``key`` is the carrier's: told twice, it is one event."""

    key: str
    status: TrackingStatus
    at: datetime
    where: str = ""
    words: str = ""

    @property
    def is_by_hand(self) -> bool:
        return self.key.startswith(BY_HAND)


def carrier_delivered(told: Iterable[Tracked]) -> bool:
    """Whether the carrier itself says that a parcel arrived: no word of people stands against that."""
    return any(each.status is TrackingStatus.DELIVERED and not each.is_by_hand for each in told)


GONE_ASTRAY = frozenset({TrackingStatus.RETURNED, TrackingStatus.LOST})  # whoever waits for it will not have it


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Of a parcel that has left: the day it was delivered, as far as somebody said so, and what was told last."""

    delivered_on: date | None
    last_status: TrackingStatus | None

    @property
    def astray(self) -> TrackingStatus | None:
        return self.last_status if self.last_status in GONE_ASTRAY and self.delivered_on is None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCount:
    """Of the parcels that left in a month by one way of delivery and were promised for a day: how many arrived, or
    were ready to be collected, by that day, how many later, and how late half of these were at most, in days; 0 where
    none was.

    ``month`` is its first day. Of the others it is not known that they arrived.
    """

    month: date
    method: str
    promised: int
    kept: int
    late: int
    days_late: int

    @property
    def unknown(self) -> int:
        return self.promised - self.kept - self.late


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """So many pieces of a variant, from one place, in one shipment."""

    variant_id: VariantId
    place_code: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """What leaves together. ``tracking_url`` is empty where the carrier has no page we know of.

    ``promised_on`` is the day it was promised for; ``collection_code`` is what whoever collects it shows.
    """

    id: ShipmentId
    order_id: UUID
    state: ShipmentState
    carrier: str
    tracking_number: str
    tracking_url: str
    packed: tuple[Packed, ...]
    opened_at: datetime
    shipped_at: datetime | None
    promised_on: date | None = None
    ready_at: datetime | None = None
    collection_code: str = ""
    delivered_at: datetime | None = None
    delivered_on: date | None = None
    last_status: TrackingStatus | None = None

    @property
    def is_here(self) -> bool:
        return self.state in STILL_HERE

    @property
    def astray(self) -> TrackingStatus | None:
        return self.arrival.astray

    @property
    def arrival(self) -> Arrival:
        return Arrival(delivered_on=self.delivered_on, last_status=self.last_status)


class BatchState(StrEnum):
    PICKING = "picking"  # somebody walks along the shelves
    PICKED = "picked"  # everything lies in its box
    CANCELLED = "cancelled"


BATCH_STATES = StateTable(
    {
        BatchState.PICKING: {BatchState.PICKED, BatchState.CANCELLED},
        BatchState.PICKED: set(),
        BatchState.CANCELLED: set(),
    }
)

MOST_IN_A_BATCH = 50
"""Boxes on a trolley, generously."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickBatch:
    """Shipments of one place that are picked in one walk, each into the box of its number: the first into box 1."""

    id: BatchId
    number: int
    place_code: str
    state: BatchState
    opened_at: datetime
    shipment_ids: tuple[ShipmentId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """So many pieces of a variant to be taken from the shelf, and how many go into which box.

    ``found`` is how many were, None while nobody has been at the shelf; ``missing`` how many of them lack in which box.
    """

    variant_id: VariantId
    quantity: int
    boxes: tuple[tuple[int, int], ...]
    found: int | None = None
    missing: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortPick:
    """Pieces of a variant that were not found for a batch, and the orders that go without."""

    batch_id: BatchId
    batch_number: int
    place_code: str
    variant_id: VariantId
    missing: int
    found: int
    order_ids: tuple[UUID, ...]


class LabelState(StrEnum):
    ASKED = "asked"  # written down: the carrier is being asked, or its answer is missing
    MADE = "made"  # the carrier expects the parcel, and its label is kept
    REFUSED = "refused"  # the carrier does not take it: nothing was booked
    CALLED_OFF = "called_off"  # not wanted after all; the carrier is still to be told
    WITHDRAWN = "withdrawn"  # the carrier knows
    CHARGED = "charged"  # the carrier does not take it back


LABEL_STATES = StateTable(
    {
        LabelState.ASKED: {LabelState.MADE, LabelState.REFUSED, LabelState.CALLED_OFF},
        LabelState.MADE: {LabelState.CALLED_OFF},
        LabelState.REFUSED: set(),
        LabelState.CALLED_OFF: {LabelState.WITHDRAWN, LabelState.CHARGED},
        # An answer that comes late: it was booked after all, and is still to be withdrawn.
        LabelState.WITHDRAWN: {LabelState.CALLED_OFF},
        LabelState.CHARGED: set(),
    }
)

ON_THE_PARCEL = frozenset({LabelState.ASKED, LabelState.MADE})
TO_TELL = frozenset({LabelState.ASKED, LabelState.CALLED_OFF})
"""What a carrier is still to be asked about, or told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRequest:
    """A parcel that a carrier is asked to take: as it was when the label was asked for, and never otherwise."""

    carrier: str
    order_number: str
    sender: Address
    recipient: Address
    email: str
    language: str
    weight_grams: int
    value: Money
    asked_on: date

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "LabelRequest":
        """From stored JSON."""
        amount, currency = stored["value"]
        return cls(
            carrier=stored["carrier"],
            order_number=stored["order_number"],
            sender=Address.read(stored["sender"]),
            recipient=Address.read(stored["recipient"]),
            email=stored["email"],
            language=stored["language"],
            weight_grams=stored["weight_grams"],
            value=Money(amount, currency),
            asked_on=date.fromisoformat(stored["asked_on"]),
        )

    def values(self) -> dict[str, Any]:
        """For storing as JSON."""
        return {
            "carrier": self.carrier,
            "order_number": self.order_number,
            "sender": self.sender.values(),
            "recipient": self.recipient.values(),
            "email": self.email,
            "language": self.language,
            "weight_grams": self.weight_grams,
            "value": [self.value.minor, self.value.currency],
            "asked_on": self.asked_on.isoformat(),
        }


class LabelStatus(StrEnum):
    """What a carrier answered. What is not a clear answer is ``UNKNOWN``: it is asked again under the same key."""

    BOOKED = "booked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelOutcome:
    """``reference`` is the carrier's own name for the booking; ``reason`` why it says no, in its words."""

    status: LabelStatus
    reference: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    pdf: bytes = b""
    reason: str = ""


class Carrier(Protocol):
    """The port: whoever takes parcels, or makes labels for those who do. Both calls may be repeated under their key."""

    kind: str

    def serves(self, carrier: str) -> bool:
        """Whether it books for the carrier that people call so."""

    def book(self, *, key: LabelId, request: LabelRequest) -> LabelOutcome:
        """Announce a parcel and have its label: a PDF, the first page of which goes onto the parcel."""

    def withdraw(self, *, key: LabelId, carrier: str, reference: str) -> LabelOutcome:
        """The parcel of that key will not come. ``reference`` is "" where the answer to the booking never came."""


@runtime_checkable
class Tracker(Protocol):
    """The optional part of the port: a carrier's connector that can tell where a parcel is."""

    def tracks(self, carrier: str) -> bool:
        """Whether it can be asked about parcels of the carrier that people call so."""

    def look_up(
        self, *, carrier: str, tracking_numbers: Sequence[str], time_zone: str
    ) -> Mapping[str, tuple[Tracked, ...]]:
        """What the carrier tells of each parcel so far. Of what is left out nothing is known: the carrier did not
        answer, or knows nothing of it yet. Asked again, an event has the same key. Where the carrier tells the time of
        day by the clock on its wall, it is that of the time zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A parcel about which its carrier is asked."""

    shipment_id: ShipmentId
    order_id: UUID
    tracking_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The label of a shipment. ``request`` is None once the carrier has answered; ``reason`` is why it said no.

    ``tries`` is how often the carrier was asked, and ``next_try_at`` when it is asked again, None when it need not be.
    """

    id: LabelId
    shipment_id: ShipmentId
    connector: str
    carrier: str
    state: LabelState
    request: LabelRequest | None
    weight_grams: int
    reference: str
    tracking_number: str
    reason: str
    asked_at: datetime
    tries: int
    next_try_at: datetime | None
    has_pdf: bool

    @property
    def is_made(self) -> bool:
        return self.state is LabelState.MADE and self.has_pdf


@dataclass(frozen=True, slots=True)
class LabelPdf:
    filename: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PastShipment:
    """What left together for an order in the past."""

    order_id: UUID
    carrier: str
    tracking_number: str
    packed: tuple[Packed, ...]
    opened_at: datetime
    shipped_at: datetime


# Where a carrier shows a parcel; the number is filled in, escaped. Public pages of the carriers named.
TRACKING_PAGES: Mapping[str, str] = {
    "colissimo": "https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
    "chronopost": "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={number}",
    "dpd": "https://trace.dpd.fr/fr/trace/{number}",
    "mondial relay": "https://www.mondialrelay.fr/suivi-de-colis/?numeroExpedition={number}",
}
