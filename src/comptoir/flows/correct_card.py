from datetime import datetime

from django.db import transaction

from comptoir.domains.ledger.values import OTHER_CHARGES, OTHER_INCOME
from comptoir.domains.stored_value.actions import adjust_stored_value
from comptoir.domains.stored_value.queries import account
from comptoir.domains.stored_value.values import AccountId, Entry
from comptoir.flows.steps.book_stored_value import book_stored_value
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money


def correct_card(*, account_id: AccountId, amount: Money, because: str, key: str, actor: Actor, now: datetime) -> Entry:
    """Put right the balance of a gift card or store credit, up or down, and book the difference.

    :raises BadValue, ReasonMissing, NotEnoughValue: see ``adjust_stored_value``.
    """
    ours = actor.with_consequences()
    with transaction.atomic(durable=True):
        entry = adjust_stored_value(
            account_id=account_id, amount=amount, because=because, key=key, actor=actor, now=now
        )
        against = OTHER_CHARGES if amount.minor > 0 else OTHER_INCOME
        market = account(account_id, actor=ours).market
        book_stored_value(entry=entry, market=market, against=against, actor=ours, now=now)
    return entry
