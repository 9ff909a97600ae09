from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from comptoir.domains.orders.values import OrderId
from comptoir.kernel.errors import BusinessError


@dataclass(frozen=True, slots=True)
class Done:
    """With which orders it was done, and why not with the others."""

    orders: tuple[OrderId, ...]
    refused: Mapping[OrderId, BusinessError]


def each_alone(*, order_ids: Iterable[OrderId], act: Callable[[OrderId], object]) -> Done:
    """Do something with several orders, each in transactions of its own: one that is refused keeps no other waiting."""
    done: list[OrderId] = []
    refused: dict[OrderId, BusinessError] = {}
    for order_id in dict.fromkeys(order_ids):
        try:
            act(order_id)
        except BusinessError as error:
            refused[order_id] = error
        else:
            done.append(order_id)
    return Done(tuple(done), refused)
