"""What delivery gives and takes."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from comptoir.kernel.money import Money
from comptoir.kernel.texts import Texts


class MethodKind(StrEnum):
    HOME = "home"  # to the buyer's address
    PICKUP = "pickup"  # collected at one of our places


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodDraft:
    """A way of delivery in one market.

    Orders before ``cut_off`` (the clock of ``time_zone``) are taken in hand the same working day; handling takes
    ``handling_days`` working days more, in the calendar of ``origin_country``; transit takes ``transit_days_min`` to
    ``transit_days_max`` working days of the country of destination. Empty ``time_zone`` and ``origin_country`` are
    filled from the place (collection) or else from the market and its legal entity.
    """

    code: str
    market: str
    kind: MethodKind
    labels: Texts
    place_code: str = ""
    carrier: str = ""
    active: bool = True
    position: int = 0
    cut_off: time = time(14)
    handling_days: int = 0
    transit_days_min: int = 1
    transit_days_max: int = 2
    time_zone: str = ""
    origin_country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What a method costs, tax included: to these countries, from a goods total on, up to a weight (None: any).

    No countries: all those of the market. Of several rates that fit, the one with the highest ``from_total`` counts,
    then the one with the tightest weight.
    """

    price: Money
    countries: tuple[str, ...] = ()
    from_total: Money | None = None
    up_to_weight_grams: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateGap:
    """Baskets that a method's rates leave out, to these countries: all of them, or those that come to less than
    ``below``, or those that weigh more than ``above_grams``, or with both, those of which both is true."""

    countries: tuple[str, ...]
    below: Money | None = None
    above_grams: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method(MethodDraft):
    """A method as it is kept, with its rates."""

    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """Some of the goods are not there yet: the last of them are expected ``on`` a day, or nobody knows when (None)."""

    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryOption:
    """A way of delivery that this buyer may choose now, with its price (tax included) and promise.

    The goods arrive, or wait to be collected, on ``promised_on`` at the latest; ``earliest_on`` is the best case. Of
    goods of which nobody knows when they come, no day is promised.
    ``destination`` is the country where they are handed over: for collection, the place's.
    """

    code: str
    kind: MethodKind
    labels: Texts
    place_code: str
    carrier: str
    price: Money
    destination: str
    earliest_on: date | None
    promised_on: date | None
