from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from comptoir.domains.orders.permissions import ORDERS_PREPARE
from comptoir.domains.orders.values import OrderId
from comptoir.flows.prepare_order import prepare_order
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import BusinessError


@dataclass(frozen=True, slots=True)
class Prepared:
    """Which orders were taken in hand, and why the others were not."""

    orders: tuple[OrderId, ...]
    refused: Mapping[OrderId, BusinessError]


def prepare_orders(*, order_ids: Iterable[OrderId], actor: Actor, now: datetime) -> Prepared:
    """Take several paid orders in hand, each in a transaction of its own: one that is refused keeps no other waiting.

    An order that was already taken in hand is among the refused, so nothing is done twice.
    """
    actor.must(ORDERS_PREPARE)
    prepared: list[OrderId] = []
    refused: dict[OrderId, BusinessError] = {}
    for order_id in dict.fromkeys(order_ids):
        try:
            prepare_order(order_id=order_id, actor=actor, now=now)
        except BusinessError as error:
            refused[order_id] = error
        else:
            prepared.append(order_id)
    return Prepared(tuple(prepared), refused)
