"""Money as whole minor units of one currency, and the only rounding the house knows.

Nothing here touches a float. A rate is a ``Decimal``, an amount never is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

from babel.numbers import get_currency_precision, list_currencies


class CurrencyMismatch(ArithmeticError):
    """Two currencies met in one sum."""


class NotAnAmount(ValueError):
    """The text or number is no exact amount of that currency."""


@cache
def exponent(currency: str) -> int:
    """How many decimal digits the currency has (ISO 4217 by way of CLDR): JPY 0, EUR 2, TND 3.

    :raises NotAnAmount: when the code is no currency.
    """
    if currency not in list_currencies():
        raise NotAnAmount(f"{currency!r} is not an ISO 4217 currency code")
    return get_currency_precision(currency)


def round_half_up(value: Decimal) -> int:
    """The one rounding function: halves go away from zero, as tax law and shopkeepers round."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Money:
    """``minor`` units (cents for EUR) of ``currency`` (ISO 4217). Immutable; sums refuse to mix currencies."""

    minor: int
    currency: str

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(0, currency)

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> "Money":
        """Exact conversion of a decimal amount in major units.

        :raises NotAnAmount: for a float, a non-number, or more decimals than the currency has.
        """
        if isinstance(amount, float):
            raise NotAnAmount("a float is never an amount of money")
        try:
            scaled = Decimal(amount).scaleb(exponent(currency))
        except InvalidOperation:
            raise NotAnAmount(f"{amount!r} is not a number") from None
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise NotAnAmount(f"{amount} has more decimals than {currency} allows")
        return cls(int(scaled), currency)

    @property
    def amount(self) -> Decimal:
        """In major units, with the currency's own number of decimals."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, times: int) -> "Money":
        if not isinstance(times, int):
            raise TypeError("money is multiplied by whole quantities; rates go through times_rate()")
        return Money(self.minor * times, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self} and {other}")
        return other.minor

    def times_rate(self, rate: Decimal) -> "Money":
        """Multiply by a rate and round once, half up. Only a ``rules.py`` calls this."""
        return Money(round_half_up(self.minor * rate), self.currency)

    def allocate(self, weights: Sequence[int]) -> list["Money"]:
        """Split by weight so that the parts add up to the whole: largest remainder, first come first on a tie.

        :raises ValueError: when a weight is negative, or all are zero while there is money to give.
        """
        total = sum(weights)
        if any(weight < 0 for weight in weights) or (total == 0 and self.minor != 0):
            raise ValueError(f"cannot allocate {self} by {weights}")
        if total == 0:
            return [Money.zero(self.currency) for _ in weights]
        sign = -1 if self.minor < 0 else 1
        shares = [divmod(abs(self.minor) * weight, total) for weight in weights]
        left = abs(self.minor) - sum(share for share, _ in shares)
        by_remainder = sorted(range(len(weights)), key=lambda i: (-shares[i][1], i))
        extra = set(by_remainder[:left])
        return [Money(sign * (share + (i in extra)), self.currency) for i, (share, _) in enumerate(shares)]


def total_of(amounts: Iterable[Money], currency: str) -> Money:
    """Sum amounts of one currency; an empty sum is zero of that currency."""
    result = Money.zero(currency)
    for amount in amounts:
        result = result + amount
    return result
