"""What stored value gives and takes: accounts, the entries that make their balance, and what an account can pay."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.kernel.money import Money, total_of
from comptoir.kernel.transitions import StateTable

AccountId = NewType("AccountId", UUID)


class AccountKind(StrEnum):
    GIFT_CARD = "gift_card"  # whoever holds the code spends it
    STORE_CREDIT = "store_credit"  # owed to one customer


class AccountState(StrEnum):
    ACTIVE = "active"
    BLOCKED = "blocked"


ACCOUNT_STATES = StateTable(
    {AccountState.ACTIVE: {AccountState.BLOCKED}, AccountState.BLOCKED: {AccountState.ACTIVE}},
)


class EntryKind(StrEnum):
    ISSUED = "issued"
    REDEEMED = "redeemed"
    GIVEN_BACK = "given_back"  # of a payment that was called off or refunded
    EXPIRED = "expired"
    ADJUSTED = "adjusted"
    PASSED_ON = "passed_on"  # of an exchange that came to nothing, back to where the money was from


class Origin(StrEnum):
    """What we got for it: decides what it is booked against."""

    SOLD = "sold"  # money that reached the bank account
    REFUND = "refund"  # what an order's payments hold, given back as credit
    GESTURE = "gesture"  # nothing: a gift of ours
    EXCHANGE = "exchange"  # an order's money, on its way to pay what is sent instead; nobody is told the code


GRACE = timedelta(days=90)
"""So long at least can be spent what comes back to an account, whenever it would have expired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDraft:
    """A gift card or store credit to be issued. ``order_id`` is the order that store credit stands in for."""

    kind: AccountKind
    market: str
    amount: Money
    origin: Origin
    email: str = ""
    expires_on: date | None = None
    order_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """``code`` is told this once, grouped for reading; it is "" when the same key issued it before."""

    account_id: AccountId
    entry: "Entry"
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Its code is known by the last four characters only. ``email`` is whose store credit it is."""

    id: AccountId
    kind: AccountKind
    market: str
    last_four: str
    email: str
    origin: Origin
    order_id: UUID | None
    balance: Money
    state: AccountState
    expires_on: date | None
    issued_at: datetime

    def can_pay(self, *, market: str, currency: str, on: date) -> bool:
        """Whether anything can be spent from it in that market on that day."""
        return (
            self.state is AccountState.ACTIVE
            and self.market == market
            and self.balance.currency == currency
            and self.balance.minor > 0
            and (self.expires_on is None or self.expires_on >= on)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CardToSend:
    """What the letter to its owner tells. ``code`` is grouped for reading, and printed nowhere else."""

    account: Account
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One movement: ``amount`` is what the balance went up by, or down by when negative."""

    id: int
    account_id: AccountId
    kind: EntryKind
    amount: Money
    balance_after: Money
    payment_id: UUID | None
    because: str
    actor_label: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Redemption:
    """What a payment took from an account, and how much of it went back since."""

    account_id: AccountId
    payment_id: UUID
    taken: Money
    given_back: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFilter:
    """What staff look for: the last four characters of a code, or a part of an e-mail address."""

    text: str = ""
    kind: AccountKind | None = None
    market: str | None = None


def shares_of(accounts: Iterable[Account], due: Money) -> tuple[tuple[Account, Money], ...]:
    """How much each account pays of what is due, in the order given; accounts that have nothing to pay are left out."""
    shares, left = [], due
    for account in accounts:
        part = min(account.balance, left)
        if part.minor > 0:
            shares.append((account, part))
            left -= part
    return tuple(shares)


def rest_after(accounts: Iterable[Account], due: Money) -> Money:
    """What is left to be paid otherwise."""
    return due - total_of((part for _, part in shares_of(accounts, due)), due.currency)
