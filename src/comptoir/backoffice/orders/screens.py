"""What the order screens show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django import forms
from django.urls import reverse

from comptoir.backoffice.messages.rows import MessageRow
from comptoir.backoffice.orders.by_hand_screens import ByHandRow
from comptoir.backoffice.orders.parcel_screens import Content, ParcelRow
from comptoir.backoffice.parts import Link, Listing, Pill, Screen, Told, Words
from comptoir.kernel.access import Permission
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    id: str
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
    hold: Pill | None
    waits: Pill | None
    due: Pill | None
    paying: Words = ""


@dataclass(frozen=True, slots=True)
class BulkAct:
    """Something that is done with all ticked orders at once."""

    label: Words
    url: str
    icon: str
    permission: Permission

    @property
    def href(self) -> str:
        return reverse(f"backoffice:{self.url}")

    @property
    def asks_why(self) -> bool:
        return self.url in ("orders-hold", "orders-cancel")

    @property
    def danger(self) -> bool:
        return self.url == "orders-cancel"


@dataclass(frozen=True, kw_only=True)
class OrderList(Screen):
    """``bulk`` is what can be done with ticked orders, ``pick_action`` where they are sent to be picked at one of the
    ``places``; nothing where lines are not ticked. ``tick_held`` ticks those on hold, too."""

    TEMPLATE: ClassVar[str] = "backoffice/orders/list.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/ticks.js",)

    listing: Listing
    rows: tuple[OrderRow, ...]
    bulk: tuple[BulkAct, ...] = ()
    view: str = ""
    tick_held: bool = False
    pick_action: str = ""
    places: tuple[tuple[str, str], ...] = ()

    @property
    def ticked(self) -> bool:
        return bool(self.bulk or self.pick_action)

    @property
    def asks_why(self) -> bool:
        return any(act.asks_why for act in self.bulk)

    @property
    def cancels(self) -> bool:
        return any(act.danger for act in self.bulk)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """``options`` is what tells the variant from its sisters: “500 g, coarse”. ``quantity`` are the pieces that are
    still wanted, ``notes`` what became of the others."""

    title: str
    options: str
    sku: str
    href: str
    picture: str
    quantity: int
    unit_price: Money
    total: Money
    tax_rate: str
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRow:
    rate: str
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyTable:
    """``goods`` before the ``discount``, which is negative. ``due`` is what changes made it dearer by, ``left`` what is
    asked of the customer beyond what is ``paid``."""

    goods: Money
    voucher: str
    discount: Money
    delivery_label: str
    delivery: Money
    taxes: tuple[TaxRow, ...]
    total: Money
    due: Money
    paid: Money
    left: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow:
    method: str
    reference: str
    amount: Money
    state: Pill
    at: datetime | None
    note: Words = ""
    refunds: tuple["RefundRow", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRow:
    """A refund that was asked for. ``sent_action`` is where whoever has sent it by hand says so; empty where a machine
    pays it."""

    amount: Money
    state: Pill
    at: datetime
    sent_action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLink:
    href: str
    number: str
    kind: Words
    refund: Money | None
    requested_at: datetime
    state: Pill


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """``href`` is empty while the PDF is being made."""

    label: Words
    issued_on: date
    total: Money
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that may be done now. It may ask for a few facts first (``fields``), in a fold for how many of each
    article (``parts``), or in another for what is written instead (``otherwise``); ``plain`` steps only link.
    ``contents`` tell one parcel from the others."""

    label: Words
    href: str
    icon: str
    primary: bool = False
    danger: bool = False
    plain: bool = False
    fields: tuple[forms.BoundField, ...] = ()
    hidden: tuple[forms.BoundField, ...] = ()
    parts: tuple[forms.BoundField, ...] = ()
    parts_open: bool = False
    otherwise: tuple[forms.BoundField, ...] = ()
    otherwise_label: Words = ""
    otherwise_open: bool = False
    contents: tuple[Content, ...] = ()
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaces:
    """The order of which goods come back for these, and their return; ``waits``: they are to pay for it."""

    waits: bool
    order: Link
    sent_back: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadRow:
    """A file that was bought; without ``renew_href`` whoever looks may do nothing about it."""

    name: str
    note: Words
    open: bool
    renew_href: str
    end_href: str


@dataclass(frozen=True, kw_only=True)
class OrderPage(Screen):
    """``held`` is why the order is held back; ``astray`` what became of parcels that the customer will not have, with
    where to go on; ``note`` the form of a note, None for those who may not write one."""

    TEMPLATE: ClassVar[str] = "backoffice/orders/page.html"

    held: str
    astray: Words
    astray_steps: tuple[Link, ...]
    replaces: Replaces | None
    lead: Words
    steps: tuple[Step, ...]
    lines: tuple[LineRow, ...]
    money: MoneyTable
    payments: tuple[PaymentRow, ...]
    together: tuple[ByHandRow, ...]
    parcels: tuple[ParcelRow, ...]
    returns: tuple[ReturnLink, ...]
    downloads: tuple[DownloadRow, ...]
    documents: tuple[DocumentRow, ...]
    no_documents: Words
    deposit_href: str
    sent: tuple[MessageRow, ...]
    buyer: Buyer
    delivery_label: str
    promised_on: date | None
    comment: str
    gift: Words
    history: tuple[Told, ...]
    note: forms.Form | None
    note_action: str


@dataclass(frozen=True, kw_only=True)
class ReasonPage(Screen):
    """A step that asks for its reason: what will happen is said before, on a page of its own."""

    TEMPLATE: ClassVar[str] = "backoffice/orders/reason.html"

    form: forms.Form
    lead: Words
    consequences: tuple[Words, ...]
    action: str
    do: Words
    leave: Words
    danger: bool = False


@dataclass(frozen=True, kw_only=True)
class RefundPage(Screen):
    """Money given back of an order of which nothing comes back; ``most`` is what its payments still hold."""

    TEMPLATE: ClassVar[str] = "backoffice/orders/refund.html"

    form: forms.Form
    most: Money
    consequences: tuple[Words, ...]
    action: str


@dataclass(frozen=True, kw_only=True)
class CreditGivenPage(Screen):
    """Store credit that was issued just now: the one time that its code is shown."""

    TEMPLATE: ClassVar[str] = "backoffice/orders/credit_given.html"

    code: str
    email: str
