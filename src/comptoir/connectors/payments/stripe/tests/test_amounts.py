import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.connectors.payments.stripe.amounts import AmountNotTaken, from_stripe, to_stripe
from comptoir.kernel.money import Money

CURRENCIES = ("EUR", "USD", "JPY", "KRW", "ISK", "UGX", "TND", "KWD", "HUF", "CLP")


@pytest.mark.parametrize(
    ("amount", "units"),
    [
        (Money(4_990, "EUR"), 4_990),
        (Money(500, "JPY"), 500),
        (Money(500, "ISK"), 50_000),  # no decimals in the world, two at Stripe
        (Money(12_340, "TND"), 12_340),
    ],
)
def test_amounts_as_stripe_counts_them(amount: Money, units: int):
    assert to_stripe(amount) == units
    assert from_stripe(units, amount.currency.lower()) == amount


@pytest.mark.parametrize("amount", [Money(0, "EUR"), Money(-1, "EUR"), Money(12_345, "TND")])
def test_amounts_that_stripe_does_not_take(amount: Money):
    with pytest.raises(AmountNotTaken):
        to_stripe(amount)


@given(st.integers(1, 10**11), st.sampled_from(CURRENCIES))
def test_there_and_back(minor: int, currency: str):
    amount = Money(minor * 10, currency)
    assert from_stripe(to_stripe(amount), currency) == amount
