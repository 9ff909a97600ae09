from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kernel.money import CurrencyMismatch, Money, NotAnAmount, exponent, round_half_up, total_of

amounts = st.integers(-(10**12), 10**12).map(lambda minor: Money(minor, "EUR"))


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("JPY", 0), ("TND", 3), ("KWD", 3)])
def test_each_currency_has_its_own_number_of_digits(currency: str, digits: int) -> None:
    assert exponent(currency) == digits


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(NotAnAmount, match="'EURO' is not an ISO 4217"):
        exponent("EURO")


@pytest.mark.parametrize(
    ("text", "currency", "minor"), [("12.34", "EUR", 1234), ("12", "EUR", 1200), ("-0.5", "EUR", -50), ("7", "JPY", 7)]
)
def test_decimal_text_becomes_exact_minor_units(text: str, currency: str, minor: int) -> None:
    assert Money.of(text, currency) == Money(minor, currency)


@pytest.mark.parametrize("wrong", ["12.345", "abc", "", "NaN", "Infinity", 12.34])
def test_what_is_not_an_exact_amount_is_refused(wrong: object) -> None:
    with pytest.raises(NotAnAmount):
        Money.of(wrong, "EUR")  # type: ignore[arg-type]  # the wrong type is the point


def test_currencies_never_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(CurrencyMismatch):
        assert Money(1, "EUR") < Money(1, "USD")


def test_money_is_not_multiplied_by_a_fraction() -> None:
    with pytest.raises(TypeError):
        Money(100, "EUR") * Decimal("1.2")  # type: ignore[operator]  # the wrong type is the point


@pytest.mark.parametrize(
    ("value", "rounded"), [("0.5", 1), ("-0.5", -1), ("1.5", 2), ("2.5", 3), ("2.4999", 2), ("-2.5", -3)]
)
def test_halves_go_away_from_zero(value: str, rounded: int) -> None:
    assert round_half_up(Decimal(value)) == rounded


def test_a_rate_is_applied_with_one_rounding() -> None:
    assert Money(1999, "EUR").times_rate(Decimal("0.055")) == Money(110, "EUR")


def test_a_rate_is_applied_exactly_however_large_the_amount_and_halves_go_away_from_zero() -> None:
    assert Money(10**17 + 1, "EUR").times_rate(Decimal("0.2")) == Money(2 * 10**16, "EUR")
    assert Money(10**17 + 3, "EUR").times_rate(Decimal(1)) == Money(10**17 + 3, "EUR")
    assert [Money(minor, "EUR").times_rate(Decimal("0.5")).minor for minor in (1, 5, -1, -5)] == [1, 3, -1, -3]


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_allocation_loses_no_cent_and_stays_within_one_of_fair(whole: Money, weights: list[int]) -> None:
    parts = whole.allocate(weights)
    assert total_of(parts, "EUR") == whole
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor * sum(weights) - whole.minor * weight) < sum(weights)


def test_allocation_without_weights_refuses_to_lose_money() -> None:
    with pytest.raises(ValueError, match="cannot allocate"):
        Money(1, "EUR").allocate([0, 0])
    assert Money(0, "EUR").allocate([0, 0]) == [Money(0, "EUR"), Money(0, "EUR")]
