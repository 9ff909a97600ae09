from datetime import datetime

from django.db import transaction

from comptoir.domains.ledger.values import ADVANCES_RECEIVED, BANK, GIFTS_TO_CUSTOMERS, Journal
from comptoir.domains.stored_value.actions import issue_stored_value
from comptoir.domains.stored_value.values import AccountDraft, Issued, Origin
from comptoir.flows.steps.book_stored_value import book_stored_value
from comptoir.kernel.access import Actor

_AGAINST = {Origin.SOLD: BANK, Origin.REFUND: ADVANCES_RECEIVED, Origin.GESTURE: GIFTS_TO_CUSTOMERS}


def issue_card(*, draft: AccountDraft, key: str, because: str = "", actor: Actor, now: datetime) -> Issued:
    """Issue a gift card or store credit and book what we owe from now on. Its code is told this once.

    Pressed twice with one key, it is one card.

    :raises BadValue, BadExpiry, OwnerMissing: for a draft that cannot be; see ``issue_stored_value``.
    """
    with transaction.atomic(durable=True):
        issued = issue_stored_value(draft=draft, key=key, because=because, actor=actor, now=now)
        book_stored_value(
            entry=issued.entry,
            market=draft.market,
            against=_AGAINST[draft.origin],
            journal=Journal.BANK if draft.origin is Origin.SOLD else Journal.MISCELLANEOUS,
            actor=actor.with_consequences(),
            now=now,
        )
    return issued
