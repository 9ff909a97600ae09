"""Accounts and their entries, as values."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from comptoir.domains.customers.values import ERASED_DOMAIN
from comptoir.domains.markets.queries import market
from comptoir.domains.stored_value.errors import UnknownAccount, UnusableCode
from comptoir.domains.stored_value.models import Account as AccountRow
from comptoir.domains.stored_value.models import Entry as EntryRow
from comptoir.domains.stored_value.permissions import STORED_VALUE_VIEW
from comptoir.domains.stored_value.queries.codes import code_hashes, unsealed
from comptoir.domains.stored_value.rules import code_as_typed, grouped
from comptoir.domains.stored_value.values import (
    Account,
    AccountFilter,
    AccountId,
    AccountKind,
    AccountState,
    CardToSend,
    Entry,
    EntryKind,
    Origin,
    Redemption,
)
from comptoir.kernel.access import ALL_MARKETS, Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.paging import Page, decode_cursor, page_of
from comptoir.kernel.sql import fetch


def account_of_code(typed: str) -> AccountId:
    """The account that a code opens, as somebody typed it; whether it can pay anything is asked later.

    Whoever lets strangers ask this limits how often.

    :raises UnusableCode: when there is none.
    """
    code = code_as_typed(typed)
    found = AccountRow.objects.filter(code_hash__in=code_hashes(code)).values_list("id", flat=True) if code else ()
    for id in found:
        return AccountId(id)
    raise UnusableCode(field="code")


def usable_accounts(ids: Collection[AccountId], *, market: str, currency: str, on: date) -> tuple[Account, ...]:
    """Those that can pay something in that market on that day, in the order given."""
    if not ids:
        return ()
    known = {row.pk: account_of(row) for row in AccountRow.objects.filter(pk__in=ids)}
    found = (known[id] for id in ids if id in known)
    return tuple(account for account in found if account.can_pay(market=market, currency=currency, on=on))


def paying_accounts(ids: Collection[AccountId], *, market: str, currency: str, on: date) -> tuple[Account, ...]:
    """Accounts that somebody wants to pay with, all of which must be able to.

    :raises UnusableCode: when one cannot, for whatever reason.
    """
    usable = usable_accounts(ids, market=market, currency=currency, on=on)
    if len(usable) < len(ids):
        raise UnusableCode(field="payment.stored_value")
    return usable


def usable_account(typed: str, *, market: str, currency: str, on: date) -> Account:
    """The account that a code opens, if it can pay something in that market on that day.

    :raises UnusableCode: in every other case, always the same.
    """
    for account in usable_accounts([account_of_code(typed)], market=market, currency=currency, on=on):
        return account
    raise UnusableCode(field="code")


def account(id: AccountId, *, actor: Actor) -> Account:
    """One account, if the actor may see those of its market.

    :raises UnknownAccount: when there is none.
    """
    actor.must(STORED_VALUE_VIEW)
    row = AccountRow.objects.filter(pk=id).first()
    if row is None:
        raise UnknownAccount
    actor.must(STORED_VALUE_VIEW, market=row.market_id)
    return account_of(row)


def card_to_send(id: AccountId, *, now: datetime) -> CardToSend | None:
    """A gift card or store credit with its code, for the letter to whom it belongs and for nothing else.

    None where there is nobody to write to, where its code is not kept, or where it cannot be spent any more.
    """
    row = AccountRow.objects.filter(pk=id).exclude(code_seal="").first()
    if row is None or not row.email or row.email.endswith(f"@{ERASED_DOMAIN}"):
        return None
    known, here = account_of(row), market(row.market_id)
    if not known.can_pay(market=here.code, currency=here.currency, on=local_day(now, here.time_zone)):
        return None
    return CardToSend(account=known, code=grouped(unsealed(row.code_seal)))


def account_markets(ids: Collection[AccountId]) -> dict[AccountId, str]:
    """The market of each account that exists."""
    found = AccountRow.objects.filter(pk__in=ids).values_list("id", "market_id") if ids else ()
    return {AccountId(id): market_code for id, market_code in found}


def accounts(wanted: AccountFilter, *, actor: Actor, cursor: str | None = None, page_size: int = 50) -> Page[Account]:
    """The accounts of the markets the actor may see, newest first."""
    actor.must(STORED_VALUE_VIEW)
    rows = AccountRow.objects.all()
    if actor.markets is not ALL_MARKETS:
        rows = rows.filter(market_id__in=actor.markets or ())
    if wanted.market:
        rows = rows.filter(market_id=wanted.market)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.text:
        rows = rows.filter(Q(last_four=wanted.text.strip().upper()[-4:]) | Q(email__icontains=wanted.text.strip()))
    if cursor:
        issued_at, id = decode_cursor(cursor, [datetime.fromisoformat, UUID])
        rows = rows.filter(Q(issued_at__lt=issued_at) | Q(issued_at=issued_at, id__lt=id))
    return page_of(
        list(rows.order_by("-issued_at", "-id")[: page_size + 1]),
        size=page_size,
        key=lambda row: (row.issued_at.isoformat(), row.pk),
        show=account_of,
    )


def entries_of(id: AccountId, *, actor: Actor) -> tuple[Entry, ...]:
    """Everything that moved the balance, latest first.

    :raises UnknownAccount: when there is no such account.
    """
    currency = account(id, actor=actor).balance.currency
    return tuple(entry_of(row, currency) for row in EntryRow.objects.filter(account_id=id).order_by("-id"))


def redemption_of(payment_id: UUID) -> Redemption | None:
    """What a payment took, and how much of it went back; None when it took nothing."""
    rows = fetch(
        """SELECT taken.account_id, account.currency, -taken.amount_minor,
                  (SELECT coalesce(sum(back.amount_minor), 0)::bigint FROM stored_value_entry AS back
                    WHERE back.payment_id = taken.payment_id AND back.kind = 'given_back')
             FROM stored_value_entry AS taken JOIN stored_value_account AS account ON account.id = taken.account_id
            WHERE taken.payment_id = %s AND taken.kind = 'redeemed'""",
        [payment_id],
    )
    for account_id, currency, taken, given_back in rows:
        return Redemption(
            account_id=AccountId(account_id),
            payment_id=payment_id,
            taken=Money(taken, currency),
            given_back=Money(given_back, currency),
        )
    return None


def credited_for(order_id: UUID, *, currency: str) -> Money:
    """How much of what an order's payments hold was given back as store credit instead."""
    issued = EntryRow.objects.filter(account__order_id=order_id, kind=EntryKind.ISSUED)
    amounts = issued.filter(account__origin=Origin.REFUND).values_list("amount_minor", flat=True)
    return total_of((Money(minor, currency) for minor in amounts), currency)


