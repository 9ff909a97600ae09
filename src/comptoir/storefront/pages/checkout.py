"""Checkout on one page: three visible steps, the summary always in sight, the total inside the pay button."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.cart import Codes
from comptoir.storefront.pages.fields import Check, Field, FieldError
from comptoir.storefront.pages.parts import Link, PersonalPage, Total


@dataclass(frozen=True, slots=True)
class Option:
    """A delivery method or a way to pay, as a radio button.

    ``price`` and ``promise`` concern delivery.
    """

    value: str
    label: str
    detail: str = ""
    price: str = ""
    promise: str = ""
    icon: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """``note`` says what of it is still to come."""

    name: str
    detail: str
    src: str
    quantity: int
    total: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """``shown_total``, ``shown_rest`` and ``shown_wait`` travel back with the order: nobody pays another total than the
    one they saw, nor more of it than was left after their gift cards, nor waits for goods longer than they knew."""

    count: str
    lines: tuple[SummaryLine, ...]
    totals: tuple[Total, ...]
    total: Total
    shown_total: str
    shown_rest: str = ""
    shown_wait: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """An address of the buyer's own book, chosen by a button."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Gift:
    """Whether it is to be wrapped, and with which message."""

    wanted: Check
    message: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutPage(PersonalPage):
    """One form. ``key`` is the idempotency key of this checkout: pressing twice makes one order.

    ``address`` holds the fields of the chosen country, country first; ``company`` and ``billing`` open when ticked.
    ``delivery_error`` and ``payment_error`` stand where the choice is made. ``waiting`` says why there is no delivery
    choice yet ("Tell us where to deliver first"). ``sign_in`` is for who has an account, ``signed_in`` says as whom
    they are, and ``saved`` are their other addresses. ``waiver`` is asked of whoever buys downloads; where nothing
    ``travels``, no delivery is chosen.
    """

    TEMPLATE: ClassVar[str] = "storefront/pages/checkout.html"
    ICONS: ClassVar[Sequence[str]] = (
        "arrow-left",
        "lock",
        "truck",
        "store",
        "credit-card",
        "landmark",
        "circle-alert",
        "circle-check",
        "info",
        "chevron-down",
    )
    SCRIPTS: ClassVar[Sequence[str]] = ("checkout.js",)

    action: str
    basket: str
    key: str
    contact: tuple[Field, ...]
    address: tuple[Field, ...]
    is_company: Check
    company: tuple[Field, ...]
    other_billing: Check
    billing: tuple[Field, ...]
    comment: Field
    gift: Gift | None = None
    delivery: tuple[Option, ...]
    payment: tuple[Option, ...]
    terms: Check
    terms_version: str
    waiver: Check | None = None
    travels: bool = True
    summary: Summary
    pay_label: str
    codes: Codes | None = None
    errors: tuple[FieldError, ...] = ()
    waiting: str = ""
    delivery_error: str = ""
    payment_error: str = ""
    reassurance: str = ""
    privacy: Link | None = None
    sign_in: Link | None = None
    signed_in: str = ""
    saved: tuple[Saved, ...] = ()
