"""What the customer screens show."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms

from comptoir.backoffice.orders.screens import OrderRow
from comptoir.backoffice.parts import Listing, Screen, Told


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


@dataclass(frozen=True, kw_only=True)
class CustomerPage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/customers/page.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js",)

    form: forms.Form
    action: str
    orders: tuple[OrderRow, ...]
    history: tuple[Told, ...]
