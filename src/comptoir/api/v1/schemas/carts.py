"""A cart on its way to an order."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field, StrictInt

from comptoir.api.v1.schemas.fields import AddressIn, AddressOut, Amount, AmountIn, Body, Sentence, TaxOut, Word


class CartIn(Body):
    market: Word = ""


class CartOpened(BaseModel):
    id: UUID
    token: str


class QuantityIn(Body):
    quantity: StrictInt = Field(ge=0, le=9_999)


class DetailsIn(Body):
    """With a ``gift_message``, which may be empty, it is wrapped as a gift; with null it is none."""

    email: Word | None = None
    shipping_address: AddressIn | None = None
    billing_address: AddressIn | None = None
    delivery_method: Word | None = None
    comment: Sentence | None = None
    gift_message: Sentence | None = None


class CartPartOut(BaseModel):
    """So many pieces in one kit."""

    sku: str
    title: str
    quantity: int


class CartLineOut(BaseModel):
    """``parts`` are what is in one piece of a kit.

    ``on_order`` pieces of the line are still to come: back-ordered, or as a ``preorder``; ``expected_on`` is when
    the last of them is expected, if that is known."""

    sku: str
    title: str
    options: str
    quantity: int
    unit_price: Amount
    discount: Amount
    total: Amount
    availability: str
    missing: int
    on_order: int
    preorder: bool
    expected_on: date | None
    parts: list[CartPartOut]


class DeliveryOptionOut(BaseModel):
    """No day is promised while goods are awaited of which nobody knows when they come."""

    code: str
    label: str
    kind: str
    price: Amount
    promised_on: date | None


class ShareOut(BaseModel):
    """What a gift card or store credit would pay of the cart; ``ends_in`` are the last characters of its code."""

    ends_in: str
    amount: Amount


class VoucherIn(Body):
    """``even_if_worse`` lets the code take the place of one that takes more off the goods."""

    code: Word
    even_if_worse: bool = False


class VoucherOut(BaseModel):
    """``discount`` is what it takes off the goods; ``refusal`` says why it takes nothing off now."""

    code: str
    discount: Amount
    refusal: str | None
    refusal_code: str | None


class CartOut(BaseModel):
    """A line's ``total`` and ``goods_total`` are what is paid, after ``discount_total``."""

    id: UUID
    market: str
    status: str
    order_id: UUID | None
    email: str
    shipping_address: AddressOut
    billing_address: AddressOut | None
    comment: str
    gift_message: str | None
    lines: list[CartLineOut]
    no_longer_sold: list[str]
    voucher: VoucherOut | None
    discount_total: Amount
    goods_total: Amount
    delivery_total: Amount
    total: Amount
    taxes: list[TaxOut]
    delivery_options: list[DeliveryOptionOut]
    delivery_method: str | None
    stored_value: list[ShareOut]
    to_pay: Amount
    terms_version: str
    payment_methods: list[str]


class PaymentIn(Body):
    """``stored_value``: codes of gift cards and store credit, which pay first; ``method`` takes the rest, if any."""

    method: Word = ""
    stored_value: list[Word] = Field([], max_length=10)
    token: Sentence = ""
    outcome: Word = ""
    return_url: Sentence = ""


class OrderIn(Body):
    """``waiver`` is asked for downloads: the sentence, as it was shown, by which the buyer asks to have them at once
    and acknowledges that the right of withdrawal ends by that (article 16, point (m), of directive 2011/83/EU)."""

    shown_total: AmountIn
    terms_version: Word
    payment: PaymentIn
    waiver: Sentence = ""


class PaymentOut(BaseModel):
    id: UUID
    status: str
    amount: Amount
    redirect_url: str | None
    instructions: str | None
    client: dict[str, str]


class OrderPlaced(BaseModel):
    """``payment`` is null where there was nothing to pay: such an order is paid by being placed."""

    id: UUID
    number: str
    status: str
    total: Amount
    token: str
    payment: PaymentOut | None
