"""Real threads on a real database: what is ordered is what is in the cart, to the last change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from comptoir.domains.cart.actions import add_pieces, keep_cart_of, open_cart, set_line
from comptoir.domains.cart.queries import cart_to_order, pieces_in, saved_cart
from comptoir.domains.cart.values import CartId
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.customers.testing import make_customer
from comptoir.domains.markets.testing import make_market
from comptoir.domains.pricing.testing import make_price
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOON, anybody, at_once

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


def test_a_cart_goes_into_another_once_and_nothing_put_in_meanwhile_is_lost() -> None:
    make_market()
    variant = make_product().variants[0]
    make_price(variant.id, 1290)
    lucie = make_customer()
    saved = open_cart(market="fr", language="fr", channel="web", customer_id=lucie, actor=BUYER, now=NOON)
    mine = open_cart(market="fr", language="fr", channel="web", actor=BUYER, now=NOON)
    for id in (saved, mine):
        set_line(cart_id=id, sku=variant.sku, quantity=10, actor=BUYER, now=NOON)
    joining = partial(keep_cart_of, cart_id=mine, customer_id=lucie, market="fr", actor=BUYER, now=NOON)
    adding = partial(add_pieces, cart_id=mine, sku=variant.sku, quantity=1, actor=BUYER, now=NOON)
    actions: list[Callable[[], object]] = [joining, adding, joining, adding, joining, adding]
    answers = at_once(actions)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert pieces_in(saved) == 23


def test_two_browsers_without_a_saved_cart_end_up_with_one() -> None:
    make_market()
    variant = make_product().variants[0]
    make_price(variant.id, 1290)
    lucie = make_customer()
    carts = [open_cart(market="fr", language="fr", channel="web", actor=BUYER, now=NOON) for _ in range(3)]
    for id in carts:
        set_line(cart_id=id, sku=variant.sku, quantity=2, actor=BUYER, now=NOON)
    answers = at_once(
        [partial(keep_cart_of, cart_id=id, customer_id=lucie, market="fr", actor=BUYER, now=NOON) for id in carts]
    )
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    saved = saved_cart(lucie, market="fr")
    assert saved is not None
    assert {pieces_in(id) for id in carts} == {6}


def test_two_first_pieces_open_one_saved_cart() -> None:
    make_market()
    lucie = make_customer()
    opening = partial(open_cart, market="fr", language="fr", channel="web", customer_id=lucie, actor=BUYER, now=NOON)
    assert len(set(at_once([opening] * 6))) == 1
