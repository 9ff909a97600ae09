"""Real threads on a real database: what is ordered is what is in the cart, to the last change."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from comptoir.domains.cart.actions import open_cart, set_line
from comptoir.domains.cart.queries import cart_to_order
from comptoir.domains.cart.values import CartId
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.markets.testing import make_market
from comptoir.domains.pricing.testing import make_price
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOON, anybody

pytestmark = pytest.mark.django_db(transaction=True)
BUYER = anybody("cart.edit")


@contextmanager
def in_another_tab(cart_id: CartId, sku: str, quantity: int) -> Iterator[None]:
    """Within it, a change of the cart is written and not yet committed; it is, once somebody waits for the cart."""
    written = Event()

    def change() -> None:
        with transaction.atomic():
            set_line(cart_id=cart_id, sku=sku, quantity=quantity, actor=BUYER, now=NOON)
            written.set()
            while not fetch("SELECT FROM pg_locks WHERE NOT granted AND locktype IN ('tuple', 'transactionid')"):
                pass
        connection.close()

    tab = Thread(target=change)
    tab.start()
    assert written.wait(10)
    yield
    tab.join()


def test_a_change_made_meanwhile_is_ordered_too() -> None:
    make_market()
    variant = make_product().variants[0]
    make_price(variant.id, 1290)
    cart_id = open_cart(market="fr", language="fr", channel="web", actor=BUYER, now=NOON)
    set_line(cart_id=cart_id, sku=variant.sku, quantity=1, actor=BUYER, now=NOON)
    with in_another_tab(cart_id, variant.sku, 5), transaction.atomic():
        ordered = cart_to_order(cart_id, now=NOON)
    assert ordered.cart.quantities == {variant.id: 5}
