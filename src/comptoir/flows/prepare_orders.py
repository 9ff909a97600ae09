from collections.abc import Iterable
from datetime import datetime

from comptoir.domains.orders.permissions import ORDERS_PREPARE
from comptoir.domains.orders.values import OrderId
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.steps.each_alone import Done, each_alone
from comptoir.kernel.access import Actor


def prepare_orders(*, order_ids: Iterable[OrderId], actor: Actor, now: datetime) -> Done:
    """Take several paid orders in hand, each in a transaction of its own.

    An order that was already taken in hand is among the refused, so nothing is done twice.
    """
    actor.must(ORDERS_PREPARE)

    def act(order_id: OrderId) -> None:
        prepare_order(order_id=order_id, actor=actor, now=now)

    return each_alone(order_ids=order_ids, act=act)
