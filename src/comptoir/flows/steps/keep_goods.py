from collections.abc import Mapping
from datetime import datetime

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import reserve_stock
from comptoir.domains.inventory.values import Destination, StockLine
from comptoir.domains.orders.values import Order, OrderDraft
from comptoir.kernel.access import Actor


def keep_goods(*, order: Order | OrderDraft, until: datetime, actor: Actor, now: datetime) -> Mapping[VariantId, int]:
    """Keep all that is wanted of an order until it is paid, from now on or, where that is so already, longer. Tells how
    many pieces were promised beyond the shelves.

    :raises InsufficientStock: with every line that is not there (any more).
    """
    lines = [
        StockLine(variant_id=line.variant_id, quantity=line.wanted)
        for line in order.lines
        if line.wanted and line.lies_on_shelf
    ]
    if not lines:  # downloads only
        return {}
    return reserve_stock(
        lines=lines,
        order_id=order.id,
        until=until,
        preferred_place=order.delivery.place_code or None,
        destination=Destination.of(order.market, order.shipping_address),
        actor=actor,
        now=now,
    )
