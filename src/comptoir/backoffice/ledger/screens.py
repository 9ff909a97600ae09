"""What the pages of the books show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from comptoir.backoffice.markets.screens import SettingsScreen
from comptoir.backoffice.parts import Link, Listing, Tab, Words
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """An account over the period. ``href`` leads to the entries that post to it."""

    code: str
    name: Words
    href: str
    before: Money
    debit: Money
    credit: Money
    after: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Of one currency: both sides are the same."""

    debit: Money
    credit: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    code: str
    name: Words
    debit: Money | None
    credit: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    on: date
    posted_at: datetime
    journal: Words
    label: str
    piece: str
    order: Link | None
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, kw_only=True)
class BooksPage(SettingsScreen):
    """``views`` are the ways to look at the books, ``listing`` narrows them."""

    views: tuple[Tab, ...]
    listing: Listing


@dataclass(frozen=True, kw_only=True)
class TrialBalance(BooksPage):
    TEMPLATE: ClassVar[str] = "backoffice/ledger/balance.html"

    rows: tuple[AccountRow, ...]
    totals: tuple[Totals, ...]


@dataclass(frozen=True, kw_only=True)
class EntryList(BooksPage):
    TEMPLATE: ClassVar[str] = "backoffice/ledger/entries.html"

    rows: tuple[EntryRow, ...]
