"""An order, frozen: what was promised, to whom, at what price."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId, VariantKind, Withdrawal
from comptoir.domains.inventory.values import AwaitedPieces
from comptoir.domains.payments.values import PaymentId
from comptoir.domains.pricing.values import TaxLine, price_of_pieces
from comptoir.kernel.addresses import Address
from comptoir.kernel.clock import local_day
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.transitions import StateTable

OrderId = NewType("OrderId", UUID)


class OrderState(StrEnum):
    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"  # the money is authorised or taken, the goods are claimed
    PREPARING = "preparing"
    PARTLY_SHIPPED = "partly_shipped"  # something has left, something has not
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


ORDER_STATES = StateTable(
    {
        OrderState.AWAITING_PAYMENT: {OrderState.PAID, OrderState.CANCELLED},
        OrderState.PAID: {OrderState.PREPARING, OrderState.CANCELLED},
        OrderState.PREPARING: {OrderState.PARTLY_SHIPPED, OrderState.SHIPPED, OrderState.CANCELLED},
        OrderState.PARTLY_SHIPPED: {OrderState.SHIPPED},
        OrderState.SHIPPED: set(),
        OrderState.CANCELLED: set(),
    }
)


DOWNLOADED = "download"
"""The kind of delivery of an order of which nothing travels."""


OPEN_STATES = frozenset({OrderState.AWAITING_PAYMENT, OrderState.PAID, OrderState.PREPARING, OrderState.PARTLY_SHIPPED})
"""While there is something left to do: an order may be held or revised."""


BEING_PREPARED = frozenset({OrderState.PREPARING, OrderState.PARTLY_SHIPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What was sold as one, in the order's language: ``quantity`` kits at ``unit_price``. Its parts are lines of the
    order, and all that happens to goods happens to them. ``number`` tells it from the other kits of the order."""

    number: int
    variant_id: VariantId
    sku: str
    title: str
    options: str
    image: str
    quantity: int
    unit_price: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """So many pieces at a price with tax. ``options`` reads "250 g" in the order's language.

    ``unit_price`` is before the discount, which is on all that was ordered.

    ``quantity`` was ordered, of which ``on_order`` pieces were still to come then; ``cancelled`` pieces were called off
    since, ``shipped`` have left, and of those ``returned`` came back. ``total`` is for what is still wanted.
    ``withdrawal`` is what the buyer was told of it. ``kit`` is what it was sold in, at its share of the price of that;
    where that does not divide by the pieces, a part has two lines.
    """

    position: int
    variant_id: VariantId
    sku: str
    title: str
    options: str
    image: str
    quantity: int
    unit_price: Money
    discount: Money
    total: Money
    tax_class: str
    tax_rate: Decimal
    weight_grams: int
    cancelled: int = 0
    shipped: int = 0
    returned: int = 0
    withdrawal: Withdrawal = Withdrawal.ALLOWED
    on_order: int = 0
    kind: VariantKind = VariantKind.GOODS
    kit: Kit | None = None

    @property
    def lies_on_shelf(self) -> bool:
        """Whether it is kept, picked and packed; a download or a service is not."""
        return self.kind is VariantKind.GOODS

    @property
    def wanted(self) -> int:
        return self.quantity - self.cancelled

    @property
    def to_ship(self) -> int:
        return self.wanted - self.shipped

    @property
    def with_customer(self) -> int:
        return self.shipped - self.returned

    @property
    def undiscounted(self) -> Money:
        """What is still wanted, before the discount."""
        return self.unit_price * self.wanted

    def price_of(self, pieces: int, *, after: int = 0) -> Money:
        """What so many pieces cost, ``after`` so many others: see ``price_of_pieces``."""
        return price_of_pieces(
            pieces, after=after, of=self.quantity, unit_price=self.unit_price, discount=self.discount
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWait:
    """So many pieces of a line are kept for the order and not there yet; ``expected_on`` may have passed."""

    pieces: int
    preorder: bool
    expected_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenDelivery:
    """The delivery as it was promised: for no day, where nobody knew when the goods come. ``tax`` is inside
    ``price``."""

    code: str
    label: str
    kind: str
    place_code: str
    carrier: str
    price: Money
    promised_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order as it stands. ``due`` is what revisions made it dearer by and no payment holds yet.

    ``voucher`` is the code that took something off the goods; ``goods_total`` is after it. ``replaces`` is the order of
    which goods come back for these. ``waiver`` is what the buyer of downloads agreed to when it was placed, word for
    word: that they come at once, and that the right of withdrawal ends by that. ``gift_message`` goes with what is to
    be wrapped as a gift (it may be empty), and is None of what is none.
    """

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
    revision: int
    due: Money
    held_because: str
    voucher: str = ""
    waiver: str = ""
    replaces: OrderId | None = None
    awaits_goods: bool = False
    link_version: int = 0
    gift_message: str | None = None

    @property
    def signed(self) -> str:
        """What is signed in its link."""
        return signed_text(self.id, self.link_version)

    @property
    def waits_for_goods(self) -> bool:
        """Whether nobody is asked to pay it yet, because what comes back of another order is to."""
        return self.awaits_goods and self.state is OrderState.AWAITING_PAYMENT

    @property
    def discount(self) -> Money:
        """What the voucher takes off what is still wanted."""
        return self.undiscounted - self.goods_total

    @property
    def undiscounted(self) -> Money:
        return total_of((line.undiscounted for line in self.lines), self.total.currency)

    def promised_day(self, time_zone: str) -> date | None:
        """The day by which the goods arrive or can be collected, while that promise holds (see ``promise_that_holds``).

        What was cancelled is promised no more, and what was collected waits no longer.
        """
        collected = self.state is OrderState.SHIPPED and self.delivery.kind == "pickup"
        if self.state is OrderState.CANCELLED or collected:
            return None
        return promise_that_holds(self.delivery.promised_on, self.placed_at, self.paid_at, time_zone)

    @property
    def has_on_order(self) -> bool:
        """Whether something of it was still to come when it was ordered, and has not left."""
        return self.state in OPEN_STATES and any(line.on_order and line.to_ship for line in self.lines)

    def waits(self, awaited: Iterable[AwaitedPieces], *, as_told: bool = False) -> dict[int, LineWait]:
        """By position, the lines of which pieces are awaited; ``as_told``, no more than the buyer was told so."""
        by_variant: defaultdict[VariantId, list[AwaitedPieces]] = defaultdict(list)
        for each in awaited:
            by_variant[each.variant_id].append(each)
        left = {id: sum(each.quantity for each in found) for id, found in by_variant.items()}
        waits: dict[int, LineWait] = {}
        for line in self.lines:
            most = min(line.to_ship, line.on_order) if as_told else line.to_ship
            if pieces := min(left.get(line.variant_id, 0), most):
                left[line.variant_id] -= pieces
                found = by_variant[line.variant_id]
                days = [each.expected_on for each in found if each.expected_on]
                waits[line.position] = LineWait(
                    pieces=pieces,
                    preorder=any(each.preorder for each in found),
                    expected_on=max(days) if len(days) == len(found) else None,
                )
        return waits

    @property
    def to_pay(self) -> Money:
        """What is asked of the buyer before anything is paid: all of it, or what a change made it dearer by."""
        return self.left_to_pay(Money.zero(self.total.currency))

    def left_to_pay(self, held: Money) -> Money:
        """What is asked of the buyer now, when the order's payments hold that much; nothing of one that is called
        off."""
        if self.state is OrderState.CANCELLED:
            return Money.zero(self.total.currency)
        return self.total - held if self.state is OrderState.AWAITING_PAYMENT else self.due

    @property
    def can_be_cancelled_by_buyer(self) -> bool:
        """Until somebody starts to prepare it."""
        return CANCELLABLE_BY_BUYER.allows(self.state, OrderState.CANCELLED)

    @property
    def can_be_cancelled(self) -> bool:
        return ORDER_STATES.allows(self.state, OrderState.CANCELLED)


def signed_text(order_id: OrderId, link_version: int) -> str:
    """What is signed in the link of an order: its id, and how often its e-mail was corrected, so that the link that
    went to a wrong address opens nothing."""
    return f"{order_id}#{link_version}" if link_version else str(order_id)


def signed_texts(order_id: OrderId, before: int) -> tuple[str, ...]:
    """What was signed in its links before that version."""
    return tuple(signed_text(order_id, version) for version in range(before))


def promise_that_holds(
    promised_on: date | None, placed_at: datetime, paid_at: datetime | None, time_zone: str
) -> date | None:
    """The promised day, if there is one and the order was paid on the day it was placed: the promise was made for money
    that comes at once, and means nothing when it came later or has not come."""
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

    PAYS = "pays"  # with it, the order has what it waited for
    COMPLETES = "completes"  # what a revision of the order made due, or a part of it
    GIVE_BACK = "give_back"  # the order does not want it (any more)
    NOTHING = "nothing"  # too little so far, or already counted


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedMoney:
    """What an order expects of its payments, as read under its lock.

    ``counted`` are the payments that count towards it; ``due`` is what a revision made it dearer by since.
    ``voucher`` is its code, ``number`` what people call the order.
    """

    state: OrderState
    total: Money
    due: Money
    counted: frozenset[PaymentId]
    voucher: str = ""
    number: str = ""
