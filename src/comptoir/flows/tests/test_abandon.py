"""Orders that nobody pays are called off after two weeks, each for itself."""

from datetime import timedelta
from uuid import UUID

import pytest

from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.flows import abandon_orders as abandoning
from comptoir.flows.abandon_orders import abandon_orders
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.expire_reservations import expire_reservations
from comptoir.flows.place_order import place_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart
from comptoir.kernel.testing import NOON, OWNER
from tests.kept import laid_shop

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(days=15)


def place(shop: Shop, key: str) -> OrderId:
    return OrderId(UUID(place_order(checkout=agree(fill_cart(shop)), key=key, actor=buyer(), now=NOON).order_id))


def test_one_order_that_cannot_be_called_off_does_not_keep_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = laid_shop(stock=10)
    stuck, other = place(shop, "a"), place(shop, "b")
    expire_reservations(actor=OWNER, now=LATER)

    def cancel(*, order_id: OrderId, **more: object) -> None:
        if order_id == stuck:
            raise RuntimeError("paid this very moment, or worse")
        cancel_order(order_id=order_id, **more)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(abandoning, "cancel_order", cancel)
    assert abandon_orders(actor=OWNER, now=LATER) == 1
    assert (order(stuck).state, order(other).state) == (OrderState.AWAITING_PAYMENT, OrderState.CANCELLED)
