"""Vouchers: made, switched off and on, used for an order, released when it is called off."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.pricing.errors import (
    TooManyVouchers,
    UnknownVoucher,
    VoucherCodeTaken,
    VoucherUsedByCustomer,
    VoucherUsedUp,
)
from comptoir.domains.pricing.models import Voucher as VoucherRow
from comptoir.domains.pricing.models import VoucherUse as UseRow
from comptoir.domains.pricing.permissions import PRICING_FORGET, PRICING_REDEEM, PRICING_VOUCHERS
from comptoir.domains.pricing.queries.discounts import held_voucher, voucher_of
from comptoir.domains.pricing.rules import (
    check_voucher,
    compared_code,
    customer_identity,
    new_voucher_code,
    refusal_of,
)
from comptoir.domains.pricing.values import VoucherDraft, VoucherId, VoucherUseState
from comptoir.kernel.access import Actor
from comptoir.kernel.history import Facts, record, record_many
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.remember import forget
from comptoir.kernel.sql import execute, fetch

MOST_AT_ONCE = 1_000
_SUBJECT = "pricing.voucher"


def add_vouchers(*, batch: Sequence[VoucherDraft], key: UUID, actor: Actor, now: datetime) -> tuple[VoucherId, ...]:
    """Make vouchers, all or none; those without a code get one of 60 bits that nobody guesses.

    Asked for again under the same key, nothing is made, and those that were made are returned.

    :raises BadVoucher: for a code, reduction, dates or limits that cannot be, or a code that exists in its market.
    :raises TooManyVouchers: for more than ``MOST_AT_ONCE``.
    """
    actor.must(PRICING_VOUCHERS)
    for market in {draft.market for draft in batch}:
        actor.must(PRICING_VOUCHERS, market=market)
    if len(batch) > MOST_AT_ONCE:
        raise TooManyVouchers(field="count", most=MOST_AT_ONCE)
    for draft in batch:
        check_voucher(draft, currency=market_of(draft.market).currency)
    with transaction.atomic(savepoint=False):
        # Two presses of one button make the codes once: the second waits here until the first has written them.
        execute("SELECT pg_advisory_xact_lock(hashtextextended('pricing.vouchers' || %s, 0))", [str(key)])
        known = VoucherRow.objects.filter(batch=key).order_by("created_at", "id").values_list("id", flat=True)
        return tuple(VoucherId(id) for id in known) or _add(batch, key, actor, now)


def _add(batch: Sequence[VoucherDraft], key: UUID, actor: Actor, now: datetime) -> tuple[VoucherId, ...]:
    rows = [_row(draft, key, now) for draft in batch]
    taken = set(
        VoucherRow.objects.filter(
            market_id__in={row.market_id for row in rows}, compared_as__in=[row.compared_as for row in rows]
        ).values_list("market_id", "compared_as")
    )
    for row in rows:
        if (row.market_id, row.compared_as) in taken:
            raise VoucherCodeTaken(field="code", voucher=row.code)
    try:
        VoucherRow.objects.bulk_create(rows)
    except IntegrityError as error:  # twice in the batch, or somebody else's this very moment
        raise VoucherCodeTaken(field="code", voucher=rows[0].code) from error
    forget("vouchers")
    changes: list[tuple[object, Facts, Facts]] = [
        (row.pk, {}, {"code": row.code, "limit": row.limit, "limit_each": row.limit_each}) for row in rows
    ]
    record_many(action="made", subject_type=_SUBJECT, changes=changes, actor=actor, now=now)
    return tuple(VoucherId(row.pk) for row in rows)


def _row(draft: VoucherDraft, key: UUID, now: datetime) -> VoucherRow:
    code = draft.code.strip().upper() or new_voucher_code(secrets.choice)
    reduction = draft.reduction
    return VoucherRow(
        id=new_id(),
        market_id=draft.market,
        code=code,
        compared_as=compared_code(code),
        currency=reduction.minimum.currency,
        amount_minor=reduction.amount.minor if reduction.amount else None,
        rate=reduction.percent,
        minimum_minor=reduction.minimum.minor,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        limit=draft.limit,
        limit_each=draft.limit_each,
        note=draft.note.strip(),
        batch=key,
        created_at=now,
    )


def switch_voucher_off(*, voucher_id: VoucherId, actor: Actor, now: datetime) -> None:
    """Nobody can use it any more, until it is switched on again. Orders that used it keep their discount.

    :raises UnknownVoucher: when there is none.
    """
    actor.must(PRICING_VOUCHERS)
    _switch(voucher_id, active=False, actor=actor, now=now)


def switch_voucher_on(*, voucher_id: VoucherId, actor: Actor, now: datetime) -> None:
    """It can be used again, within its dates and limits.

    :raises UnknownVoucher: when there is none.
    """
    actor.must(PRICING_VOUCHERS)
    _switch(voucher_id, active=True, actor=actor, now=now)


def _switch(voucher_id: VoucherId, *, active: bool, actor: Actor, now: datetime) -> None:
    with transaction.atomic(savepoint=False):
        row = VoucherRow.objects.select_for_update(no_key=True).filter(pk=voucher_id).first()
        if row is None:
            raise UnknownVoucher
        actor.must(PRICING_VOUCHERS, market=row.market_id)
        if not VoucherRow.objects.filter(pk=voucher_id, active=not active).update(active=active):
            return
        forget("vouchers")
        record(
            action="switched on" if active else "switched off",
            subject_type=_SUBJECT,
            subject_id=voucher_id,
            actor=actor,
            now=now,
        )


_COUNT = """
UPDATE pricing_voucher SET used = used + 1
 WHERE id = %(voucher)s AND active AND starts_at <= %(now)s AND (ends_at IS NULL OR %(now)s < ends_at)
   AND ("limit" IS NULL OR used < "limit")
