"""What pricing gives and takes. Prices include tax; a rate is a percentage (``Decimal("5.5")``), never an amount."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.kernel.money import Money, round_half_up, total_of

VoucherId = NewType("VoucherId", UUID)

RETAIL = "retail"
"""The code of the price list that every market has."""


class TaxCategory(StrEnum):
    """VAT category codes of EN 16931 (UNTDID 5305)."""

    STANDARD = "S"  # any rate above zero, reduced ones included
    ZERO = "Z"  # taxed at 0 %
    INTRA_COMMUNITY = "K"  # delivered to a business in another EU country, which accounts for the tax
    EXPORT = "G"  # leaves the EU
    EXEMPT = "E"  # the seller charges no VAT at all (small enterprise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one piece costs, and what it cost before if that is shown."""

    amount: Money
    compare_at: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPrice:
    """A price to be set. ``amount`` may be zero (a gift); ``compare_at`` must be higher than it."""

    variant_id: VariantId
    amount: Money
    compare_at: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """One line of a price's history. ``before`` is None for the first price."""

    id: int
    variant_id: VariantId
    price_list: str
    before: Price | None
    after: Price
    actor_label: str
    because: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    """The price per kilogram, litre or piece that the law wants beside the price (directive 98/6/EC)."""

    amount: Money
    unit: str  # "kg", "l" or "piece"


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRate:
    """A row of the dated table: ``rate`` per cent from ``starts_on`` to ``ends_on`` (None: still), both included."""

    country: str
    tax_class: str
    rate: Decimal
    starts_on: date
    ends_on: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxation:
    """How one sale is taxed: whose rates, and whether the tax is charged.

    In the categories ``S`` and ``Z`` the tax is within the price. In ``K`` and ``G`` none is charged, and ``rates`` are
    those of the seller's country, which are taken out of the price. In ``E`` there is none within: all rates are zero.
    """

    country: str
    category: TaxCategory
    rates: Mapping[str, Decimal]

    @property
    def charged(self) -> bool:
        return self.category in (TaxCategory.STANDARD, TaxCategory.ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """So many pieces of a variant, to be priced. Of a kit, ``parts`` are what is in one piece of it: it costs what it
    costs, and each part bears its own tax on its share of that."""

    variant_id: VariantId
    sku: str
    quantity: int
    tax_class: str
    parts: tuple["Goods", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """What a voucher takes off the goods: an amount, or so many per cent, from ``minimum`` of goods on."""

    minimum: Money
    amount: Money | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """A line as the buyer pays it: ``total`` is ``unit_price`` times ``quantity``, less the line's share of the
    discount; tax included if any is charged.

    ``kit`` is the kit that it is a part of. Where the share of a part does not divide by its pieces, it has two lines.
    """

    variant_id: VariantId
    sku: str
    quantity: int
    unit_price: Money
    compare_at: Money | None
    discount: Money
    total: Money
    tax_class: str
    tax_rate: Decimal
    tax_category: TaxCategory
    kit: VariantId | None = None

    @property
    def undiscounted(self) -> Money:
        return self.total + self.discount


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxLine:
    """The tax of a whole document at one rate: ``gross`` = ``net`` + ``tax``, delivery's share included.

    ``country`` is the one whose tax it is.
    """

    rate: Decimal
    category: TaxCategory
    net: Money
    tax: Money
    gross: Money
    country: str = ""

    def values(self) -> dict[str, Any]:
        """For storing as JSON."""
        amounts = {"net_minor": self.net.minor, "tax_minor": self.tax.minor, "gross_minor": self.gross.minor}
        return {"country": self.country, "rate": str(self.rate), "category": str(self.category), **amounts}

    @classmethod
    def read(cls, values: Mapping[str, Any], currency: str) -> "TaxLine":
        """From stored JSON."""
        return cls(
            rate=Decimal(values["rate"]),
            category=TaxCategory(values["category"]),
            net=Money(values["net_minor"], currency),
            tax=Money(values["tax_minor"], currency),
            gross=Money(values["gross_minor"], currency),
            country=values.get("country", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedBasket:
    """``total`` = ``goods_total`` + ``delivery_total`` = the sum of the tax lines' gross. Nothing is ever negative.

    ``goods_total`` is after the discount, which is the sum of the lines'.
    """

    currency: str
    lines: tuple[PricedLine, ...]
    goods_total: Money
    delivery_total: Money
    total: Money
    taxes: tuple[TaxLine, ...]
    tax_country: str
    tax_category: TaxCategory

    @property
    def discount(self) -> Money:
        return total_of((line.discount for line in self.lines), self.currency)

    @property
    def undiscounted(self) -> Money:
        """The goods before the discount."""
        return self.goods_total + self.discount


def discount_of_first(pieces: int, *, of: int, discount: Money) -> Money:
    """The share that the first so many pieces have of the discount on ``of`` pieces.

    Every piece has the same share, and the first ones a cent more each until the cents are given away. So whatever
    pieces are taken off the front (they came back) or the end (they were called off), the shares of all parts add up to
    the discount, and what is left is split as it was: neither order nor number of parts matters.
    """
    each, odd = divmod(discount.minor, of)
    return Money(each * pieces + min(pieces, odd), discount.currency)


def price_of_pieces(pieces: int, *, after: int = 0, of: int, unit_price: Money, discount: Money) -> Money:
    """What so many pieces of a line cost that has ``of`` pieces with that discount on all of them, ``after`` so many
    others: the one way to price a part of a line.

    Pieces that came back are counted from the first on, those that were called off from the last.
    """
    before = discount_of_first(after, of=of, discount=discount)
    return unit_price * pieces - (discount_of_first(after + pieces, of=of, discount=discount) - before)


class VoucherKind(StrEnum):
    AMOUNT = "amount"
    PERCENTAGE = "percentage"


class VoucherUseState(StrEnum):
    USED = "used"
    RELEASED = "released"  # the order was called off: it counts no more


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherDraft:
    """A voucher to be made. Without a ``code`` it gets one that nobody can guess.

    ``limit`` is how often it can be used in all, ``limit_each`` how often by one customer; None: as often as one likes.
    """

    market: str
    reduction: Reduction
    code: str = ""
    starts_at: datetime
    ends_at: datetime | None = None
    limit: int | None = None
    limit_each: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """``code`` is as it is shown; ``used`` is how often it counts as used now."""

    id: VoucherId
    market: str
    code: str
    reduction: Reduction
    starts_at: datetime
    ends_at: datetime | None
    limit: int | None
    limit_each: int | None
    used: int
    active: bool
    note: str
    batch: UUID
    created_at: datetime

    @property
    def kind(self) -> VoucherKind:
        return VoucherKind.AMOUNT if self.reduction.percent is None else VoucherKind.PERCENTAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherUse:
    """One order that a voucher was used for."""

    id: int
    order_id: UUID
    discount: Money
    state: VoucherUseState
    used_at: datetime
    released_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherFilter:
    """What staff look for: part of a code or note, or all codes that were made together."""

    text: str = ""
    batch: UUID | None = None


def tax_within(gross: Money, rate: Decimal) -> Money:
    """The tax that a price including tax holds, rounded once, half up.

    The product is exact and divided once, so an exact half is seen as one.
    """
    return Money(round_half_up(gross.minor * rate / (100 + rate)), gross.currency)
