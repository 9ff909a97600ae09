"""Real threads on a real database: what is ordered is what is in the cart, to the last change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread
from typing import NamedTuple

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
def in_another_tab(change: Callable[[], object]) -> Iterator[None]:
    """Within it, a change of the cart is written and not yet committed; it is, once somebody waits for the cart."""
    written = Event()

    def half() -> None:
        with transaction.atomic():
            change()
            written.set()
            while not fetch("SELECT FROM pg_locks WHERE NOT granted AND locktype IN ('tuple', 'transactionid')"):
                pass
        connection.close()

    tab = Thread(target=half)
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
    more = partial(set_line, cart_id=cart_id, sku=variant.sku, quantity=5, actor=BUYER, now=NOON)
    with in_another_tab(more), transaction.atomic():
        ordered = cart_to_order(cart_id, now=NOON)
    assert ordered.cart.quantities == {variant.id: 5}


class Joined(NamedTuple):
    """Ten pieces saved with an account, ten of the same article in the cart at hand; and what happens to them."""

    saved: CartId
    join: Callable[[], object]
    add_here: Callable[[], object]
    add_elsewhere: Callable[[], object]


@pytest.fixture
def joined(transactional_db: None) -> Joined:
    make_market()
    variant = make_product().variants[0]
    make_price(variant.id, 1290)
    lucie = make_customer()
    saved = open_cart(market="fr", language="fr", channel="web", customer_id=lucie, actor=BUYER, now=NOON)
    mine = open_cart(market="fr", language="fr", channel="web", actor=BUYER, now=NOON)
    for id in (saved, mine):
        set_line(cart_id=id, sku=variant.sku, quantity=10, actor=BUYER, now=NOON)
    adding = partial(add_pieces, sku=variant.sku, quantity=1, actor=BUYER, now=NOON)
    joining = partial(keep_cart_of, cart_id=mine, customer_id=lucie, market="fr", actor=BUYER, now=NOON)
    return Joined(saved, joining, partial(adding, cart_id=mine), partial(adding, cart_id=saved))


def test_a_cart_goes_into_another_once_and_nothing_put_in_meanwhile_is_lost(joined: Joined) -> None:
    answers = at_once([joined.join, joined.add_here, joined.join, joined.add_here, joined.join, joined.add_elsewhere])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert pieces_in(joined.saved) == 23


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_is_being_put_in_is_joined_too(joined: Joined, elsewhere: bool) -> None:
    with in_another_tab(joined.add_elsewhere if elsewhere else joined.add_here):
        joined.join()
    assert pieces_in(joined.saved) == 21


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_is_put_in_during_the_joining_goes_where_the_rest_goes(joined: Joined, elsewhere: bool) -> None:
    with in_another_tab(joined.join):
        (joined.add_elsewhere if elsewhere else joined.add_here)()
    assert pieces_in(joined.saved) == 21


def test_two_browsers_join_one_after_the_other(joined: Joined) -> None:
    with in_another_tab(joined.join):
        joined.join()
    assert pieces_in(joined.saved) == 20


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
