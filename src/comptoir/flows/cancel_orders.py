from collections.abc import Iterable
from datetime import datetime

from comptoir.domains.orders.permissions import ORDERS_CANCEL
from comptoir.domains.orders.values import OrderId
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.steps.each_alone import Done, each_alone
from comptoir.kernel.access import Actor


def cancel_orders(*, order_ids: Iterable[OrderId], because: str, actor: Actor, now: datetime) -> Done:
    """Call several orders off for one reason, each in transactions of its own; see ``cancel_order``."""
    actor.must(ORDERS_CANCEL)

    def act(order_id: OrderId) -> None:
        cancel_order(order_id=order_id, because=because, actor=actor, now=now)

    return each_alone(order_ids=order_ids, act=act)
