from datetime import date
from uuid import UUID

from comptoir.domains.ledger.values import (
    ADVANCES_RECEIVED,
    EntryDraft,
    Journal,
    credit,
    debit,
    money_account,
    payment_words,
    piece_of,
)
from comptoir.kernel.money import Money

_WHAT = {"capture": "Encaissement", "refund": "Remboursement"}


def money_entry(
    *,
    payment_id: UUID,
    provider: str,
    reference: str,
    number: str,
    entity: UUID,
    what: str,
    moved: Money,
    total: Money,
    on: date,
) -> EntryDraft:
    """Money that a payment took (``what`` is "capture") or, negative, gave back ("refund"), as an entry of the ledger.

    ``total`` is what it has taken or given back so far: the same money is booked once, however often it is heard of.
    ``reference`` is the payment's name at its provider, ``number`` that of its order.
    """
    piece = piece_of(number=number, reference=reference, own_id=payment_id)
    return EntryDraft(
        entity=entity,
        journal=Journal.BANK,
        on=on,
        label=payment_words(what=_WHAT[what], number=number, provider=provider, reference=piece),
        reference=str(payment_id),
        piece=piece,
        key=f"{what}:{payment_id}:{total.minor}",
        postings=(debit(money_account(provider), moved), credit(ADVANCES_RECEIVED, moved)),
    )
