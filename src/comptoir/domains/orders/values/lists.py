"""Orders in lists and work queues."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from comptoir.domains.orders.values.order import ChosenDelivery, OrderId, OrderState, promise_that_holds, signed_text
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One line of the list of orders. ``pieces`` are those that are still wanted. ``due``, ``waits_for_goods`` as an
    order's."""

    id: OrderId
    number: str
    state: OrderState
    market: str
    name: str
    email: str
    total: Money
    due: Money
    pieces: int
    delivery: ChosenDelivery
    promised_on: date | None
    placed_at: datetime
    paid_at: datetime | None
    held: bool
    waits_for_goods: bool = False

    def promised_day(self, time_zone: str) -> date | None:
        """As ``promise_that_holds``."""
        return promise_that_holds(self.promised_on, self.placed_at, self.paid_at, time_zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnOrder:
    """One line of the list of orders in a buyer's account."""

    id: OrderId
    number: str
    state: OrderState
    market: str
    placed_at: datetime
    total: Money
    due: Money
    pieces: int
    link_version: int

    @property
    def signed(self) -> str:
        """What is signed in its link."""
        return signed_text(self.id, self.link_version)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingOrder:
    """An order that has waited long. ``promised_on`` is as it was promised when it was placed."""

    id: OrderId
    number: str
    state: OrderState
    market: str
    total: Money
    promised_on: date | None
    placed_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderHeading:
    """What an order is called, where it was placed, how it stands, and whether it is to be wrapped as a gift."""

    id: OrderId
    number: str
    state: OrderState
    market: str
    is_gift: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Late on a day, by the clock of the market: paid for at once, promised for a day before, and still here; or among
    those ``on_their_way`` that others know to be late."""

    on: date
    time_zone: str
    on_their_way: frozenset[OrderId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilter:
    """What of the list is wanted. ``text`` finds numbers, names and e-mail addresses by any part of them,
    ``held`` tells those on hold from the others, ``collected`` those that customers come for, ``to_pay`` those of
    which the customer has something to pay: all of it, or what a change made dearer.

    ``placed_from`` and ``placed_before`` bound the moment they were placed.

    Newest first, or with ``soonest`` by the day they are promised for: what is to be done next, what is late on top.
    """

    states: tuple[OrderState, ...] = ()
    market: str | None = None
    customer_id: UUID | None = None
    text: str = ""
    held: bool | None = None
    late: Late | None = None
    soonest: bool = False
    collected: bool | None = None
    to_pay: bool | None = None
    placed_from: datetime | None = None
    placed_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSum:
    """How many orders, and what they come to in each currency."""

    orders: int
    totals: tuple[Money, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCounts:
    """How many orders wait in each queue."""

    to_pay: int
    to_prepare: int
    to_ship: int
    to_collect: int
    late: int
    on_hold: int
