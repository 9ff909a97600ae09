"""What the screens of returns show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django import forms

from comptoir.backoffice.parts import Link, Listing, Pill, Screen, Told, Words
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    href: str
    number: str
    order: str
    requested_at: datetime
    customer: str
    kind: Words
    pieces: int
    refund: Money | None
    state: Pill


@dataclass(frozen=True, kw_only=True)
class ReturnList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/returns/list.html"

    listing: Listing
    rows: tuple[ReturnRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    title: str
    options: str
    sku: str
    quantity: int
    instead: str
    reason: Words
    received: int | None
    outcome: Words
    kept_back: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that may be done now, with what it asks for."""

    label: Words
    href: str
    icon: str
    form: forms.Form
    primary: bool = False
    danger: bool = False
    note: Words = ""


@dataclass(frozen=True, kw_only=True)
class ReturnPage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/returns/page.html"

    lead: Words
    steps: tuple[Step, ...]
    lines: tuple[LineRow, ...]
    kind: Words
    name: str
    email: str
    statement: str
    place: str
    refund: Money | None
    swapped: Money | None
    replacement: Link | None
    with_delivery: bool
    refund_due: date | None
    because: str
    history: tuple[Told, ...]
