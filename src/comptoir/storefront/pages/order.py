"""After the order: confirmation, tracking, how to pay by transfer, waiting for the bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from comptoir.storefront.pages.account import Form
from comptoir.storefront.pages.checkout import Option, SummaryLine
from comptoir.storefront.pages.fields import Field
from comptoir.storefront.pages.parts import Link, PersonalPage, Postal, Total


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What was promised, frozen: the same on every page about the order."""

    number: str
    placed: str
    email: str
    lines: tuple[SummaryLine, ...]
    totals: tuple[Total, ...]
    total: Total
    addresses: tuple[Postal, ...]
    delivery: str
    payments: tuple[str, ...]
    comment: str = ""
    waiver: str = ""
    is_gift: bool = False
    gift_message: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """``copy`` marks what a buyer types elsewhere (an IBAN, a reference): set in figures of one width."""

    label: str
    value: str
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    """How to pay by bank transfer. ``qr`` is an inline SVG in EPC069-12 format, or empty."""

    amount: str
    until: str
    rows: tuple[Row, ...]
    qr: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A state of the order on its way. ``when`` is a date in words, or what is expected."""

    label: str
    when: str
    state: Literal["done", "current", "to_come", "stopped"]


@dataclass(frozen=True, slots=True)
class Parcel:
    title: str
    carrier: str
    number: str
    href: str
    status: str
    contents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file that was bought. ``href`` is empty once it can be fetched no more; ``detail`` says until when it can."""

    name: str
    detail: str
    href: str


@dataclass(frozen=True, slots=True)
class Document:
    """``href`` is empty while the PDF is being made: nobody is sent to what is not there yet."""

    label: str
    detail: str
    href: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """``consequence`` says what happens with the money before the buyer decides."""

    action: str
    consequence: str


@dataclass(frozen=True, slots=True)
class MoneyTo:
    """Where money is to be sent that goes back by transfer: asked for, or ``known`` by the end of its number."""

    action: str
    text: str
    fields: tuple[Field, ...]
    known: str = ""


@dataclass(frozen=True, slots=True)
class Returns:
    """What was sent back, and what may be: ``withdraw`` while the law's period lasts, ``note`` says until when;
    ``swap`` as long, if there is another one of anything."""

    known: tuple[Document, ...] = ()
    withdraw: Link | None = None
    swap: Link | None = None
    complain: Link | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PayAgain:
    """``options`` are the ways to pay to choose from; ``method`` is the one to go on with where there is no choice."""

    action: str
    label: str
    text: str
    options: tuple[Option, ...] = ()
    method: str = ""


ORDER_ICONS = (
    "circle-check",
    "circle-alert",
    "info",
    "printer",
    "landmark",
    "credit-card",
    "arrow-right",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationPage(PersonalPage):
    """Could be printed and kept. ``next_steps`` are sentences: what happens now, in order. ``account`` is
    offered to who is not signed in."""

    TEMPLATE: ClassVar[str] = "storefront/pages/confirmation.html"
    ICONS: ClassVar[Sequence[str]] = ORDER_ICONS
    SCRIPTS: ClassVar[Sequence[str]] = ("print.js",)

    title: str
    text: str
    order: OrderFacts
    next_steps: tuple[str, ...]
    track: Link
    transfer: Transfer | None = None
    account: Form | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingPage(PersonalPage):
    TEMPLATE: ClassVar[str] = "storefront/pages/tracking.html"
    ICONS: ClassVar[Sequence[str]] = (*ORDER_ICONS, "package", "download", "check", "x", "chevron-down")

    title: str
    text: str
    steps: tuple[Step, ...]
    order: OrderFacts
    parcels: tuple[Parcel, ...] = ()
    files: tuple[File, ...] = ()
    documents: tuple[Document, ...] = ()
    cancel: Cancel | None = None
    pay_again: PayAgain | None = None
    transfer: Transfer | None = None
    money_to: MoneyTo | None = None
    returns: Returns | None = None
    review: Link | None = None
    help: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPage(PersonalPage):
    """Back from the bank. ``poll`` is the address to ask again while the answer is awaited, empty when it is known."""

    TEMPLATE: ClassVar[str] = "storefront/pages/payment.html"
    ICONS: ClassVar[Sequence[str]] = (*ORDER_ICONS, "hourglass")

    state: Literal["pending", "failed"]
    title: str
    text: str
    total: str
    number: str
    poll: str = ""
    primary: Link | None = None
    secondary: Link | None = None
    pay_again: PayAgain | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPage(PersonalPage):
    """A provider's own card fields in our page: its script puts them in, and card data never pass through us.

    ``client`` is what the script needs, as pairs for ``data-`` attributes; ``back`` the page that tells how it ended.
    """

    TEMPLATE: ClassVar[str] = "storefront/pages/card.html"
    ICONS: ClassVar[Sequence[str]] = (*ORDER_ICONS, "lock")
    SCRIPTS: ClassVar[Sequence[str]] = ("card.js",)

    total: str
    number: str
    client: tuple[Row, ...]
    back: str
    pay_label: str
