from collections.abc import Iterable
from datetime import datetime

from comptoir.domains.orders.actions import hold_order
from comptoir.domains.orders.permissions import ORDERS_HOLD
from comptoir.domains.orders.values import OrderId
from comptoir.flows.steps.each_alone import Done, each_alone
from comptoir.kernel.access import Actor


def hold_orders(*, order_ids: Iterable[OrderId], because: str, actor: Actor, now: datetime) -> Done:
    """Hold several orders back for one reason, each in a transaction of its own; see ``hold_order``."""
    actor.must(ORDERS_HOLD)

    def act(order_id: OrderId) -> None:
        hold_order(order_id=order_id, because=because, actor=actor, now=now)

    return each_alone(order_ids=order_ids, act=act)
