"""How much waits in each area: the small numbers of the menu."""

from comptoir.domains.cases.permissions import CASES_VIEW
from comptoir.domains.cases.queries import count_undecided
from comptoir.domains.orders.permissions import ORDERS_VIEW
from comptoir.domains.orders.queries import count_by_state
from comptoir.domains.orders.values import OrderState
from comptoir.kernel.access import Actor


def waiting_by_area(actor: Actor, market: str) -> dict[str, int]:
    """Orders to be prepared in the market, and cases that wait for somebody, for those who may see them.

    One statement; the number of cases is remembered.
    """
    waiting: dict[str, int] = {}
    if actor.can(ORDERS_VIEW, market=market):
        waiting["orders"] = count_by_state(actor=actor, market=market)[OrderState.PAID]
    if actor.can(CASES_VIEW):
        waiting["cases"] = count_undecided(actor=actor)
    return waiting
