from datetime import datetime

from comptoir.domains.orders.queries import awaited_money
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.values import Operation
from comptoir.flows.steps.call_off_order import call_off_order
from comptoir.kernel.access import Actor


def call_off_replacement(
    *, replacement_id: OrderId | None, because: str, actor: Actor, now: datetime
) -> list[Operation]:
    """Call off the order of what was to be sent instead of goods that are not to come back after all.

    Called under its lock, and that of the order that those are of. One that the buyer has paid otherwise is bought and
    stays.
    """
    if replacement_id is None or awaited_money(replacement_id).state is not OrderState.AWAITING_PAYMENT:
        return []
    return call_off_order(order_id=replacement_id, because=because, actor=actor, now=now)
