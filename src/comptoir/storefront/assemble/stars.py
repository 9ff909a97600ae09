"""How goods are rated, in stars and in words."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.kernel.formats import number_label


@dataclass(frozen=True, slots=True)
class Stars:
    """``mean`` reads "4.6 out of 5", ``short`` "4.6", ``count`` "12 reviews"; ``mark`` are the stars in halves."""

    mark: int
    short: str
    mean: str
    count: str


def stars_of(stars: int, count: int, language: str) -> Stars:
    """So many stars in so many reviews."""
    mean = Decimal(stars) / count
    short = number_label(mean.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP), language)
    return Stars(
        mark=int((mean * 2).quantize(Decimal(1), rounding=ROUND_HALF_UP)),
        short=short,
        mean=_("%(mean)s out of 5") % {"mean": short},
        count=ngettext("%(count)s review", "%(count)s reviews", count) % {"count": number_label(count, language)},
    )
