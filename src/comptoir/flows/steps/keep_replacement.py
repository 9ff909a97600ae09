from datetime import datetime

from comptoir.domains.inventory.actions import reserve_stock
from comptoir.domains.inventory.values import Destination, StockLine
from comptoir.domains.orders.values import OrderDraft
from comptoir.domains.returns.queries import GOODS_COME_WITHIN, REST_PAID_WITHIN
from comptoir.kernel.access import Actor


def keep_replacement(*, draft: OrderDraft, actor: Actor, now: datetime) -> None:
    """Keep what is sent instead of goods until those have come and the rest is paid, also when they come on the last
    day: nobody has to keep it longer then.

    :raises InsufficientStock: when there is not enough of it.
    """
    reserve_stock(
        lines=[StockLine(variant_id=line.variant_id, quantity=line.quantity) for line in draft.lines],
        order_id=draft.id,
        until=now + GOODS_COME_WITHIN + REST_PAID_WITHIN,
        preferred_place=draft.delivery.place_code or None,
        destination=Destination(
            market=draft.market,
            country=draft.shipping_address.country,
            postal_code=draft.shipping_address.postal_code,
        ),
        actor=actor,
        now=now,
    )
