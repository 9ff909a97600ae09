"""How the walk through every flow is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from comptoir.domains.orders.values import OrderId
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.place_order import Placed, place_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart
from comptoir.kernel.testing import NOON, OWNER
from tests.races.locks import Watch

LATER = NOON + timedelta(minutes=5)
WEEKS_LATER = NOON + timedelta(days=20)
MONTHS_LATER = NOON + timedelta(days=60)
AGAIN = PayingWith(return_url="http://localhost/return", simulated="approve")


def id_of(placed: Placed) -> OrderId:
    return OrderId(UUID(placed.order_id))


class Story:
    """One flow after the other, each under its name."""

    def __init__(self, shop: Shop, watch: Watch) -> None:
        self.shop, self._watch, self._keys = shop, watch, 0

    def do[T](self, act: Callable[..., T], /, called: str = "", **arguments: Any) -> T:
        """One flow, under the name of its function unless it is ``called`` otherwise."""
        self._watch.flow = called or str(getattr(act, "__name__", act))
        try:
            return act(**arguments)
        finally:
            self._watch.flow = "between"

    def place(self, *, method: str = "simulator", simulated: str = "approve") -> Placed:
        checkout = agree(fill_cart(self.shop), method=method, simulated=simulated)
        return self.do(place_order, checkout=checkout, key=self.new_key(), actor=buyer(), now=NOON)

    def of(self, placed: Placed) -> dict[str, Any]:
        """What most flows want to know about an order."""
        return {"order_id": id_of(placed), "actor": OWNER, "now": NOON}

    def new_key(self) -> str:
        self._keys += 1
        return str(self._keys)
