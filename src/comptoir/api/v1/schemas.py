"""The shapes of requests and answers. Requests refuse what they do not know, so nothing is set by accident."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from comptoir.domains.orders.values import OrderState
from comptoir.domains.search.values import Sort
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money

# Not ``type Word = …``: the framework finds no name for a parameter whose type is a reference.
Word = Annotated[str, StringConstraints(max_length=200)]
Sentence = Annotated[str, StringConstraints(max_length=2000)]


class Body(BaseModel):
    """A request's body: unknown fields are refused, texts are not turned into numbers."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Amount(BaseModel):
    """Whole minor units (cents) of a currency (ISO 4217)."""

    minor: int
    currency: str

    @classmethod
    def of(cls, money: Money) -> "Amount":
        return cls(minor=money.minor, currency=money.currency)

    @classmethod
    def of_any(cls, money: Money | None) -> "Amount | None":
        return None if money is None else cls.of(money)


class AmountIn(Body):
    minor: StrictInt = Field(ge=0, le=10**15)
    currency: str = Field(pattern="^[A-Z]{3}$")

    def money(self) -> Money:
        return Money(self.minor, self.currency)


class AddressIn(Body):
    name: Word = ""
    company: Word = ""
    vat_number: Word = ""
    line1: Word = ""
    line2: Word = ""
    postal_code: Word = ""
    city: Word = ""
    region: Word = ""
    country: Annotated[str, StringConstraints(pattern="^[A-Za-z]{2}$")]
    phone: Word = ""

    def address(self) -> Address:
        return Address(**self.model_dump())


class AddressOut(BaseModel):
    name: str
    company: str
    vat_number: str
    line1: str
    line2: str
    postal_code: str
    city: str
    region: str
    country: str
    phone: str

    @classmethod
    def of(cls, address: Address) -> "AddressOut":
        return cls(**address.values())


class MarketAsked(BaseModel):
    """``market``: its code; the first market if left out."""

    market: Word = ""


class ProductsAsked(MarketAsked):
    q: Word = ""
    category: Word = ""
    sort: Sort = Sort.FEATURED
    cursor: Sentence = ""
    page_size: int = Field(24, ge=1, le=100)


class OrdersAsked(MarketAsked):
    status: OrderState | None = None
    q: Word = ""
    cursor: Sentence = ""
    page_size: int = Field(50, ge=1, le=100)


class IdempotencyHeader(BaseModel):
    """``Idempotency-Key``: chosen by the caller, one for each order; up to 255 characters."""

    idempotency_key: str = Field(alias="Idempotency-Key", min_length=1, max_length=255)


class Picture(BaseModel):
    url: str
    width: int
    height: int
    alt: str


class ProductCard(BaseModel):
    slug: str
    title: str
    maker: str
    image_url: str | None
    price: Amount
    compare_at: Amount | None
    has_price_range: bool
    unit_price: Amount | None
    unit: str
    availability: str


class ProductList(BaseModel):
    items: list[ProductCard]
    next_cursor: str | None
    count: int
    count_is_exact: bool


class VariantOut(BaseModel):
    sku: str
    price: Amount
    compare_at: Amount | None
    availability: str
    options: dict[str, str]
    barcode: str
    weight_grams: int


class AttributeOut(BaseModel):
    code: str
    label: str
    value: str


class CategoryOut(BaseModel):
    slug: str
    name: str


class ProductOut(BaseModel):
    slug: str
    title: str
    summary: str
    description_html: str
    maker: str
    categories: list[CategoryOut]
    attributes: list[AttributeOut]
    pictures: list[Picture]
    variants: list[VariantOut]


class CartIn(Body):
    market: Word = ""


class CartOpened(BaseModel):
    id: UUID
    token: str


class QuantityIn(Body):
    quantity: StrictInt = Field(ge=0, le=9_999)


class DetailsIn(Body):
    email: Word | None = None
    shipping_address: AddressIn | None = None
    billing_address: AddressIn | None = None
    delivery_method: Word | None = None
    comment: Sentence | None = None


class CartLineOut(BaseModel):
    sku: str
    title: str
    options: str
    quantity: int
    unit_price: Amount
    total: Amount
    availability: str
    missing: int


class TaxOut(BaseModel):
    rate: str
    net: Amount
    tax: Amount


class DeliveryOptionOut(BaseModel):
    code: str
    label: str
    kind: str
    price: Amount
    promised_on: date


class CartOut(BaseModel):
    id: UUID
    market: str
    status: str
    order_id: UUID | None
    email: str
    shipping_address: AddressOut
    billing_address: AddressOut | None
    comment: str
    lines: list[CartLineOut]
    no_longer_sold: list[str]
    goods_total: Amount
    delivery_total: Amount
    total: Amount
    taxes: list[TaxOut]
    delivery_options: list[DeliveryOptionOut]
    delivery_method: str | None
    terms_version: str
    payment_methods: list[str]


class PaymentIn(Body):
    method: Word
    token: Sentence = ""
    outcome: Word = ""
    return_url: Sentence = ""


class OrderIn(Body):
    shown_total: AmountIn
    terms_version: Word
    payment: PaymentIn


class PaymentOut(BaseModel):
    id: UUID
    status: str
    redirect_url: str | None
    instructions: str | None
    client: dict[str, str]


class OrderPlaced(BaseModel):
    id: UUID
    number: str
    status: str
    total: Amount
    token: str
    payment: PaymentOut


class OrderLineOut(BaseModel):
    sku: str
    title: str
    options: str
    quantity: int
    unit_price: Amount
    total: Amount


class ParcelOut(BaseModel):
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: datetime | None


class DocumentOut(BaseModel):
    kind: str
    number: str
    issued_on: date
    total: Amount


class OrderOut(BaseModel):
    id: UUID
    number: str
    status: str
    market: str
    email: str
    lines: list[OrderLineOut]
    goods_total: Amount
    delivery_label: str
    delivery_total: Amount
    promised_on: date
    total: Amount
    taxes: list[TaxOut]
    shipping_address: AddressOut
    billing_address: AddressOut
    comment: str
    placed_at: datetime
    payments: list[PaymentOut]
    parcels: list[ParcelOut]
    documents: list[DocumentOut]


class OrderRowOut(BaseModel):
    id: UUID
    number: str
    status: str
    market: str
    name: str
    email: str
    total: Amount
    placed_at: datetime


class OrderList(BaseModel):
    items: list[OrderRowOut]
    next_cursor: str | None


class CancelIn(Body):
    because: Word = ""


class ShipIn(Body):
    tracking_number: Word = ""
    carrier: Word | None = None


class RecordPaymentIn(Body):
    amount: AmountIn
    bank_reference: Word = ""


class CountIn(Body):
    sku: Word
    quantity: StrictInt = Field(ge=0, le=1_000_000_000)
    place: Word


class CountsIn(Body):
    counts: list[CountIn] = Field(min_length=1, max_length=1_000)
    reference: Word = ""


class CountsRecorded(BaseModel):
    lines: int
    changed: int


class PriceIn(Body):
    sku: Word
    amount: AmountIn
    compare_at: AmountIn | None = None


class PricesIn(Body):
    market: Word = ""
    prices: list[PriceIn] = Field(min_length=1, max_length=1_000)


class PricesSet(BaseModel):
    lines: int
    changed: int


class FieldProblem(BaseModel):
    field: str
    code: str
    message: str


class Problem(BaseModel):
    """RFC 9457. ``code`` names the fact; further members hold its values."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldProblem] | None = None
