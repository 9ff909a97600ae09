"""Prices and vouchers for tests of this and other domains."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.markets.testing import make_market
from comptoir.domains.pricing.actions import add_prices, add_vouchers
from comptoir.domains.pricing.queries import voucher
from comptoir.domains.pricing.values import NewPrice, Reduction, Voucher, VoucherDraft
from comptoir.kernel.access import job_actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON


def make_price(
    variant_id: VariantId, minor: int, *, compare_at: int | None = None, currency: str = "EUR", now: datetime = NOON
) -> None:
    """Give a variant a price in the test market, cents with tax."""
    price = NewPrice(
        variant_id=variant_id,
        amount=Money(minor, currency),
        compare_at=None if compare_at is None else Money(compare_at, currency),
    )
    add_prices(prices=[price], market=make_market().code, actor=job_actor("test"), now=now)


def make_voucher(
    code: str = "BIENVENUE",
    *,
    amount: int | None = 500,
    percent: str | None = None,
    minimum: int = 0,
    now: datetime = NOON,
    **terms: Any,
) -> Voucher:
    """A voucher of the test market, five euros unless told otherwise; a percentage needs ``amount=None``."""
    reduction = Reduction(
        minimum=Money(minimum, "EUR"),
        amount=None if amount is None else Money(amount, "EUR"),
        percent=None if percent is None else Decimal(percent),
    )
    draft = VoucherDraft(
        market=make_market().code, reduction=reduction, code=code, **{"starts_at": now - timedelta(days=1)} | terms
    )
    (made,) = add_vouchers(batch=[draft], key=new_id(), actor=job_actor("test"), now=now - timedelta(days=1))
    return voucher(made, actor=job_actor("test"))
