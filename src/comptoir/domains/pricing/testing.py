"""Prices for tests of this and other domains."""

from datetime import datetime

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.markets.testing import make_market
from comptoir.domains.pricing.actions import add_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.kernel.access import job_actor
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
