from datetime import datetime

from comptoir.domains.orders.permissions import ORDERS_EDIT
from comptoir.domains.orders.queries import order_for_staff
from comptoir.domains.orders.values import OrderChange, OrderId, OrderRevision
from comptoir.flows.steps.revision_wanted import revision_wanted
from comptoir.kernel.access import Actor


def preview_edit(*, order_id: OrderId, change: OrderChange, actor: Actor, now: datetime) -> OrderRevision:
    """What ``edit_order`` would agree at this moment, with what it would make due or too much. Nothing is written or
    kept: another may be faster.

    :raises: what ``edit_order`` raises of a change that cannot be agreed; not that stock is short.
    """
    before = order_for_staff(order_id, actor=actor)
    actor.must(ORDERS_EDIT, market=before.market)
    return revision_wanted(before=before, change=change, now=now)
