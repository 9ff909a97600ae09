import logging
from datetime import datetime

from django.db import transaction

from comptoir.domains.ledger.values import OTHER_INCOME
from comptoir.domains.markets.queries import market_settings
from comptoir.domains.stored_value.actions import expire_account
from comptoir.domains.stored_value.queries import expired_accounts
from comptoir.domains.stored_value.values import AccountId
from comptoir.flows.steps.book_stored_value import book_stored_value
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day

log = logging.getLogger(__name__)


def expire_cards(*, actor: Actor, now: datetime) -> int:
    """Take what is left on gift cards and store credits whose time is over, and book it; returns on how many.

    No tax is due on what is never spent: nothing was supplied.
    """
    return sum(
        _try_to_expire(account_id, market.code, actor, now)
        for market in market_settings().markets
        for account_id in expired_accounts(local_day(now, market.time_zone), market=market.code)
    )


def _try_to_expire(account_id: AccountId, market: str, actor: Actor, now: datetime) -> bool:
    try:
        return _expire(account_id, market, actor, now)
    except Exception:
        # One that cannot be ended must not keep the others; it comes up again.
        log.exception("stored value could not be ended", extra={"account_id": str(account_id)})
        return False


def _expire(account_id: AccountId, market: str, actor: Actor, now: datetime) -> bool:
    with transaction.atomic(durable=True):
        entry = expire_account(account_id=account_id, actor=actor, now=now)
        if entry is None:
            return False
        book_stored_value(entry=entry, market=market, against=OTHER_INCOME, actor=actor, now=now)
    return True
