from collections.abc import Iterable
from datetime import datetime

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.errors import ReservationLapsed
from comptoir.domains.inventory.queries import lock_levels_of
from comptoir.domains.orders.actions import cancel
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order
from comptoir.flows.steps.mark_order_paid import mark_order_paid
from comptoir.flows.steps.replacement_at_receipt import Instead
from comptoir.kernel.access import Actor


def release_free_swap(*, instead: Instead, came: Iterable[VariantId], actor: Actor, now: datetime) -> Order | None:
    """What is sent instead and costs nothing is paid by the goods that ``came``, since no payment will tell so. Returns
    its order, to be invoiced with the other papers; None where there is something to pay.

    Called under the locks of both orders, before the goods that came go back to stock.
    """
    if instead.order_id is None or instead.total:
        return None
    found = order(instead.order_id)
    # The levels of both at once, as everybody does: docs/explain/locking.md.
    lock_levels_of({*came, *(line.variant_id for line in found.lines)})
    try:
        mark_order_paid(
            order_id=found.id, market_code=found.market, payment_ids=(), invoiced=False, actor=actor, now=now
        )
    except ReservationLapsed as lapsed:
        cancel(order_id=found.id, because=str(lapsed), actor=actor, now=now)
        return None
    return order(found.id)
