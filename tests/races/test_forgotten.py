"""An account is deleted while its owner orders: either the order is there and the account stays, or neither is."""

from functools import partial
from typing import Any
from uuid import UUID

import pytest

from comptoir.domains.cart.actions import open_cart, set_details, set_line
from comptoir.domains.cart.values import CartDetails
from comptoir.domains.customers.errors import ErasureMustWait
from comptoir.domains.customers.models import Login
from comptoir.domains.customers.queries import belongings_of
from comptoir.domains.customers.testing import make_login
from comptoir.domains.orders.models import Order
from comptoir.flows.erase_account import erase_account
from comptoir.flows.place_order import place_order
from comptoir.flows.testing import HOME, Shop, agree, buyer, open_shop
from comptoir.kernel.testing import NOON, OWNER, at_once


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    return open_shop()


@pytest.mark.parametrize("guest", [False, True])
@pytest.mark.parametrize("turn", range(6))
def test_forgotten_while_ordering(shop: Shop, guest: bool, turn: int) -> None:
    email = "zita@exemple.example"
    login_id = make_login(email)
    owner = None if guest else belongings_of(login_id)[0].customer_id
    cart_id = open_cart(market=shop.market, language="fr", channel="web", customer_id=owner, actor=buyer(), now=NOON)
    set_line(cart_id=cart_id, sku=shop.sku, quantity=1, actor=buyer(), now=NOON)
    details = CartDetails(email=email, shipping_address=HOME, delivery_method="home")
    set_details(cart_id=cart_id, details=details, actor=buyer(), now=NOON)
    checkout = agree(cart_id)
    acts: list[Any] = [
        partial(place_order, checkout=checkout, key=str(cart_id), actor=buyer(), now=NOON),
        partial(erase_account, login_id=login_id, actor=OWNER, now=NOON),
    ]
    answers = at_once(acts if turn % 2 else acts[::-1])
    placed, erased = answers if turn % 2 else answers[::-1]
    order = Order.objects.first()
    if isinstance(erased, ErasureMustWait):
        assert order is not None
        assert order.id == UUID(placed.order_id)  # type: ignore[union-attr]  # no exception: there is an order
        assert (order.email, Login.objects.count()) == (email, 1)
        return
    assert erased is None
    assert Login.objects.count() == 0
    # The basket that named them was emptied of that first, so nothing is ordered in the name of nobody.
    assert isinstance(placed, Exception)
    assert order is None
