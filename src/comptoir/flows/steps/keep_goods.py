from datetime import datetime

from comptoir.domains.inventory.actions import reserve_stock
from comptoir.domains.inventory.values import Destination, StockLine
from comptoir.domains.orders.values import Order
from comptoir.kernel.access import Actor


def keep_goods(*, order: Order, until: datetime, actor: Actor, now: datetime) -> None:
    """Keep all that is wanted of an order until it is paid, from now on or, where that is so already, longer.

    :raises InsufficientStock: with every line that is not there any more.
    """
    reserve_stock(
        lines=[StockLine(variant_id=line.variant_id, quantity=line.wanted) for line in order.lines if line.wanted],
        order_id=order.id,
        until=until,
        preferred_place=order.delivery.place_code or None,
        destination=Destination(
            market=order.market,
            country=order.shipping_address.country,
            postal_code=order.shipping_address.postal_code,
        ),
        actor=actor,
        now=now,
    )
