from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.stored_value.actions.entries import Movement, known_entry, lock_account, move_balance
from comptoir.domains.stored_value.errors import BadValue, MoreThanRedeemed, NotEnoughValue
from comptoir.domains.stored_value.models import Account as AccountRow
from comptoir.domains.stored_value.permissions import STORED_VALUE_SPEND
from comptoir.domains.stored_value.queries.read import account_of, redemption_of
from comptoir.domains.stored_value.rules import expiry_after_return
from comptoir.domains.stored_value.values import AccountId, Entry, EntryKind, Origin
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.money import Money


def redeem_stored_value(
    *, account_id: AccountId, market: str, amount: Money, payment_id: UUID, actor: Actor, now: datetime
) -> Entry:
    """Take what a payment asks for from an account: all of it or nothing, once for each payment.

    :raises BadValue: when the amount is not positive.
    :raises NotEnoughValue: when less is left, or it is blocked, expired, or of another market or currency.
    :raises EntryDiffers: when the payment has taken another amount, or from another account.
    :raises UnknownAccount: when there is none.
    """
    actor.must(STORED_VALUE_SPEND, market=market)
    if amount.minor <= 0:
        raise BadValue(field="amount", currency=amount.currency)
    movement = Movement(
        account_id=account_id,
        kind=EntryKind.REDEEMED,
        amount=-amount,
        key=f"redeemed:{payment_id}",
        payment_id=payment_id,
    )
    with transaction.atomic(savepoint=False):
        row = lock_account(account_id)
        if known := known_entry(movement):
            return known
        today = local_day(now, market_of(row.market_id).time_zone)
        if not account_of(row).can_pay(market=market, currency=amount.currency, on=today):
            raise NotEnoughValue
        return move_balance(movement, actor=actor, now=now)


def give_back_stored_value(*, payment_id: UUID, amount: Money, key: str, actor: Actor, now: datetime) -> Entry:
    """Give back what a payment took, or a part of it, to the account it came from, once for each key.

    A blocked account gets it all the same; one that has expired, or soon will, can be spent for a while longer.

    :raises BadValue: when the amount is not positive.
    :raises MoreThanRedeemed: when the payment has taken less, or less of it is left.
    :raises EntryDiffers: when the key stands for another amount.
    """
    actor.must(STORED_VALUE_SPEND)
    if amount.minor <= 0:
        raise BadValue(field="amount", currency=amount.currency)
    with transaction.atomic(savepoint=False):
        taken = redemption_of(payment_id)
        if taken is None:
            raise MoreThanRedeemed(available=Money.zero(amount.currency))
        row = lock_account(taken.account_id)
        actor.must(STORED_VALUE_SPEND, market=row.market_id)
        movement = Movement(
            account_id=taken.account_id,
            kind=EntryKind.GIVEN_BACK,
            amount=amount,
            key=f"given back:{key}",
            payment_id=payment_id,
        )
        if known := known_entry(movement):
            return known
        _must_be_left(payment_id, amount)
        entry = move_balance(movement, actor=actor, now=now)
        _keep_longer(row, now)
        return entry


def pass_on_stored_value(*, account_id: AccountId, amount: Money, key: str, actor: Actor, now: datetime) -> Entry:
    """Take from the credit of an exchange what came back to it: it goes on to where the money was from. Once a key.

    :raises BadValue: when the amount is not positive, or the credit is not one of an exchange.
    :raises NotEnoughValue: when less is left.
    :raises EntryDiffers: when the key stands for another amount.
    :raises UnknownAccount: when there is none.
    """
    actor.must(STORED_VALUE_SPEND)
    movement = Movement(account_id=account_id, kind=EntryKind.PASSED_ON, amount=-amount, key=f"passed on:{key}")
    with transaction.atomic(savepoint=False):
        row = lock_account(account_id)
        actor.must(STORED_VALUE_SPEND, market=row.market_id)
        if amount.minor <= 0 or row.origin != Origin.EXCHANGE:
            raise BadValue(field="amount", currency=amount.currency)
        return known_entry(movement) or move_balance(movement, actor=actor, now=now)


def _must_be_left(payment_id: UUID, amount: Money) -> None:
    """Looked at again under the account's lock: of two that give back at once, the second sees the first."""
    taken = redemption_of(payment_id)
    left = taken.taken - taken.given_back if taken else Money.zero(amount.currency)
    if amount.currency != left.currency or amount > left:
        raise MoreThanRedeemed(available=left)


def _keep_longer(row: AccountRow, now: datetime) -> None:
    today = local_day(now, market_of(row.market_id).time_zone)
    until = expiry_after_return(row.expires_on, today=today)
    if until != row.expires_on:
        AccountRow.objects.filter(pk=row.pk).update(expires_on=until)
