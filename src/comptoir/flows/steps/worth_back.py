from collections.abc import Sequence

from comptoir.domains.invoicing.queries import credit_worth
from comptoir.domains.orders.values import Order
from comptoir.domains.returns.queries import amount_back
from comptoir.domains.returns.values import AmountBack, ReceivedLine, ReturnKind
from comptoir.flows.steps.withheld_of import withheld_of
from comptoir.kernel.money import Money


def worth_back(*, order: Order, kind: ReturnKind, lines: Sequence[ReceivedLine], left: Money) -> AmountBack:
    """What goes back for what came, less what is kept back of it, at most what is ``left`` of what was paid: what was
    given back as a gesture before goes back no second time.

    :raises BadKeptBack: for what cannot be kept back.

    Asked under the order's lock, before the pieces are marked as returned.
    """
    wanted = amount_back(order, kind, lines)
    worth = credit_worth(
        order.id,
        came={line.position: line.received for line in lines if line.received > 0},
        with_delivery=wanted.with_delivery,
        withheld=withheld_of(lines=lines),
        currency=order.total.currency,
    )
    return wanted.at_most(left, worth)
