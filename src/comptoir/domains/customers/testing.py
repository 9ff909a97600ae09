"""Customers for tests of this and other domains."""

from datetime import UTC, datetime

from comptoir.domains.customers.actions import remember_customer
from comptoir.domains.customers.values import CustomerId
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import job_actor


def make_customer(
    email: str = "lucie.martin@courriel.example",
    name: str = "Lucie Martin",
    *,
    language: str = "",
    ordered: bool = False,
    now: datetime = datetime(2026, 3, 2, 10, tzinfo=UTC),
) -> CustomerId:
    """A customer of the test market."""
    market = make_market()
    return remember_customer(
        email=email,
        name=name,
        market=market.code,
        language=language or market.default_language,
        ordered=ordered,
        actor=job_actor("test"),
        now=now,
    )
