"""Orders that were ticked in the list, and why some of them were refused."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.refusals import sentence
from comptoir.domains.orders.errors import UnknownOrder
from comptoir.domains.orders.queries import numbers_for
from comptoir.domains.orders.values import OrderId
from comptoir.kernel.errors import BusinessError

_MOST_TICKED = 200


def ticked_orders(at: Desk) -> list[OrderId]:
    """:raises UnknownOrder: for what is no order's id."""
    given = at.request.POST.getlist("order")[:_MOST_TICKED]
    try:
        return [OrderId(UUID(id)) for id in given]
    except ValueError:
        raise UnknownOrder from None


def told_refusals(head: str, refused: Mapping[OrderId, BusinessError]) -> str:
    """``head`` with their count, then which orders and why, one after the other."""
    numbers, between = numbers_for(list(refused)), pgettext("between a label and its text", ":")
    reasons = (f"{numbers.get(id, _('Order'))}{between} {sentence(error)}" for id, error in refused.items())
    return " ".join((head % {"count": number_text(len(refused))}, *reasons))
