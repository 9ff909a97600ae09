"""What an order waits for: goods that are kept for it and do not stand on their shelf yet."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import day_text, moment_text, number_text
from comptoir.backoffice.parts import Words
from comptoir.domains.inventory.queries import awaited_for, reservations_of
from comptoir.domains.inventory.values import ReservationState
from comptoir.domains.orders.values import OPEN_STATES, LineWait, Order, OrderState
from comptoir.kernel.clock import local_day


def waits_of(order: Order) -> Mapping[int, LineWait]:
    """By the position of the line. A statement, while something of the order is still to leave."""
    return order.waits(awaited_for([order.id]).get(order.id, ())) if order.state in OPEN_STATES else {}


def kept_words(at: Desk, order: Order) -> Words:
    """Of an order that nobody has paid: until when its goods are kept, or that they are not any more. A statement."""
    if order.state is not OrderState.AWAITING_PAYMENT:
        return ""
    active = [each.until for each in reservations_of(order.id) if each.state is ReservationState.ACTIVE]
    if not active:
        return _(
            "Its items are no longer reserved: others may buy them. If payment arrives, they are reserved "
            "again if possible."
        )
    until = max(active)
    if until > at.now:
        return _("Its items are reserved until %(moment)s.") % {"moment": moment_text(until, now=at.now)}
    words = _("Its items were reserved until %(moment)s, and are released unless a payment is in progress.")
    return words % {"moment": moment_text(until, now=at.now)}


def wait_notes(at: Desk, wait: LineWait | None) -> tuple[Words, ...]:
    """Under a line: how many pieces of it are not there, and when they are to come."""
    if wait is None:
        return ()
    missing = ngettext("%(count)s not in stock yet", "%(count)s not in stock yet", wait.pieces)
    return (f"{missing % {'count': number_text(wait.pieces)}} · {_day(at, wait)}",)


def _day(at: Desk, wait: LineWait) -> str:
    if wait.expected_on is None:
        return _("date unknown")
    late = wait.expected_on < local_day(at.now, at.market.time_zone)
    words = _("was expected on %(day)s") if late else _("expected on %(day)s")
    return words % {"day": day_text(wait.expected_on)}
