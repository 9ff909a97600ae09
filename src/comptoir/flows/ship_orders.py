from collections.abc import Iterable
from datetime import datetime

from comptoir.domains.orders.permissions import ORDERS_PREPARE
from comptoir.domains.orders.values import OrderId
from comptoir.flows.ship_order import ship_order
from comptoir.flows.steps.each_alone import Done, each_alone
from comptoir.kernel.access import Actor


def ship_orders(*, order_ids: Iterable[OrderId], actor: Actor, now: datetime) -> Done:
    """All that is prepared of several orders leaves, under the numbers of its labels, each order for itself.

    What has left already is among the refused, so nothing leaves twice.
    """
    actor.must(ORDERS_PREPARE)

    def act(order_id: OrderId) -> None:
        ship_order(order_id=order_id, actor=actor, now=now)

    return each_alone(order_ids=order_ids, act=act)
