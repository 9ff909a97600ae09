from collections.abc import Mapping

from comptoir.domains.invoicing.queries import credit_worth
from comptoir.domains.orders.values import Order
from comptoir.domains.returns.queries import amount_back
from comptoir.domains.returns.values import AmountBack, ReturnKind
from comptoir.kernel.money import Money


def worth_back(*, order: Order, kind: ReturnKind, came: Mapping[int, int], left: Money) -> AmountBack:
    """What goes back for so many pieces of each line, at most what is ``left`` of what was paid: what was given back as
    a gesture before goes back no second time.

    Asked under the order's lock, before the pieces are marked as returned.
    """
    wanted = amount_back(order, kind, came)
    worth = credit_worth(order.id, came=came, with_delivery=wanted.with_delivery, currency=order.total.currency)
    return wanted.at_most(left, worth)
