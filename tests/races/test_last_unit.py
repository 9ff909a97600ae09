"""Two buyers and the last piece: exactly one order, every time, and nobody meets a deadlock."""

from functools import partial

import pytest
from django.db import connection

from comptoir.domains.cart.actions import set_line
from comptoir.domains.cart.values import CartId
from comptoir.domains.catalogue.values import Product
from comptoir.domains.inventory.actions import record_counts, spread_stock
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.domains.inventory.testing import level
from comptoir.domains.inventory.values import Count
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.flows.place_order import Placed, place_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop, sell
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, at_once
from tests.races.showing import all_holds, deadlocks, sizes

TRIALS = {0: max(200, sizes("last unit", 200)), 4: sizes("last unit in buckets", 60, long=200)}
"""By the buckets that the goods lie in."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("buckets", "trials"), TRIALS.items())
def test_two_buyers_of_the_last_piece(buckets: int, trials: int) -> None:
    shop = open_shop(stock=0)
    # More than enough of it, before the last piece in one basket and behind it in the other: two rows to lock.
    soap = sell(market=shop.market, price=Money(450, "EUR"), stock=2 * trials)
    for id in (shop.variant_id, soap.variants[0].id) if buckets else ():
        spread_stock(variant_id=id, place_code=WAREHOUSE.code, buckets=buckets, actor=OWNER, now=NOON)
    before = deadlocks(connection.connection)
    for trial in range(trials):
        _one_left(shop, trial)
        carts = [agree(_cart(shop, soap)), agree(_cart(shop, soap, soap_first=True))]
        orders = [
            partial(place_order, checkout=checkout, key=f"{trial}.{i}", actor=buyer(), now=NOON)
            for i, checkout in enumerate(carts)
        ]
        answers = at_once(orders)
        kinds = {type(answer) for answer in answers}
        assert kinds == {Placed, InsufficientStock}, f"trial {trial} of {trials}: {answers}"
    assert (level(shop.variant_id).reserved, level(shop.variant_id).available) == (trials, 0)
    assert level(soap.variants[0].id).reserved == trials
    assert deadlocks(connection.connection) == before
    all_holds()


def _cart(shop: Shop, soap: Product, *, soap_first: bool = False) -> CartId:
    # Two people: orders of one and the same would already wait for each other at their customer's row.
    cart_id = fill_cart(shop, quantity=1, email=f"buyer-{soap_first}@exemple.example")
    lines = [(soap.variants[0].sku, 1)]
    if soap_first:  # the honey again, behind it
        lines = [(shop.sku, 0), *lines, (shop.sku, 1)]
    for sku, quantity in lines:
        set_line(cart_id=cart_id, sku=sku, quantity=quantity, actor=buyer(), now=NOON)
    return cart_id


def _one_left(shop: Shop, promised: int) -> None:
    counted = Count(variant_id=shop.variant_id, place_code=WAREHOUSE.code, quantity=promised + 1)
    record_counts(counts=[counted], actor=OWNER, now=NOON)