def expired_accounts(before: date, *, market: str, limit: int = 100) -> tuple[AccountId, ...]:
    """The accounts of a market that could be spent until before that day and still hold something, oldest first."""
    rows = AccountRow.objects.filter(
        market_id=market, expires_on__lt=before, balance_minor__gt=0, state=AccountState.ACTIVE
    )
    return tuple(AccountId(id) for id in rows.order_by("expires_on", "id").values_list("id", flat=True)[:limit])


def credits_to_pass_on(*, limit: int = 100) -> tuple[Account, ...]:
    """The credits of exchanges to which something came back, oldest first: nobody but us knows of them."""
    rows = AccountRow.objects.filter(origin=Origin.EXCHANGE, balance_minor__gt=0).order_by("issued_at")
    return tuple(account_of(row) for row in rows[:limit])


def balance_of(id: AccountId) -> Money:
    """What an account holds at this moment.

    :raises UnknownAccount: when there is none.
    """
    found = AccountRow.objects.filter(pk=id).values_list("balance_minor", "currency").first()
    if found is None:
        raise UnknownAccount
    return Money(*found)


def account_of(row: AccountRow) -> Account:
    """The row as a value."""
    return Account(
        id=AccountId(row.pk),
        kind=AccountKind(row.kind),
        market=row.market_id,
        last_four=row.last_four,
        email=row.email,
        origin=Origin(row.origin),
        order_id=row.order_id,
        balance=Money(row.balance_minor, row.currency),
        state=AccountState(row.state),
        expires_on=row.expires_on,
        issued_at=row.issued_at,
    )


def entry_of(row: EntryRow, currency: str) -> Entry:
    """The row as a value."""
    return Entry(
        id=row.pk,
        account_id=AccountId(row.account_id),
        kind=EntryKind(row.kind),
        amount=Money(row.amount_minor, currency),
        balance_after=Money(row.balance_after_minor, currency),
        payment_id=row.payment_id,
        because=row.because,
        actor_label=row.actor_label,
        at=row.at,
    )
