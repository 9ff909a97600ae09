"""Real threads: kits and their parts are sold from the same shelf, and never more than stands there."""

import random
from collections import Counter
from functools import partial
from uuid import UUID

import pytest

from comptoir.domains.cart.actions import set_line
from comptoir.domains.cart.values import CartId
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.domains.inventory.testing import level, make_kit
from comptoir.domains.orders.values import OrderId
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.place_order import place_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, sell
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, at_once
from tests.kept import laid_shop

pytestmark = pytest.mark.django_db(transaction=True)


def kit_in(shop: Shop, *parts: tuple[VariantId, int], price: int = 3000) -> str:
    kit = make_kit(*parts)
    prices = [NewPrice(variant_id=kit, amount=Money(price, "EUR"))]
    set_prices(prices=prices, market=shop.market, actor=OWNER, now=NOON)
    return variants_for([kit])[kit].sku


def cart_of(shop: Shop, sku: str, number: int) -> CartId:
    cart_id = fill_cart(shop, quantity=0, email=f"buyer{number}@exemple.example")
    set_line(cart_id=cart_id, sku=sku, quantity=1, actor=buyer(), now=NOON)
    return cart_id


def buy(cart_id: CartId) -> str | None:
    try:
        return place_order(checkout=agree(cart_id), key=str(new_id()), actor=buyer(), now=NOON).order_id
    except InsufficientStock:
        return None


def test_kits_and_parts_at_once_never_promise_more_than_there_is() -> None:
    shop = laid_shop(stock=11)
    soap = sell(market=shop.market, price=Money(500, "EUR"), stock=9)
    kit = kit_in(shop, (shop.variant_id, 2), (soap.variants[0].id, 1))
    wanted = [kit] * 8 + [shop.sku] * 8 + [soap.variants[0].sku] * 8
    random.Random(20261130).shuffle(wanted)
    carts = [cart_of(shop, sku, number) for number, sku in enumerate(wanted)]
    answers = at_once([partial(buy, cart_id) for cart_id in carts])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    sold = Counter(sku for sku, answer in zip(wanted, answers, strict=True) if answer)
    honey_left, soap_left = level(shop.variant_id).available, level(soap.variants[0].id).available
    assert (honey_left, soap_left) == (11 - 2 * sold[kit] - sold[shop.sku], 9 - sold[kit] - sold[soap.variants[0].sku])
    assert honey_left >= 0 <= soap_left
    # Nobody was refused while there was enough: what is left is less than whoever came away empty wanted.
    if sold[shop.sku] < 8:
        assert honey_left == 0
    if sold[soap.variants[0].sku] < 8:
        assert soap_left == 0
    if sold[kit] < 8:
        assert honey_left < 2 or soap_left < 1


def test_the_last_two_jars_go_to_a_kit_or_to_two_buyers() -> None:
    shop = laid_shop(stock=2)
    kit = kit_in(shop, (shop.variant_id, 2))
    for round in range(6):
        carts = [cart_of(shop, sku, number) for number, sku in enumerate([kit, shop.sku, shop.sku], 100 * round)]
        answers = at_once([partial(buy, cart_id) for cart_id in carts])
        assert [bool(answer) for answer in answers] in ([True, False, False], [False, True, True])
        for order_id in answers:
            if isinstance(order_id, str):
                cancel_order(order_id=OrderId(UUID(order_id)), because="", actor=OWNER, now=NOON)
        assert level(shop.variant_id).available == 2
