"""What goes together: counted from orders, shown after what the merchant chose."""

from dataclasses import replace
from datetime import timedelta

import pytest

from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.catalogue.values import Product, ProductId
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.markets.testing import make_market
from comptoir.domains.orders.actions import cancel
from comptoir.domains.orders.testing import a_draft, make_order
from comptoir.domains.orders.values import Order
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.domains.search.actions import refresh_cards, refresh_companions
from comptoir.domains.search.queries import companion_cards
from comptoir.domains.search.rules import MOST_COMPANIONS, companions_of
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER


def ids(number: int) -> list[ProductId]:
    return sorted(ProductId(new_id()) for _ in range(number))


def test_what_was_bought_together_once_is_chance() -> None:
    one, two, three = ids(3)
    assert companions_of([{one, two}, {one, three}]) == {}
    assert companions_of([{one, two}, {two, one, three}]) == {(one, two): 2, (two, one): 2}


def test_only_the_most_frequent_are_kept() -> None:
    one, *others = ids(MOST_COMPANIONS + 5)
    found = companions_of([{one, *others}] * 2)
    assert sum(first == one for first, _other in found) == MOST_COMPANIONS


def goods() -> Product:
    """Something for sale, of which some is there."""
    market, made = make_market().code, make_product()
    prices = [NewPrice(variant_id=made.variants[0].id, amount=Money(1290, "EUR"))]
    set_prices(prices=prices, market=market, actor=OWNER, now=NOON)
    make_stock(5, variant_id=made.variants[0].id)
    refresh_cards(product_ids=[made.id], actor=OWNER, now=NOON)
    return made


def bought(*products: Product) -> Order:
    line = a_draft().lines[0]
    lines = tuple(
        replace(line, position=position, variant_id=each.variants[0].id)
        for position, each in enumerate(products, start=1)
    )
    return make_order(lines=lines)


def beside(product: Product, *chosen: Product) -> list[ProductId]:
    cards = companion_cards(
        product.id, chosen=[each.id for each in chosen], market=make_market().code, language="fr", size=4
    )
    return [card.product_id for card in cards]


@pytest.mark.django_db
def test_what_the_merchant_chose_comes_first_then_what_is_bought_together() -> None:
    honey, jam, bowl = goods(), goods(), goods()
    for _order in range(2):
        bought(honey, jam)
    assert refresh_companions(actor=OWNER, now=NOON) == 2
    assert refresh_companions(actor=OWNER, now=NOON) == 0
    assert beside(honey) == [jam.id]
    assert beside(honey, bowl, honey) == [bowl.id, jam.id]


@pytest.mark.django_db
def test_orders_that_were_called_off_or_are_old_say_nothing() -> None:
    honey, jam = goods(), goods()
    orders = [bought(honey, jam) for _order in range(2)]
    assert refresh_companions(actor=OWNER, now=NOON + timedelta(days=366)) == 0
    refresh_companions(actor=OWNER, now=NOON)
    cancel(order_id=orders[0].id, because="no more", actor=OWNER, now=NOON)
    assert refresh_companions(actor=OWNER, now=NOON) == 2
    assert beside(honey) == []


@pytest.mark.django_db
def test_not_by_just_anybody() -> None:
    with pytest.raises(NotAllowed):
        refresh_companions(actor=NOBODY, now=NOON)
