"""How much waits in each area: the small numbers of the menu."""

from comptoir.domains.orders.permissions import ORDERS_VIEW
from comptoir.domains.orders.queries import count_by_state
from comptoir.domains.orders.values import OrderState
from comptoir.kernel.access import Actor


def waiting_by_area(actor: Actor, market: str) -> dict[str, int]:
    """Orders to be prepared in the market, for those who may see them. One statement."""
    if not actor.can(ORDERS_VIEW, market=market):
        return {}
    return {"orders": count_by_state(actor=actor, market=market)[OrderState.PAID]}
