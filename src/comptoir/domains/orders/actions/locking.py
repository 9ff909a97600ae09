from typing import Any

from comptoir.domains.orders.errors import OnHold, UnknownOrder
from comptoir.domains.orders.models import Order as OrderRecord
from comptoir.domains.orders.values import OrderId

# What has ended is held back no longer: only open orders are on hold.
FREE: dict[str, Any] = {"held_because": "", "held_at": None}


def lock_order(order_id: OrderId) -> OrderRecord:
    """The order's row, locked until the transaction ends: whoever changes an order's pieces does this first.

    :raises UnknownOrder: when there is none.
    """
    row = OrderRecord.objects.select_for_update(no_key=True).filter(pk=order_id).first()
    if row is None:
        raise UnknownOrder(order_id=str(order_id))
    return row


def lock_free_order(order_id: OrderId) -> OrderRecord:
    """The same, if the order is not on hold.

    :raises OnHold: with the reason.
    """
    row = lock_order(order_id)
    if row.held_because:
        raise OnHold(because=row.held_because)
    return row
