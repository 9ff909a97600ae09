"""What a letter says of goods that are still to come."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.domains.inventory.queries import awaited_for
from comptoir.domains.orders.values import LineWait, Order
from comptoir.kernel.formats import date_label


def wait_words(placed: Order, today: date, language: str) -> dict[int, str]:
    """By position, what of a line is still to come. A statement, where something was to come when it was ordered."""
    if not placed.has_on_order:
        return {}
    waits = placed.waits(awaited_for([placed.id]).get(placed.id, ()), as_told=True)
    with translation.override(language):
        return {position: _words(wait, today, language) for position, wait in waits.items()}


def _words(wait: LineWait, today: date, language: str) -> str:
    """A day that has passed is never told."""
    facts = {"count": wait.pieces, "day": date_label(wait.expected_on, language) if wait.expected_on else ""}
    if wait.expected_on is None or wait.expected_on < today:
        words = _("%(count)s as a pre-order") if wait.preorder else _("%(count)s on order")
    else:
        words = _("%(count)s as a pre-order, available on %(day)s")
        if not wait.preorder:
            words = _("%(count)s on order, expected on %(day)s")
    return words % facts
