"""Which vouchers there are, what they are used for, and what a code does for a cart."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from comptoir.domains.pricing import rules
from comptoir.domains.pricing.errors import UnknownVoucher, UnknownVoucherCode, VoucherRefused
from comptoir.domains.pricing.models import Voucher as VoucherRow
from comptoir.domains.pricing.models import VoucherUse as UseRow
from comptoir.domains.pricing.permissions import PRICING_VIEW
from comptoir.domains.pricing.values import (
    Reduction,
    Voucher,
    VoucherFilter,
    VoucherId,
    VoucherUse,
    VoucherUseState,
)
from comptoir.kernel.access import ALL_MARKETS, Actor
from comptoir.kernel.money import Money
from comptoir.kernel.paging import Page, decode_cursor, page_of
from comptoir.kernel.remember import remembered
from comptoir.kernel.sql import fetch


def voucher(id: VoucherId, *, actor: Actor) -> Voucher:
    """One voucher, if the actor may see those of its market.

    :raises UnknownVoucher: when there is none.
    """
    actor.must(PRICING_VIEW)
    row = VoucherRow.objects.filter(pk=id).first()
    if row is None:
        raise UnknownVoucher
    actor.must(PRICING_VIEW, market=row.market_id)
    return voucher_of(row)


def vouchers(wanted: VoucherFilter, *, actor: Actor, cursor: str | None = None, page_size: int = 50) -> Page[Voucher]:
    """The vouchers of the markets the actor may see, newest first."""
    actor.must(PRICING_VIEW)
    rows = VoucherRow.objects.all()
    if actor.markets is not ALL_MARKETS:
        rows = rows.filter(market_id__in=actor.markets or ())
    if wanted.batch:
        rows = rows.filter(batch=wanted.batch)
    if text := wanted.text.strip():
        code = rules.compared_code(text)
        rows = rows.filter(Q(note__icontains=text) | (Q(compared_as__contains=code) if code else Q()))
    if cursor:
        created_at, id = decode_cursor(cursor, [datetime.fromisoformat, UUID])
        rows = rows.filter(Q(created_at__lt=created_at) | Q(created_at=created_at, id__lt=id))
    return page_of(
        list(rows.order_by("-created_at", "-id")[: page_size + 1]),
        size=page_size,
        key=lambda row: (row.created_at.isoformat(), row.pk),
        show=voucher_of,
    )


def batch_codes(batch: UUID, *, actor: Actor) -> tuple[str, ...]:
    """The codes that were made together, in the markets the actor may see.

    :raises UnknownVoucher: when there is none.
    """
    actor.must(PRICING_VIEW)
    rows = VoucherRow.objects.filter(batch=batch)
    if actor.markets is not ALL_MARKETS:
        rows = rows.filter(market_id__in=actor.markets or ())
    if codes := tuple(rows.order_by("id").values_list("code", flat=True)):
        return codes
    raise UnknownVoucher


def voucher_uses(id: VoucherId, *, actor: Actor, limit: int = 100) -> tuple[VoucherUse, ...]:
    """The latest orders that used a voucher, newest first.

    :raises UnknownVoucher: when there is no such voucher.
    """
    known = voucher(id, actor=actor)
    return tuple(
        VoucherUse(
            id=row.pk,
            order_id=row.order_id,
            discount=Money(row.discount_minor, known.reduction.minimum.currency),
            state=VoucherUseState(row.state),
            used_at=row.used_at,
            released_at=row.released_at,
        )
        for row in UseRow.objects.filter(voucher_id=known.id).order_by("-id")[:limit]
    )


def voucher_by_code(typed: str, *, market: str) -> Voucher:
    """The voucher of a market that somebody typed the code of, however they wrote it.

    Whether it can be used is asked with ``offered_voucher``. Whoever lets strangers try codes limits how often.

    :raises UnknownVoucherCode: when there is none.
    """
    code = rules.compared_code(typed)
    row = VoucherRow.objects.filter(compared_as=code, market_id=market).first() if code else None
    if row is None:
        raise UnknownVoucherCode(field="code")
    return voucher_of(row)


@remembered("vouchers")
def has_vouchers(market: str) -> bool:
    """Whether a market has codes that somebody could type. Remembered."""
    return VoucherRow.objects.filter(market_id=market, active=True).exists()


def offered_voucher(
    id: VoucherId, *, market: str, email: str, now: datetime
) -> tuple[Voucher, VoucherRefused | None] | None:
    """A voucher as a cart of that market has it, with why it cannot be used now; None when it is of another market.

    ``email`` is "" while nobody knows the buyer. Its minimum is for whoever prices the goods to compare. Two statements
    at most.
    """
    row = VoucherRow.objects.filter(pk=id, market_id=market).first()
    if row is None:
        return None
    known = voucher_of(row)
    times = 0
    if email and known.limit_each is not None:
        identity = rules.customer_identity(email)
        times = UseRow.objects.filter(voucher_id=id, identity=identity, state=VoucherUseState.USED).count()
    return known, rules.refusal_of(known, now=now, used_by_customer=times)


def taken_off(goods: Money, reduction: Reduction) -> Money:
    """What a voucher takes off goods that come to so much; nothing below its minimum. No statement."""
    return rules.discount_on(goods, reduction)


def held_voucher(order_id: UUID) -> tuple[VoucherId, str] | None:
    """The voucher that an order has used, with its market, locked until the transaction ends; None without one.

    Whoever may have to release it after stock is locked asks first: the voucher's row comes before stock.
    """
    rows = fetch(
        """SELECT id, market_id FROM pricing_voucher
            WHERE id = (SELECT voucher_id FROM pricing_voucheruse WHERE order_id = %s) FOR NO KEY UPDATE""",
        [order_id],
    )
    return (VoucherId(rows[0][0]), str(rows[0][1])) if rows else None


def voucher_of(row: VoucherRow) -> Voucher:
    """The voucher that a row holds."""
    amount = None if row.amount_minor is None else Money(row.amount_minor, row.currency)
    return Voucher(
        id=VoucherId(row.pk),
        market=row.market_id,
        code=row.code,
        reduction=Reduction(minimum=Money(row.minimum_minor, row.currency), amount=amount, percent=row.rate),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        limit=row.limit,
        limit_each=row.limit_each,
        used=row.used,
        active=row.active,
        note=row.note,
        batch=row.batch,
        created_at=row.created_at,
    )
