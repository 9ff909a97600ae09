from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from comptoir.domains.cart.actions import (
    add_pieces,
    close_cart,
    empty_carts_of,
    forget_abandoned_carts,
    keep_cart_of,
    open_cart,
    set_details,
    set_line,
    share_cart,
    take_shared_cart,
)
from comptoir.domains.cart.actions import saved as saved_module
from comptoir.domains.cart.errors import CartsDoNotFit, EmptyCart, UnknownSharedCart
from comptoir.domains.cart.jobs import forget_abandoned
from comptoir.domains.cart.queries import cart, pieces_in, saved_cart, shared_cart
from comptoir.domains.cart.values import MOST_PIECES, CartDetails, CartId
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.customers.testing import make_customer
from comptoir.domains.customers.values import CustomerId
from comptoir.domains.markets.testing import make_market
from comptoir.domains.pricing.testing import make_price
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.addresses import Address
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db
BUYER = anybody("cart.edit")
HOME = Address(name="Lucie Martin", line1="8 rue des Remparts", postal_code="69002", city="Lyon", country="FR")


@pytest.fixture
def sku() -> str:
    make_market()
    variant = make_product().variants[0]
    make_price(variant.id, 1290)
    return variant.sku


@pytest.fixture
def lucie(sku: str) -> CustomerId:
    return make_customer()


def opened(sku: str, quantity: int, customer_id: CustomerId | None = None) -> CartId:
    id = open_cart(market="fr", language="fr", channel="web", customer_id=customer_id, actor=BUYER, now=NOON)
    if quantity:
        set_line(cart_id=id, sku=sku, quantity=quantity, actor=BUYER, now=NOON)
    return id


def kept(cart_id: CartId | None, customer_id: CustomerId) -> CartId | None:
    return keep_cart_of(cart_id=cart_id, customer_id=customer_id, market="fr", actor=BUYER, now=NOON)


def test_the_first_cart_becomes_theirs(sku: str, lucie: CustomerId):
    mine = opened(sku, 2)
    assert kept(mine, lucie) == mine
    assert saved_cart(lucie, market="fr") == mine
    assert kept(None, lucie) == mine


def test_nobody_without_a_cart_has_one(lucie: CustomerId):
    assert kept(None, lucie) is None
    assert kept(CartId(new_id()), lucie) is None


def test_two_carts_are_added_up_once(sku: str, lucie: CustomerId):
    saved, mine = opened(sku, 2, lucie), opened(sku, 3)
    for _ in range(3):
        assert kept(mine, lucie) == saved
    assert pieces_in(saved) == pieces_in(mine) == 5
    assert cart(mine).id == saved


def test_a_change_to_the_cart_that_went_over_changes_the_other(sku: str, lucie: CustomerId):
    saved, mine = opened(sku, 2, lucie), opened(sku, 3)
    kept(mine, lucie)
    add_pieces(cart_id=mine, sku=sku, quantity=4, actor=BUYER, now=NOON)
    assert pieces_in(saved) == 9
    set_line(cart_id=mine, sku=sku, quantity=0, actor=BUYER, now=NOON)
    assert pieces_in(saved) == 0


def test_what_was_typed_last_goes_along(sku: str, lucie: CustomerId):
    saved, mine = opened(sku, 1, lucie), opened(sku, 1)
    set_details(cart_id=mine, details=CartDetails(email="l@x.example", shipping_address=HOME), actor=BUYER, now=NOON)
    kept(mine, lucie)
    assert (cart(saved).email, cart(saved).shipping_address.line1) == ("l@x.example", HOME.line1)


def test_nobody_gets_the_cart_of_another_customer(sku: str, lucie: CustomerId):
    emma = make_customer("emma@courriel.example")
    theirs = opened(sku, 2, emma)
    assert kept(theirs, lucie) is None
    assert cart(theirs).customer_id == emma


def test_where_both_are_too_much_nothing_is_lost(sku: str, lucie: CustomerId):
    saved, mine = opened(sku, MOST_PIECES, lucie), opened(sku, 1)
    assert kept(mine, lucie) == mine
    assert (pieces_in(saved), pieces_in(mine)) == (MOST_PIECES, 1)


def test_a_customer_has_one_open_cart_in_a_market(sku: str, lucie: CustomerId):
    first = opened(sku, 0, lucie)
    assert opened(sku, 0, lucie) == first
    close_cart(cart_id=first, order_id=new_id(), actor=BUYER, now=NOON)
    assert opened(sku, 0, lucie) != first


