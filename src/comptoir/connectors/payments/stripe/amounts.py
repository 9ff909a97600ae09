"""Amounts as Stripe counts them: mostly minor units, with exceptions of its own (https://docs.stripe.com/currencies)."""

from decimal import Decimal

from comptoir.kernel.money import Money

_NO_DECIMALS = frozenset({"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV"}) | {
    "XAF",
    "XOF",
    "XPF",
}
_THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})


class AmountNotTaken(ValueError):
    """Stripe cannot take this amount."""


def to_stripe(amount: Money) -> int:
    """The amount in Stripe's units.

    :raises AmountNotTaken: when it is not positive, or cannot be said in them; of three decimals the last is a zero.
    """
    units = amount.amount.scaleb(_exponent(amount.currency))
    if units <= 0 or units % (10 if amount.currency in _THREE_DECIMALS else 1):
        raise AmountNotTaken(f"{amount} cannot be charged exactly")
    return int(units)


def from_stripe(units: int, currency: str) -> Money:
    """Stripe's units as money."""
    code = currency.upper()
    return Money.of(Decimal(units).scaleb(-_exponent(code)), code)


def _exponent(currency: str) -> int:
    if currency in _NO_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2
