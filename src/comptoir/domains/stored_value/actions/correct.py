from datetime import datetime

from django.db import transaction

from comptoir.domains.markets.queries import market
from comptoir.domains.stored_value.actions.entries import Movement, known_entry, lock_account, move_balance
from comptoir.domains.stored_value.errors import BadValue, ReasonMissing
from comptoir.domains.stored_value.permissions import STORED_VALUE_ADJUST
from comptoir.domains.stored_value.values import ACCOUNT_STATES, AccountId, AccountState, Entry, EntryKind
from comptoir.kernel import history
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.money import Money
from comptoir.kernel.transitions import move


def adjust_stored_value(
    *, account_id: AccountId, amount: Money, because: str, key: str, actor: Actor, now: datetime
) -> Entry:
    """Put right a balance: up by the amount, or down by it when negative, once for each key.

    :raises BadValue: for an amount of nothing, or of another currency.
    :raises ReasonMissing: without a reason.
    :raises NotEnoughValue: when the balance would go below zero.
    :raises UnknownAccount: when there is no such account.
    """
    actor.must(STORED_VALUE_ADJUST)
    if not because.strip():
        raise ReasonMissing(field="because")
    movement = Movement(
        account_id=account_id, kind=EntryKind.ADJUSTED, amount=amount, key=f"adjusted:{key}", because=because
    )
    with transaction.atomic(savepoint=False):
        row = lock_account(account_id)
        actor.must(STORED_VALUE_ADJUST, market=row.market_id)
        if not amount.minor or amount.currency != row.currency:
            raise BadValue(field="amount", currency=row.currency)
        if known := known_entry(movement):
            return known
        entry = move_balance(movement, actor=actor, now=now)
        history.record(
            action="adjusted",
            subject_type="stored_value.account",
            subject_id=account_id,
            actor=actor,
            now=now,
            before={"balance": entry.balance_after - amount},
            after={"balance": entry.balance_after},
            because=because,
        )
        return entry


def expire_account(*, account_id: AccountId, actor: Actor, now: datetime) -> Entry | None:
    """Take what is left on an account that could be spent until yesterday; None when there is nothing to take.

    :raises UnknownAccount: when there is no such account.
    """
    actor.must(STORED_VALUE_ADJUST)
    with transaction.atomic(savepoint=False):
        row = lock_account(account_id)
        actor.must(STORED_VALUE_ADJUST, market=row.market_id)
        today = local_day(now, market(row.market_id).time_zone)
        expired = row.expires_on is not None and row.expires_on < today
        if not expired or not row.balance_minor or row.state != AccountState.ACTIVE:
            return None
        movement = Movement(
            account_id=account_id,
            kind=EntryKind.EXPIRED,
            amount=Money(-row.balance_minor, row.currency),
            key=f"expired:{account_id}:{row.expires_on}",
        )
        return move_balance(movement, actor=actor, now=now)


def block_account(*, account_id: AccountId, because: str, actor: Actor, now: datetime) -> None:
    """Nothing can be spent from it any more, until it is unblocked; its balance stays.

    :raises ReasonMissing: without a reason.
    :raises MoveRefused: when it is blocked already.
    :raises UnknownAccount: when there is no such account.
    """
    actor.must(STORED_VALUE_ADJUST)
    _change(account_id, AccountState.BLOCKED, because, actor, now)


def unblock_account(*, account_id: AccountId, because: str, actor: Actor, now: datetime) -> None:
    """It can be spent again.

    :raises ReasonMissing: without a reason.
    :raises MoveRefused: unless it is blocked.
    :raises UnknownAccount: when there is no such account.
    """
    actor.must(STORED_VALUE_ADJUST)
    _change(account_id, AccountState.ACTIVE, because, actor, now)


def _change(account_id: AccountId, to: AccountState, because: str, actor: Actor, now: datetime) -> None:
    if not because.strip():
        raise ReasonMissing(field="because")
    with transaction.atomic(savepoint=False):
        row = lock_account(account_id)
        actor.must(STORED_VALUE_ADJUST, market=row.market_id)
        move(row, to=to, table=ACCOUNT_STATES, actor=actor, now=now, because=because)
