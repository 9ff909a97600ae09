"""Entries for tests of this and other domains."""

from datetime import date
from uuid import UUID

from comptoir.domains.ledger.values import BANK, CUSTOMERS, EntryDraft, Journal, Posting, credit, debit
from comptoir.kernel.money import Money

ENTITY = UUID("00000000-0000-7000-8000-0000000000e1")


def make_entry(
    *postings: Posting, key: str = "test", entity: UUID = ENTITY, on: date = date(2026, 11, 23), amount: int = 1200
) -> EntryDraft:
    """A draft: money from a customer, unless other postings are given."""
    money = Money(amount, "EUR")
    return EntryDraft(
        entity=entity,
        journal=Journal.BANK,
        on=on,
        label="Test",
        reference=f"reference {key}",
        key=key,
        postings=postings or (debit(BANK, money), credit(CUSTOMERS, money)),
    )
