import secrets
from datetime import datetime

from django.db import transaction

from comptoir.domains.markets.queries import market
from comptoir.domains.stored_value.actions.entries import Movement, known_entry, move_balance
from comptoir.domains.stored_value.errors import BadExpiry, BadValue, EntryDiffers, OwnerMissing
from comptoir.domains.stored_value.events import StoredValueIssued
from comptoir.domains.stored_value.models import Account as AccountRow
from comptoir.domains.stored_value.models import Entry as EntryRow
from comptoir.domains.stored_value.permissions import STORED_VALUE_ISSUE
from comptoir.domains.stored_value.queries.codes import code_hashes, key_mark, sealed
from comptoir.domains.stored_value.rules import grouped, new_code
from comptoir.domains.stored_value.values import (
    AccountDraft,
    AccountId,
    AccountKind,
    AccountState,
    EntryKind,
    Issued,
    Origin,
)
from comptoir.kernel import history
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.events import emit
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute


def issue_stored_value(*, draft: AccountDraft, key: str, because: str = "", actor: Actor, now: datetime) -> Issued:
    """Issue a gift card or store credit, and tell its code, which is kept sealed.

    Issued again under the same key, it is the same one, whose code is not told any more; whoever it belongs to has it
    by letter.

    A card for goods at several rates of tax is a multi-purpose voucher: no tax is due when it is issued, the goods are
    taxed when it is spent (Directive 2006/112/EC, articles 30a and 30b, as inserted by Directive (EU) 2016/1065).

    :raises BadValue: when the amount is not positive, or not in the market's currency.
    :raises BadExpiry: when it would have expired already.
    :raises OwnerMissing: for store credit of nobody.
    :raises EntryDiffers: when the key stands for another amount or kind.
    """
    actor.must(STORED_VALUE_ISSUE, market=draft.market)
    here = market(draft.market)
    if draft.amount.minor <= 0 or draft.amount.currency != here.currency:
        raise BadValue(field="amount", currency=here.currency)
    if draft.expires_on is not None and draft.expires_on < local_day(now, here.time_zone):
        raise BadExpiry(field="expires_on")
    if draft.kind is AccountKind.STORE_CREDIT and not draft.email.strip():
        raise OwnerMissing(field="email")
    with transaction.atomic(savepoint=False):
        # Two presses of one button are one card: the second waits here until the first has written its entry.
        execute("SELECT pg_advisory_xact_lock(hashtextextended('stored_value.issue' || %s, 0))", [key])
        known = EntryRow.objects.filter(key=_key(key)).select_related("account").first()
        if known is not None:
            return _issued_before(known, draft, key)
        return _issue(draft, key, because, actor, now)


def _key(key: str) -> str:
    return f"issued:{key}"


def _issued_before(known: EntryRow, draft: AccountDraft, key: str) -> Issued:
    account_id = AccountId(known.account_id)
    movement = Movement(account_id=account_id, kind=EntryKind.ISSUED, amount=draft.amount, key=_key(key))
    entry = known_entry(movement)
    if entry is None or (known.account.kind, known.account.market_id) != (draft.kind, draft.market):
        raise EntryDiffers
    return Issued(account_id=account_id, entry=entry, code="")


def _issue(draft: AccountDraft, key: str, because: str, actor: Actor, now: datetime) -> Issued:
    code, id = new_code(secrets.choice), AccountId(new_id())
    AccountRow.objects.create(
        id=id,
        kind=draft.kind,
        market_id=draft.market,
        code_hash=code_hashes(code)[0],
        code_seal=sealed(code),
        code_key=key_mark(),
        last_four=code[-4:],
        email=draft.email.strip(),
        origin=draft.origin,
        order_id=draft.order_id,
        currency=draft.amount.currency,
        balance_minor=0,
        state=AccountState.ACTIVE,
        expires_on=draft.expires_on,
        issued_at=now,
    )
    movement = Movement(account_id=id, kind=EntryKind.ISSUED, amount=draft.amount, key=_key(key), because=because)
    entry = move_balance(movement, actor=actor, now=now)
    history.record(
        action="issued",
        subject_type="stored_value.account",
        subject_id=id,
        actor=actor,
        now=now,
        after={"kind": draft.kind, "amount": draft.amount, "origin": draft.origin, "expires_on": draft.expires_on},
        because=because,
    )
    if draft.origin is not Origin.EXCHANGE:  # that is spent in the same breath, and its code nobody's
        emit(StoredValueIssued(account_id=id, market=draft.market))
    return Issued(account_id=id, entry=entry, code=grouped(code))