def test_a_shared_cart_is_a_copy(sku: str):
    mine, friend = opened(sku, 2), opened(sku, 1)
    shared_id = share_cart(cart_id=mine, actor=BUYER, now=NOON)
    set_line(cart_id=mine, sku=sku, quantity=9, actor=BUYER, now=NOON)
    assert list(shared_cart(shared_id, now=NOON).quantities.values()) == [2]
    take_shared_cart(shared_id=shared_id, cart_id=friend, instead=False, actor=BUYER, now=NOON)
    assert pieces_in(friend) == 3
    take_shared_cart(shared_id=shared_id, cart_id=friend, instead=True, actor=BUYER, now=NOON)
    assert (pieces_in(friend), pieces_in(mine)) == (2, 9)
    with pytest.raises(UnknownSharedCart):
        shared_cart(shared_id, now=NOON + timedelta(days=90))
    with pytest.raises(EmptyCart), transaction.atomic():
        share_cart(cart_id=opened(sku, 0), actor=BUYER, now=NOON)


def test_a_shared_cart_that_does_not_fit_changes_nothing(sku: str, monkeypatch: pytest.MonkeyPatch):
    shared_id, mine = share_cart(cart_id=opened(sku, 2), actor=BUYER, now=NOON), opened(sku, 1)
    monkeypatch.setattr(saved_module, "MOST_LINES", 0)
    with pytest.raises(CartsDoNotFit), transaction.atomic():
        take_shared_cart(shared_id=shared_id, cart_id=mine, instead=False, actor=BUYER, now=NOON)
    assert pieces_in(mine) == 1


def test_an_abandoned_cart_names_nobody_and_keeps_its_goods(sku: str):
    left, ordered, fresh = opened(sku, 2), opened(sku, 1), opened(sku, 1)
    for id in (left, ordered, fresh):
        details = CartDetails(email="l@x.example", shipping_address=HOME, comment="…")
        set_details(cart_id=id, details=details, actor=BUYER, now=NOON)
    close_cart(cart_id=ordered, order_id=new_id(), actor=BUYER, now=NOON)
    later = NOON + timedelta(days=31)
    set_line(cart_id=fresh, sku=sku, quantity=3, actor=BUYER, now=later)
    assert forget_abandoned_carts(unseen_since=timedelta(days=30), actor=OWNER, now=later) == 2
    for id in (left, ordered):
        assert (cart(id).email, cart(id).shipping_address, cart(id).comment) == ("", Address(), "")
    assert (pieces_in(left), cart(fresh).email) == (2, "l@x.example")
    assert forget_abandoned_carts(unseen_since=timedelta(days=30), actor=OWNER, now=later) == 0


def test_every_night_they_are_forgotten_as_the_setting_says(sku: str, settings: Any):
    left = opened(sku, 2)
    set_details(cart_id=left, details=CartDetails(email="l@x.example"), actor=BUYER, now=NOON)
    settings.FORGET_CARTS_AFTER_DAYS = 100_000
    forget_abandoned.call()
    assert cart(left).email == "l@x.example"
    settings.FORGET_CARTS_AFTER_DAYS = 1
    forget_abandoned.call()
    assert cart(left).email == ""


def test_carts_of_who_is_forgotten_are_empty_and_nobodys(sku: str, lucie: CustomerId):
    saved, guest = opened(sku, 2, lucie), opened(sku, 1)
    set_details(cart_id=guest, details=CartDetails(email="Lucie@x.example"), actor=BUYER, now=NOON)
    empty_carts_of(customer_ids=[lucie], emails=["lucie@x.example"], actor=OWNER, now=NOON)
    assert (pieces_in(saved), cart(saved).customer_id, pieces_in(guest), cart(guest).email) == (0, None, 1, "")


_ID = CartId(new_id())
REFUSED: list[Callable[[], object]] = [
    lambda: keep_cart_of(cart_id=_ID, customer_id=CustomerId(_ID), market="fr", actor=NOBODY, now=NOON),
    lambda: share_cart(cart_id=_ID, actor=NOBODY, now=NOON),
    lambda: take_shared_cart(shared_id=_ID, cart_id=_ID, instead=True, actor=NOBODY, now=NOON),
    lambda: forget_abandoned_carts(unseen_since=timedelta(0), actor=NOBODY, now=NOON),
    lambda: empty_carts_of(customer_ids=[CustomerId(_ID)], emails=[], actor=NOBODY, now=NOON),
]


@pytest.mark.parametrize("act", REFUSED)
def test_without_the_right_nothing_happens(act: Callable[[], object], sku: str):
    opened(sku, 2)
    before = snapshot()
    with pytest.raises(NotAllowed):
        act()
    assert snapshot() == before
