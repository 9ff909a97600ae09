"""Stock as buyers are told of it: the band, never the number, which is another at every order; and when goods come."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.domains.cart.values import CartLine
from comptoir.domains.delivery.values import Awaited
from comptoir.domains.inventory.values import Availability, Band
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import date_label, day_label
from comptoir.storefront.here import Here
from comptoir.storefront.pages.parts import Band as Mark

_MARKS: dict[Band, Mark] = {Band.IN_STOCK: "in", Band.LOW: "low", Band.TO_ORDER: "order", Band.OUT: "out"}
_NEAR = timedelta(days=270)
"""Days so far away are told with their year."""


def mark_of(band: Band) -> Mark:
    """How the band is marked beside its words."""
    return _MARKS[band]


def band_words(band: Band, *, preorder: bool = False) -> str:
    """The band alone, as lists tell it."""
    match band:
        case Band.IN_STOCK:
            return _("In stock")
        case Band.LOW:
            return _("Only a few left")
        case Band.TO_ORDER:
            return _("Pre-order") if preorder else _("On order")
    return _("Sold out for now")


def availability_words(told: Availability, here: Here) -> str:
    """The band, and of goods to order when they come."""
    if told.unlimited:
        return _("Available at once")
    if told.band is not Band.TO_ORDER:
        return band_words(told.band)
    return wait_words(told.expected_on, here, preorder=told.preorder)


def wait_words(expected_on: date | None, here: Here, *, preorder: bool, count: int | None = None) -> str:
    """Goods that are still to come, or so many pieces of them. A day that has passed is never told."""
    if expected_on is None:
        words = _PREORDER_UNDATED if preorder else _ON_ORDER_UNDATED
    elif expected_on < _today(here):
        words = _PREORDER_SOON if preorder else _ON_ORDER_SOON
    else:
        words = _PREORDER_DATED if preorder else _ON_ORDER_DATED
    all_of_it, some_of_it = words
    day = far_day_label(expected_on, here) if expected_on else ""
    return str(all_of_it if count is None else some_of_it) % {"count": count, "day": day}


_ON_ORDER_DATED = (
    gettext_lazy("On order: expected on %(day)s"),
    gettext_lazy("%(count)s on order: expected on %(day)s"),
)
_ON_ORDER_SOON = (gettext_lazy("On order: expected soon"), gettext_lazy("%(count)s on order: expected soon"))
_ON_ORDER_UNDATED = (gettext_lazy("On order: no date yet"), gettext_lazy("%(count)s on order: no date yet"))
_PREORDER_DATED = (
    gettext_lazy("Pre-order: available on %(day)s"),
    gettext_lazy("%(count)s as a pre-order: available on %(day)s"),
)
_PREORDER_SOON = (gettext_lazy("Pre-order: available soon"), gettext_lazy("%(count)s as a pre-order: available soon"))
_PREORDER_UNDATED = (gettext_lazy("Pre-order: no date yet"), gettext_lazy("%(count)s as a pre-order: no date yet"))


def line_words(line: CartLine, here: Here) -> str:
    """What of a basket's line is still to come; nothing while all of it is there, or while it cannot be had."""
    told, waiting = line.availability, line.on_order
    if told is None or not waiting or line.missing:
        return ""
    day, there = told.day_for(line.priced.quantity), line.priced.quantity - waiting
    if not there:
        return wait_words(day, here, preorder=told.preorder)
    first = _("%(count)s in stock") % {"count": there}
    return f"{first} · {wait_words(day, here, preorder=told.preorder, count=waiting)}"


def awaited_of(told: Availability, here: Here) -> Awaited | None:
    """For what a buyer of one piece waits."""
    return Awaited(on=told.expected_for(1, today=_today(here))) if told.on_order(1) else None


def far_day_label(day: date, here: Here) -> str:
    """The day, with its year where it is far away."""
    return (day_label if day - _today(here) < _NEAR else date_label)(day, here.language)


def _today(here: Here) -> date:
    return local_day(here.now, here.market.time_zone)
