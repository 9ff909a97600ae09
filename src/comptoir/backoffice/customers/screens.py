"""What the customer screens show."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms

from comptoir.backoffice.orders.screens import OrderRow
from comptoir.backoffice.parts import Link, Listing, Screen, Told, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLine:
    href: str
    name: str
    company: str
    email: str
    market: str
    since: datetime
    last_order_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CustomerList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/customers/list.html"

    listing: Listing
    rows: tuple[CustomerLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberLine:
    href: str
    stop_href: str
    email: str
    name: str
    language: str
    market: str
    since: datetime
    where: Words


@dataclass(frozen=True, kw_only=True)
class SubscriberList(Screen):
    """``teaching`` says where people can agree, while nobody has; ``design`` leads there whoever may."""

    TEMPLATE: ClassVar[str] = "backoffice/customers/news.html"

    listing: Listing
    rows: tuple[SubscriberLine, ...]
    everyone: str
    teaching: Words
    design: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """One thing that was said about letters, and, where it stands, the page that ends it."""

    purpose: Words
    granted: bool
    wording: str
    language: str
    where: Words
    at: datetime
    stop_href: str


@dataclass(frozen=True, kw_only=True)
class CustomerPage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/customers/page.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js",)

    form: forms.Form
    action: str
    orders: tuple[OrderRow, ...]
    consents: tuple[ConsentLine, ...] | None  # None: who looks may not know
    history: tuple[Told, ...]
