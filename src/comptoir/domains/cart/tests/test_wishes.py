from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from comptoir.domains.cart.actions import add_wish, forget_old_wishes, remove_wish
from comptoir.domains.cart.errors import NotSold, UnknownWishList, WishListFull
from comptoir.domains.cart.models import Wish as WishRow
from comptoir.domains.cart.queries import wish_list, wishes_in
from comptoir.domains.cart.values import WishListId
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.markets.testing import make_market
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, at_once, snapshot

pytestmark = pytest.mark.django_db


def goods() -> tuple[str, str]:
    """A market and the reference of something it sells at 12.90, of which 3 are there."""
    market, variant = make_market().code, make_product().variants[0]
    prices = [NewPrice(variant_id=variant.id, amount=Money(1290, "EUR"))]
    set_prices(prices=prices, market=market, actor=OWNER, now=NOON)
    make_stock(3, variant_id=variant.id)
    return market, variant.sku


def wish(market: str, sku: str, id: WishListId | None = None) -> WishListId:
    return add_wish(wish_list_id=id, market=market, language="fr", sku=sku, actor=OWNER, now=NOON)


def test_an_article_is_on_a_list_once_with_todays_price() -> None:
    market, sku = goods()
    id = wish(market, sku)
    assert wish(market, sku, id) == id
    (found,) = wish_list(id).wishes
    assert found.price is not None
    assert (found.variant.sku, found.price.amount, found.availability.available) == (sku, Money(1290, "EUR"), 3)


def test_a_list_that_is_gone_is_begun_anew() -> None:
    market, sku = goods()
    lost = WishListId(new_id())
    assert wish(market, sku, lost) != lost
    with pytest.raises(UnknownWishList):
        wish_list(lost)


def test_what_is_not_sold_is_refused_and_a_full_list_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    market, sku = goods()
    with pytest.raises(NotSold):
        wish(market, "NIL")
    id = wish(market, sku)
    monkeypatch.setattr("comptoir.domains.cart.actions.wishes.MOST_WISHES", 1)
    wish(market, sku, id)
    _market, other = goods()
    with pytest.raises(WishListFull), transaction.atomic():
        wish(market, other, id)
    assert wishes_in(id) == 1


def test_taken_off_it_is_off_and_old_lists_are_forgotten() -> None:
    market, sku = goods()
    id = wish(market, sku)
    for _again in range(2):
        remove_wish(wish_list_id=id, sku=sku, actor=OWNER, now=NOON)
    assert wish_list(id).wishes == ()
    wish(market, sku, id)
    assert forget_old_wishes(actor=OWNER, now=NOON + timedelta(days=365)) == 0
    assert forget_old_wishes(actor=OWNER, now=NOON + timedelta(days=366)) == 1
    assert not WishRow.objects.exists()


REFUSED: dict[str, Callable[[str, str, WishListId], object]] = {
    "add": lambda market, sku, id: add_wish(
        wish_list_id=id, market=market, language="fr", sku=sku, actor=NOBODY, now=NOON
    ),
    "remove": lambda market, sku, id: remove_wish(wish_list_id=id, sku=sku, actor=NOBODY, now=NOON),
    "forget": lambda market, sku, id: forget_old_wishes(actor=NOBODY, now=NOON),
}


@pytest.mark.parametrize("verb", REFUSED)
def test_without_the_right_nothing_changes(verb: str) -> None:
    market, sku = goods()
    id, before = wish(market, sku), None
    before = snapshot()
    with pytest.raises(NotAllowed):
        REFUSED[verb](market, sku, id)
    assert snapshot() == before


@pytest.mark.django_db(transaction=True)
def test_ten_times_at_once_it_is_on_the_list_once() -> None:
    market, sku = goods()
    id = wish(market, sku)
    assert set(at_once([lambda: wish(market, sku, id)] * 10)) == {id}
    assert wishes_in(id) == 1
