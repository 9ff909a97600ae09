"""What the screens of vouchers show."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms

from comptoir.backoffice.parts import Link, Listing, Pill, Screen, Told, Words
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherLine:
    """``uses`` reads “3 of 100”."""

    href: str
    code: str
    note: str
    worth: Words
    market: str
    valid: Words
    uses: Words
    state: Pill


@dataclass(frozen=True, kw_only=True)
class VoucherList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/pricing/list.html"

    listing: Listing
    rows: tuple[VoucherLine, ...]
    new_href: str


@dataclass(frozen=True, kw_only=True)
class VoucherForm(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/pricing/new.html"

    form: forms.Form
    action: str


@dataclass(frozen=True, kw_only=True)
class BatchPage(Screen):
    """The codes that were made together, one a line, to be copied."""

    TEMPLATE: ClassVar[str] = "backoffice/pricing/batch.html"

    codes: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    order: Link
    state: Words
    at: datetime
    discount: Money


@dataclass(frozen=True, kw_only=True)
class VoucherPage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/pricing/page.html"

    facts: tuple[tuple[Words, Words], ...]
    batch: Link | None
    uses: tuple[Use, ...]
    active: bool
    switch_action: str
    history: tuple[Told, ...]
