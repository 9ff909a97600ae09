from datetime import date
from uuid import UUID

from comptoir.domains.ledger.values import ADVANCES_RECEIVED, EntryDraft, Journal, credit, debit, money_account
from comptoir.kernel.money import Money


def money_entry(
    *, payment_id: UUID, provider: str, entity: UUID, what: str, moved: Money, total: Money, on: date
) -> EntryDraft:
    """Money that a payment took (``what`` is "capture") or, negative, gave back ("refund"), as an entry of the ledger.

    ``total`` is what it has taken or given back so far: the same money is booked once, however often it is heard of.
    """
    return EntryDraft(
        entity=entity,
        journal=Journal.BANK,
        on=on,
        label=f"{what} {provider}",
        reference=str(payment_id),
        key=f"{what}:{payment_id}:{total.minor}",
        postings=(debit(money_account(provider), moved), credit(ADVANCES_RECEIVED, moved)),
    )
