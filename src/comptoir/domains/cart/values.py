"""What a cart is, bare and priced."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.domains.catalogue.values import VariantCard, VariantId
from comptoir.domains.customers.values import CustomerId
from comptoir.domains.delivery.values import Awaited, DeliveryOption
from comptoir.domains.inventory.values import Availability
from comptoir.domains.pricing.errors import VoucherRefused
from comptoir.domains.pricing.values import Price, PricedBasket, PricedLine, Reduction, VoucherId
from comptoir.domains.stored_value.values import Account, AccountId, rest_after
from comptoir.kernel.addresses import Address
from comptoir.kernel.errors import Invalid
from comptoir.kernel.money import Money

CartId = NewType("CartId", UUID)
SharedCartId = NewType("SharedCartId", UUID)
WishListId = NewType("WishListId", UUID)

MOST_LINES = 200
MOST_PIECES = 9_999
MOST_ACCOUNTS = 10
SHARED_KEEPS = timedelta(days=90)
MOST_WISHES = 100


class CartState(StrEnum):
    OPEN = "open"
    ORDERED = "ordered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """A basket and what the buyer has told us so far."""

    id: CartId
    market: str
    language: str
    currency: str
    channel: str
    state: CartState
    order_id: UUID | None
    email: str
    shipping_address: Address
    billing_address: Address | None
    delivery_method: str
    comment: str
    stored_value: tuple[AccountId, ...]
    voucher_id: VoucherId | None
    quantities: Mapping[VariantId, int]
    updated_at: datetime
    customer_id: CustomerId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLine:
    """A line as the buyer sees it: the goods, today's price, and whether they are there (None: not asked)."""

    variant: VariantCard
    priced: PricedLine
    availability: Availability | None

    @property
    def on_order(self) -> int:
        """How many of its pieces wait for goods that are not there yet."""
        return 0 if self.availability is None else self.availability.on_order(self.priced.quantity)

    @property
    def missing(self) -> int:
        """How many pieces more than can be promised."""
        return 0 if self.availability is None else max(0, self.priced.quantity - self.availability.available)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedVoucher:
    """The code in a cart, and why it takes nothing off now, if it does not: then it has no ``reduction``."""

    id: VoucherId
    code: str
    reduction: Reduction | None
    refusal: VoucherRefused | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedCart:
    """The cart with prices, taxes and ways of delivery, as of one instant. Nothing in it is promised yet.

    ``awaited`` tells that some of its goods are still to come: all ways of delivery wait for them.
    """

    cart: Cart
    lines: tuple[CartLine, ...]
    basket: PricedBasket
    delivery_options: tuple[DeliveryOption, ...]
    delivery: DeliveryOption | None
    dropped: tuple[VariantId, ...] = ()  # no longer sold in this market: shown as gone, never ordered
    accounts: tuple[Account, ...] = ()  # gift cards and store credit that can pay something now
    voucher: AppliedVoucher | None = None
    awaited: Awaited | None = None

    @property
    def total(self) -> Money:
        return self.basket.total

    @property
    def to_pay(self) -> Money:
        """What is left to be paid once gift cards and store credit have paid their share."""
        return rest_after(self.accounts, self.total)

    @property
    def wait(self) -> str:
        """What the buyer is told to wait for, to be compared: nothing, goods of a day, or of a day nobody knows."""
        if self.awaited is None:
            return ""
        return self.awaited.on.isoformat() if self.awaited.on else "undated"

    @property
    def pieces(self) -> int:
        return sum(line.priced.quantity for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An article on a wish list with what it costs and whether it is there now; ``price`` is None where it is not sold
    any more."""

    variant: VariantCard
    price: Price | None
    availability: Availability


@dataclass(frozen=True, slots=True, kw_only=True)
class WishList:
    """Latest wish first."""

    id: WishListId
    market: str
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CartDetails:
    """What the buyer tells at checkout. None leaves what is there."""

    email: str | None = None
    shipping_address: Address | None = None
    billing_address: Address | None = None
    same_billing: bool = False  # bill to the shipping address again
    delivery_method: str | None = None
    comment: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledCart:
    """A cart to add with everything in it: pieces by SKU, and what its buyer has told."""

    market: str
    language: str
    channel: str
    quantities: Mapping[str, int]
    details: CartDetails
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether a priced cart can become an order, and what is missing."""

    problems: tuple[Invalid, ...] = field(default_factory=tuple)

    @property
    def ready(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCart:
    """What somebody showed to others: pieces by article, of which some may not be sold any more."""

    id: SharedCartId
    market: str
    quantities: Mapping[VariantId, int]
    shared_at: datetime
