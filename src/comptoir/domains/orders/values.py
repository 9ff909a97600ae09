"""An order, frozen: what was promised, to whom, at what price."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.pricing.values import TaxLine
from comptoir.kernel.addresses import Address
from comptoir.kernel.clock import local_day
from comptoir.kernel.money import Money
from comptoir.kernel.transitions import StateTable

OrderId = NewType("OrderId", UUID)


class OrderState(StrEnum):
    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"  # the money is authorised or taken, the goods are claimed
    PREPARING = "preparing"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


ORDER_STATES = StateTable(
    {
        OrderState.AWAITING_PAYMENT: {OrderState.PAID, OrderState.CANCELLED},
        OrderState.PAID: {OrderState.PREPARING, OrderState.CANCELLED},
        OrderState.PREPARING: {OrderState.SHIPPED, OrderState.CANCELLED},
        OrderState.SHIPPED: set(),
        OrderState.CANCELLED: set(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """So many pieces at a price with tax. ``options`` reads "250 g" in the order's language."""

    position: int
    variant_id: VariantId
    sku: str
    title: str
    options: str
    image: str
    quantity: int
    unit_price: Money
    total: Money
    tax_class: str
    tax_rate: Decimal
    weight_grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenDelivery:
    """The delivery as it was promised. ``tax`` is inside ``price``."""

    code: str
    label: str
    kind: str
    place_code: str
    carrier: str
    price: Money
    promised_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraft:
    """What it takes to make an order: already priced and checked."""

    id: OrderId
    cart_id: UUID
    market: str
    number_prefix: str
    legal_entity_id: UUID
    channel: str
    customer_id: UUID
    email: str
    language: str
    lines: tuple[OrderLine, ...]
    goods_total: Money
    delivery: ChosenDelivery
    total: Money
    taxes: tuple[TaxLine, ...]
    shipping_address: Address
    billing_address: Address
    comment: str
    terms_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastOrder:
    """An order that ended long ago: it was shipped, or called off before anybody paid.

    ``paid_by`` is the payment that counted.
    """

    draft: OrderDraft
    placed_at: datetime
    paid_at: datetime | None = None
    paid_by: UUID | None = None
    prepared_at: datetime | None = None
    shipped_at: datetime | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order as it stands."""

    id: OrderId
    number: str
    state: OrderState
    cart_id: UUID
    market: str
    legal_entity_id: UUID
    channel: str
    customer_id: UUID
    email: str
    language: str
    lines: tuple[OrderLine, ...]
    goods_total: Money
    delivery: ChosenDelivery
    total: Money
    taxes: tuple[TaxLine, ...]
    shipping_address: Address
    billing_address: Address
    comment: str
    terms_version: str
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    cancelled_at: datetime | None

    def promised_day(self, time_zone: str) -> date | None:
        """The day by which the goods arrive or can be collected, while that promise holds (see ``promise_that_holds``).

        What was cancelled is promised no more, and what was collected waits no longer.
        """
        collected = self.state is OrderState.SHIPPED and self.delivery.kind == "pickup"
        if self.state is OrderState.CANCELLED or collected:
            return None
        return promise_that_holds(self.delivery.promised_on, self.placed_at, self.paid_at, time_zone)

    @property
    def can_be_cancelled_by_buyer(self) -> bool:
        """Until somebody starts to prepare it."""
        return CANCELLABLE_BY_BUYER.allows(self.state, OrderState.CANCELLED)

    @property
    def can_be_cancelled(self) -> bool:
        return ORDER_STATES.allows(self.state, OrderState.CANCELLED)


def promise_that_holds(promised_on: date, placed_at: datetime, paid_at: datetime | None, time_zone: str) -> date | None:
    """The promised day, if the order was paid on the day it was placed: the promise was made for money that comes at
    once, and means nothing when it came later or has not come."""
    at_once = paid_at is not None and local_day(paid_at, time_zone) == local_day(placed_at, time_zone)
    return promised_on if at_once else None


CANCELLABLE_BY_BUYER = StateTable(
    {
        OrderState.AWAITING_PAYMENT: {OrderState.CANCELLED},
        OrderState.PAID: {OrderState.CANCELLED},
        OrderState.CANCELLED: set(),
    }
)
"""Until somebody starts to prepare it; after that, staff only."""


class MoneyVerdict(StrEnum):
    """What to do with money that has come for an order."""

    PAYS = "pays"  # it is what the order waited for
    GIVE_BACK = "give_back"  # the order does not want it (any more)
    NOTHING = "nothing"  # too little so far, or already counted


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedMoney:
    """What an order expects of its payments, as read under its lock. ``paid_by`` is the payment that paid it."""

    state: OrderState
    total: Money
    paid_by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One line of the list of orders."""

    id: OrderId
    number: str
    state: OrderState
    market: str
    name: str
    email: str
    total: Money
    pieces: int
    delivery: ChosenDelivery
    promised_on: date
    placed_at: datetime
    paid_at: datetime | None

    def promised_day(self, time_zone: str) -> date | None:
        """As ``promise_that_holds``."""
        return promise_that_holds(self.promised_on, self.placed_at, self.paid_at, time_zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilter:
    """What of the list is wanted. ``text`` finds numbers, names and e-mail addresses by any part of them.

    Newest first, or with ``soonest`` by the day they are promised for: what is to be done next, what is late on top.
    """

    states: tuple[OrderState, ...] = ()
    market: str | None = None
    customer_id: UUID | None = None
    text: str = ""
    soonest: bool = False
