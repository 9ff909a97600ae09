"""What the ledger gives and takes. Codes are those of the French chart of accounts (plan comptable général, PCG)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.kernel.money import Money

EntryId = NewType("EntryId", int)

CUSTOMERS = "411"
ADVANCES_RECEIVED = "4191"  # paid before the goods have left
BANK = "512"
GOODS_SOLD = "707"
DELIVERY_CHARGED = "7085"
EVERYDAY_ACCOUNTS = (CUSTOMERS, ADVANCES_RECEIVED, BANK, GOODS_SOLD, DELIVERY_CHARGED)
"""What every sale touches, whoever it is paid through and at whatever rate it is taxed."""

_IN_TRANSIT = "5115"
_OUTPUT_VAT = "44571"


def in_transit(provider: str) -> str:
    """The account of what a payment provider holds for us until it pays out: one below 5115 for each provider."""
    return _IN_TRANSIT + re.sub(r"[^A-Z0-9]", "", provider.upper())


def money_account(provider: str) -> str:
    """Where money paid through a provider stands: on the bank account for a transfer, else with the provider."""
    return BANK if provider == "transfer" else in_transit(provider)


def output_vat(country: str, rate: Decimal) -> str:
    """The account of VAT charged at a rate of a country: ``44571FR0550`` holds France's 5.5 %."""
    return f"{_OUTPUT_VAT}{country}{int(rate * 100):04d}"


class Journal(StrEnum):
    """Where an entry is filed. The codes are those that French accountants use."""

    SALES = "VE"
    BANK = "BQ"
    MISCELLANEOUS = "OD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One side of an entry: one of ``debit`` and ``credit`` is above zero. Made by ``debit()`` and ``credit()``."""

    account: str
    debit: Money
    credit: Money


def debit(account: str, amount: Money) -> Posting:
    """A negative amount becomes a credit: an entry may be turned round by turning its amounts round."""
    zero = Money.zero(amount.currency)
    if amount.minor < 0:
        return Posting(account=account, debit=zero, credit=-amount)
    return Posting(account=account, debit=amount, credit=zero)


def credit(account: str, amount: Money) -> Posting:
    """A negative amount becomes a debit."""
    return debit(account, -amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """An entry to be posted. Per currency, debits equal credits; postings of zero are left out.

    ``entity`` is the legal entity, ``on`` its local day, ``reference`` the document that proves it, ``key`` what makes
    it the same entry when it is posted again.
    """

    entity: UUID
    journal: Journal
    on: date
    label: str
    reference: str
    key: str
    postings: tuple[Posting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A posted entry, as it will stay."""

    id: EntryId
    entity: UUID
    journal: Journal
    on: date
    label: str
    reference: str
    key: str
    postings: tuple[Posting, ...]
    posted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What stands on an account: ``balance`` is debits less credits."""

    account: str
    debit: Money
    credit: Money

    @property
    def balance(self) -> Money:
        return self.debit - self.credit