RETURNING market_id, code
"""
# A statement of its own, after the one that waited for the voucher's row: it sees every use that was written before.
_TAKE_SLOT = """
INSERT INTO pricing_voucheruse (voucher_id, order_id, identity, slot, discount_minor, state, used_at)
SELECT voucher.id, %(order)s, %(identity)s, free.slot, %(discount)s, 'used', %(now)s
  FROM pricing_voucher AS voucher
  LEFT JOIN LATERAL (
       SELECT slot FROM generate_series(1, voucher.limit_each) AS slot
        WHERE NOT EXISTS (SELECT FROM pricing_voucheruse AS known
                           WHERE known.voucher_id = voucher.id AND known.identity = %(identity)s
                             AND known.slot = slot.slot AND known.state = 'used')
        ORDER BY slot LIMIT 1) AS free ON true
 WHERE voucher.id = %(voucher)s AND (voucher.limit_each IS NULL OR free.slot IS NOT NULL)
"""


def use_voucher(
    *, voucher_id: VoucherId, order_id: UUID, email: str, discount: Money, actor: Actor, now: datetime
) -> None:
    """Use a voucher for an order that it takes so much off, in the transaction that places it.

    However many orders want it at once, no more get it than its limits allow: in all, and for one customer, whom
    ``rules.customer_identity`` knows by e-mail. It stays locked until the transaction ends.

    :raises VoucherRefused: when it cannot be used now; then nothing must be placed.
    :raises UnknownVoucher: when there is none.
    """
    actor.must(PRICING_REDEEM)
    facts: dict[str, Any] = {
        "voucher": voucher_id,
        "order": order_id,
        "identity": customer_identity(email),
        "discount": discount.minor,
        "now": now,
    }
    with transaction.atomic(savepoint=False):
        counted = fetch(_COUNT, facts)
        if not counted:
            row = VoucherRow.objects.filter(pk=voucher_id).first()
            if row is None:
                raise UnknownVoucher
            known = voucher_of(row)
            # Used up by somebody who has called off since, and it is free again: this one came in between.
            raise refusal_of(known, now=now, used_by_customer=0) or VoucherUsedUp(voucher=known.code)
        market, code = counted[0]
        actor.must(PRICING_REDEEM, market=market)
        if not execute(_TAKE_SLOT, facts):
            raise VoucherUsedByCustomer(voucher=code)


def release_voucher(*, order_id: UUID, actor: Actor, now: datetime) -> None:
    """The order is called off: its voucher counts as used once less. Again, or without a voucher, changes nothing."""
    actor.must(PRICING_REDEEM)
    with transaction.atomic(savepoint=False):
        held = held_voucher(order_id)  # the voucher's row first, as whoever uses it does
        if held is None:
            return
        voucher_id, market = held
        actor.must(PRICING_REDEEM, market=market)
        if UseRow.objects.filter(order_id=order_id, state=VoucherUseState.USED).update(
            state=VoucherUseState.RELEASED, released_at=now
        ):
            execute("UPDATE pricing_voucher SET used = used - 1 WHERE id = %s", [voucher_id])


def forget_voucher_user(*, emails: Collection[str], actor: Actor, now: datetime) -> int:
    """Take who they are out of the uses of vouchers; returns how many. That the codes were used stays counted."""
    actor.must(PRICING_FORGET)
    return execute(
        "UPDATE pricing_voucheruse SET identity = 'forgotten:' || id WHERE identity = ANY(%s)",
        [[customer_identity(each) for each in emails]],
    )
