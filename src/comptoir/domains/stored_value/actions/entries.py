"""The one place that moves a balance: always under the account's lock, together with the entry that says why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.domains.stored_value.errors import EntryDiffers, NotEnoughValue, UnknownAccount
from comptoir.domains.stored_value.models import Account as AccountRow
from comptoir.domains.stored_value.models import Entry as EntryRow
from comptoir.domains.stored_value.queries.read import entry_of
from comptoir.domains.stored_value.values import AccountId, Entry, EntryKind
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money
from comptoir.kernel.sql import fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """What is to move a balance, and the key under which it does so once."""

    account_id: AccountId
    kind: EntryKind
    amount: Money
    key: str
    payment_id: UUID | None = None
    because: str = ""


def lock_account(id: AccountId) -> AccountRow:
    """The account, which nobody else moves until the transaction ends.

    :raises UnknownAccount: when there is none.
    """
    row = AccountRow.objects.select_for_update(no_key=True).filter(pk=id).first()
    if row is None:
        raise UnknownAccount
    return row


def known_entry(movement: Movement) -> Entry | None:
    """What was done before under the same key. Called under the account's lock.

    :raises EntryDiffers: when it was something else.
    """
    row = EntryRow.objects.filter(key=movement.key).first()
    if row is None:
        return None
    asked = (movement.account_id, movement.kind, movement.amount.minor)
    if (row.account_id, row.kind, row.amount_minor) != asked:
        raise EntryDiffers
    return entry_of(row, movement.amount.currency)


def move_balance(movement: Movement, *, actor: Actor, now: datetime) -> Entry:
    """Move the balance and write the entry, in one statement that holds only if enough is there.

    :raises NotEnoughValue: when the balance would go below zero, or is of another currency.
    """
    rows = fetch(
        """WITH moved AS (
               UPDATE stored_value_account SET balance_minor = balance_minor + %(minor)s
                WHERE id = %(account)s AND currency = %(currency)s AND balance_minor + %(minor)s >= 0
            RETURNING id, balance_minor)
           INSERT INTO stored_value_entry
                  (account_id, kind, amount_minor, balance_after_minor, key, payment_id, because, actor_label, at)
           SELECT id, %(kind)s, %(minor)s, balance_minor, %(key)s, %(payment)s, %(because)s, %(actor)s, %(now)s
             FROM moved RETURNING id, balance_after_minor""",
        {
            "account": movement.account_id,
            "kind": movement.kind,
            "minor": movement.amount.minor,
            "currency": movement.amount.currency,
            "key": movement.key,
            "payment": movement.payment_id,
            "because": movement.because,
            "actor": actor.label,
            "now": now,
        },
    )
    if not rows:
        raise NotEnoughValue
    id, after = rows[0]
    return Entry(
        id=id,
        account_id=movement.account_id,
        kind=movement.kind,
        amount=movement.amount,
        balance_after=Money(after, movement.amount.currency),
        payment_id=movement.payment_id,
        because=movement.because,
        actor_label=actor.label,
        at=now,
    )
