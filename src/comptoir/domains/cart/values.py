"""What a cart is, bare and priced."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.domains.catalogue.values import VariantCard, VariantId, VariantKind
from comptoir.domains.customers.values import CustomerId
from comptoir.domains.delivery.values import Awaited, DeliveryOption
from comptoir.domains.inventory.values import Availability
from comptoir.domains.pricing.errors import VoucherRefused
from comptoir.domains.pricing.values import Goods, Price, PricedBasket, PricedLine, Reduction, VoucherId
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
MOST_GIFT_MESSAGE = 300


class CartState(StrEnum):
    OPEN = "open"
    ORDERED = "ordered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """A basket and what the buyer has told us so far. ``gift_message`` is None while it is no gift."""

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
    gift_message: str | None = None


def _waiting(stock: Availability, pieces: int, after: int) -> int:
    return stock.on_order(after + pieces) - stock.on_order(after)


def _lacking(stock: Availability, pieces: int, after: int) -> int:
    return min(pieces, max(0, after + pieces - stock.available))


@dataclass(frozen=True, slots=True, kw_only=True)
class CartPart:
    """A part of the kits of a line: ``each`` so many pieces in one of them, and its share of their price."""

    variant: VariantCard
    each: int
    priced: tuple[PricedLine, ...]
    availability: Availability
    after: int = 0

    @property
    def quantity(self) -> int:
        return sum(line.quantity for line in self.priced)

    @property
    def on_order(self) -> int:
        return _waiting(self.availability, self.quantity, self.after)

    @property
    def kits_on_order(self) -> int:
        return -(-self.on_order // self.each)

    @property
    def kits_missing(self) -> int:
        return -(-_lacking(self.availability, self.quantity, self.after) // self.each)


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLine:
    """A line as the buyer sees it: the goods, today's price, and whether they are there (None: not asked).

    Lines before it want ``after`` pieces of the same goods. A kit is priced as itself, and ``parts`` are in it.
    """

    variant: VariantCard
    priced: PricedLine
    availability: Availability | None
    after: int = 0
    parts: tuple[CartPart, ...] = ()

    @property
    def on_order(self) -> int:
        """How many of its pieces wait for goods that are not there yet."""
        if self.parts:
            return max(part.kits_on_order for part in self.parts)
        return 0 if self.availability is None else _waiting(self.availability, self.priced.quantity, self.after)

    @property
    def missing(self) -> int:
        """How many pieces more than can be promised."""
        if self.parts:
            return max(part.kits_missing for part in self.parts)
        return 0 if self.availability is None else _lacking(self.availability, self.priced.quantity, self.after)

    @property
    def goods(self) -> Goods:
        """To be priced again, with what is in it."""
        within = tuple(
            Goods(
                variant_id=part.variant.id, sku=part.variant.sku, quantity=part.each, tax_class=part.variant.tax_class
            )
            for part in self.parts
        )
        own, variant = self.priced, self.variant
        return Goods(
            variant_id=variant.id, sku=variant.sku, quantity=own.quantity, tax_class=variant.tax_class, parts=within
        )

    @property
    def weight_grams(self) -> int:
        """Of all its pieces; a kit weighs what is in it."""
        if self.parts:
            return sum(part.variant.weight_grams * part.quantity for part in self.parts)
        return self.variant.weight_grams * self.priced.quantity

    @property
    def travels(self) -> bool:
        """Whether something of it goes in a parcel or over a counter."""
        within = [part.variant.kind for part in self.parts] or [self.variant.kind]
        return any(kind is VariantKind.GOODS for kind in within)

    @property
    def is_downloaded(self) -> bool:
        """Whether something of it is downloaded."""
        within = [part.variant.kind for part in self.parts] or [self.variant.kind]
        return any(kind is VariantKind.DOWNLOAD for kind in within)


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

    ``awaited`` tells that some of its goods are still to come: all ways of delivery wait for them. ``wraps`` tells
    whether it could be wrapped as a gift, for ``wrap_price`` if that is charged for. Of a gift that is, ``lines`` end
    with the article ``wrap_id``, which nobody put into the cart: it comes and goes with the gift.
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
    wraps: bool = False
    wrap_price: Money | None = None
    wrap_id: VariantId | None = None

    @property
    def total(self) -> Money:
        return self.basket.total

    @property
    def chosen(self) -> tuple[CartLine, ...]:
        """The lines that the buyer put in, and can change."""
        return tuple(line for line in self.lines if line.variant.id != self.wrap_id)

    @property
    def wrap(self) -> CartLine | None:
        """The wrapping that is paid for because it is a gift."""
        return next((line for line in self.lines if line.variant.id == self.wrap_id), None)

    @property
    def travels(self) -> bool:
        """Whether anything of it goes in a parcel or over a counter; of what does not, nobody chooses a delivery."""
        return any(line.travels for line in self.lines)

    @property
    def gift_message(self) -> str | None:
        """Of what can be wrapped: files have no paper around them."""
        return self.cart.gift_message if self.travels else None

    @property
    def is_downloaded(self) -> bool:
        """Whether something of it is downloaded: its buyer gives up the right of withdrawal for that."""
        return any(line.is_downloaded for line in self.lines)

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
        return sum(line.priced.quantity for line in self.chosen)


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
    gift_message: str | None = None  # it is a gift; with an empty message, without one
    no_gift: bool = False  # it is no gift any more
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
