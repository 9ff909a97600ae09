"""Orders, for their buyers and for those who work on them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, Strict, StrictInt

from comptoir.api.v1.schemas.carts import PaymentOut
from comptoir.api.v1.schemas.fields import (
    AddressIn,
    AddressOut,
    Amount,
    AmountIn,
    Body,
    MarketAsked,
    Sentence,
    TaxOut,
    Word,
)
from comptoir.domains.fulfilment.values import LabelState, TrackingStatus
from comptoir.domains.orders.values import OrderState


class OrdersAsked(MarketAsked):
    status: OrderState | None = None
    q: Word = ""
    cursor: Sentence = ""
    page_size: int = Field(50, ge=1, le=100)


class KitOut(BaseModel):
    """What a line was sold in: so many kits at a price. Lines with the same ``number`` are parts of the same ones."""

    number: int
    sku: str
    title: str
    options: str
    quantity: int
    unit_price: Amount


class OrderLineOut(BaseModel):
    """``total`` is for the pieces still wanted, after their share of the ``discount`` on all that were ordered.

    Of ``quantity`` pieces, so many were cancelled since, so many have left, and of those so many came back;
    ``on_order`` were still to come when they were ordered. ``kit`` is what the line was sold in, at its share of the
    price of that; null for most."""

    line: int
    sku: str
    title: str
    options: str
    quantity: int
    cancelled: int
    shipped: int
    returned: int
    on_order: int
    unit_price: Amount
    discount: Amount
    total: Amount
    kit: KitOut | None


class PackedOut(BaseModel):
    sku: str
    place: str
    quantity: int


class ParcelOut(BaseModel):
    """``status``: preparing, shipped or cancelled. A parcel leaves from one place. ``tracking`` is the last that was
    told of it on its way: handed_over, in_transit, out_for_delivery, attempted, at_pickup_point, delivered, returned or
    lost.
    """

    id: UUID
    status: str
    contents: list[PackedOut]
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: datetime | None
    promised_on: date | None
    ready_at: datetime | None
    delivered_at: datetime | None
    tracking: str | None


class DocumentOut(BaseModel):
    kind: str
    number: str
    issued_on: date
    total: Amount


class OrderOut(BaseModel):
    """``revision`` counts what was changed since; ``due`` is what such a change made it dearer by, not paid yet.
    ``replaces`` is the order of which goods come back for these; as long as it ``waits_for_goods``, they are to pay it.
    ``held_because`` is told to keys only. ``voucher`` is the code that gave the discount, "" for none; ``goods_total``
    is after it."""

    id: UUID
    number: str
    status: str
    revision: int
    held_because: str | None
    due: Amount
    replaces: UUID | None
    waits_for_goods: bool
    market: str
    email: str
    lines: list[OrderLineOut]
    voucher: str
    discount_total: Amount
    goods_total: Amount
    delivery_label: str
    delivery_total: Amount
    promised_on: date | None
    total: Amount
    taxes: list[TaxOut]
    shipping_address: AddressOut
    billing_address: AddressOut
    comment: str
    gift_message: str | None
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


class PiecesIn(Body):
    sku: Word
    quantity: StrictInt = Field(ge=1, le=9_999)


class ShipIn(Body):
    """``parcel``: one of the order's, else all that are prepared leave. ``contents``: what of it, else all of it.
    What waits to be collected needs the ``collection_code``, or ``identified_by``: how whoever came is known."""

    tracking_number: Word = ""
    carrier: Word | None = None
    collection_code: Word = ""
    identified_by: Word = ""
    parcel: Annotated[UUID, Strict(False)] | None = None
    contents: list[PiecesIn] = Field(default=[], max_length=1_000)


class TrackedIn(Body):
    """``id``: the carrier's, told twice it is one event; ``at`` with its time zone (RFC 3339)."""

    id: Word = Field(min_length=1)
    status: Annotated[TrackingStatus, Strict(False)]
    at: Annotated[AwareDatetime, Strict(False)]
    where: Word = ""
    words: Word = ""


class TrackingIn(Body):
    events: list[TrackedIn] = Field(min_length=1, max_length=200)


class TrackingRecorded(BaseModel):
    events: int
    news: int


class HoldIn(Body):
    because: Word


class ReleaseIn(Body):
    because: Word = ""


class NoteIn(Body):
    text: Sentence


class CallOffIn(Body):
    line: StrictInt = Field(ge=1)
    quantity: StrictInt = Field(ge=1, le=9_999)


class ChangeIn(Body):
    """``revision``: the one that was looked at. What is left out stays as it was agreed."""

    revision: StrictInt = Field(ge=1)
    call_off: list[CallOffIn] = Field(default=[], max_length=1_000)
    add: list[PiecesIn] = Field(default=[], max_length=1_000)
    shipping_address: AddressIn | None = None
    billing_address: AddressIn | None = None
    email: Word | None = None
    delivery_method: Word | None = None
    because: Word = ""


class RecordPaymentIn(Body):
    """What arrived, as it is. ``key`` tells it from others of the order (else amount and reference do); ``excess`` says
    what becomes of what is too much."""

    amount: AmountIn
    bank_reference: Word = ""
    key: Word = ""
    excess: Literal["refund", "credit"] | None = None


class LabelIn(Body):
    """``weight_grams`` is what the scales say, else the articles are added up."""

    weight_grams: StrictInt | None = Field(None, ge=1, le=1_000_000)


class LabelOut(BaseModel):
    """``status``: asked (the carrier has not answered: ask again), made, refused (``reason`` says why), or called off.
    ``pdf`` is the label, in Base64."""

    status: LabelState
    carrier: str
    weight_grams: int
    tracking_number: str
    reason: str
    pdf: str | None
