"""What the order screens show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django import forms

from comptoir.backoffice.messages.rows import MessageRow
from comptoir.backoffice.parts import Listing, Pill, Screen, Told, Words
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    href: str
    number: str
    placed_at: datetime
    customer: str
    articles: int
    delivery: str
    promised_on: date | None
    late: bool
    total: Money
    state: Pill


@dataclass(frozen=True, kw_only=True)
class OrderList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/orders/list.html"

    listing: Listing
    rows: tuple[OrderRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """``options`` is what tells the variant from its sisters: “500 g, coarse”."""

    title: str
    options: str
    sku: str
    href: str
    picture: str
    quantity: int
    unit_price: Money
    total: Money
    tax_rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRow:
    rate: str
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyTable:
    goods: Money
    delivery_label: str
    delivery: Money
    taxes: tuple[TaxRow, ...]
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow:
    method: str
    reference: str
    amount: Money
    state: Pill
    at: datetime | None
    note: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRow:
    """``tracking_href`` is the carrier's page; empty when there is none."""

    place: str
    carrier: str
    tracking_number: str
    tracking_href: str
    state: Pill
    shipped_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """``href`` is empty while the PDF is being made."""

    label: Words
    issued_on: date
    total: Money
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that may be done now. With a ``form`` it asks for a few facts first; ``plain`` steps only link."""

    label: Words
    href: str
    icon: str
    primary: bool = False
    danger: bool = False
    plain: bool = False
    form: forms.Form | None = None
    note: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    name: str
    email: str
    phone: str
    href: str
    language: str
    shipping: tuple[str, ...]
    billing: tuple[str, ...]
    vat_number: str


@dataclass(frozen=True, kw_only=True)
class OrderPage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/orders/page.html"

    lead: Words
    steps: tuple[Step, ...]
    lines: tuple[LineRow, ...]
    money: MoneyTable
    payments: tuple[PaymentRow, ...]
    parcels: tuple[ParcelRow, ...]
    documents: tuple[DocumentRow, ...]
    no_documents: Words
    sent: tuple[MessageRow, ...]
    buyer: Buyer
    delivery_label: str
    promised_on: date | None
    comment: str
    history: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class CancelPage(Screen):
    """Cancelling cannot be undone: what will happen is said before, on a page of its own."""

    TEMPLATE: ClassVar[str] = "backoffice/orders/cancel.html"

    form: forms.Form
    consequences: tuple[Words, ...]
    action: str
