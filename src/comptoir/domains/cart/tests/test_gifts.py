"""A cart may be a gift, where the market wraps gifts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from comptoir.domains.cart.actions import (
    empty_carts_of,
    forget_abandoned_carts,
    keep_cart_of,
    keep_details,
    open_cart,
    set_details,
    set_line,
)
from comptoir.domains.cart.queries import cart, priced_cart, readiness
from comptoir.domains.cart.values import MOST_GIFT_MESSAGE, CartDetails, CartId
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.catalogue.values import VariantKind
from comptoir.domains.customers.testing import make_customer
from comptoir.domains.customers.values import CustomerId
from comptoir.domains.markets.testing import make_market, offer_gift_wrap
from comptoir.domains.pricing.testing import make_price
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.testing import NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db
BUYER = anybody("cart.edit")
WORDS = "Joyeux anniversaire !"


@pytest.fixture
def sku() -> str:
    make_market()
    offer_gift_wrap()
    variant = make_product().variants[0]
    make_price(variant.id, 1290)
    return variant.sku


@pytest.fixture
def basket(sku: str) -> CartId:
    return opened(sku)


def opened(sku: str, customer_id: CustomerId | None = None) -> CartId:
    id = open_cart(market="fr", language="fr", channel="web", customer_id=customer_id, actor=BUYER, now=NOON)
    set_line(cart_id=id, sku=sku, quantity=1, actor=BUYER, now=NOON)
    return id


def tell(basket: CartId, details: CartDetails) -> None:
    set_details(cart_id=basket, details=details, actor=BUYER, now=NOON)


def missing(basket: CartId) -> set[str]:
    return {each.field for each in readiness(priced_cart(basket, now=NOON)).problems}


def test_a_cart_is_no_gift_until_somebody_says_so(basket: CartId) -> None:
    assert cart(basket).gift_message is None
    tell(basket, CartDetails(gift_message=f"  {WORDS}\x07 "))
    assert cart(basket).gift_message == WORDS
    tell(basket, CartDetails(comment="vite"))
    assert cart(basket).gift_message == WORDS, "what was not said keeps its value"
    tell(basket, CartDetails(gift_message=""))
    assert cart(basket).gift_message == "", "a gift without a message"
    tell(basket, CartDetails(no_gift=True))
    assert cart(basket).gift_message is None


def test_a_message_has_so_many_characters(basket: CartId) -> None:
    tell(basket, CartDetails(gift_message="x" * MOST_GIFT_MESSAGE))
    before = snapshot()
    with pytest.raises(ManyInvalid) as told, transaction.atomic():
        tell(basket, CartDetails(gift_message="x" * (MOST_GIFT_MESSAGE + 1)))
    assert [each.field for each in told.value.errors] == ["gift_message"]
    assert snapshot() == before


def test_where_gifts_are_not_wrapped_nothing_is_changed(basket: CartId) -> None:
    offer_gift_wrap(False)
    before = snapshot()
    for message in ("", WORDS):
        with pytest.raises(ManyInvalid) as told, transaction.atomic():
            tell(basket, CartDetails(email="lucie@exemple.example", gift_message=message))
        assert [(each.field, each.code) for each in told.value.errors] == [("gift", "cart.gifts_not_offered")]
    assert snapshot() == before
    tell(basket, CartDetails(no_gift=True))


def test_what_can_no_longer_be_wrapped_is_not_ready(basket: CartId) -> None:
    tell(basket, CartDetails(gift_message=WORDS))
    assert "gift" not in missing(basket)
    offer_gift_wrap(False)
    assert "gift" in missing(basket)
    keep_details(cart_id=basket, best_first=[CartDetails(no_gift=True)], actor=BUYER, now=NOON)
    assert "gift" not in missing(basket)


def test_there_is_no_paper_around_files(basket: CartId) -> None:
    tell(basket, CartDetails(gift_message=WORDS))
    priced = priced_cart(basket, now=NOON)
    assert priced.gift_message == WORDS
    (line,) = priced.lines
    file = replace(line, variant=replace(line.variant, kind=VariantKind.DOWNLOAD))
    assert replace(priced, lines=(file,)).gift_message is None
    assert replace(priced, lines=(file, line)).gift_message == WORDS


def test_it_goes_along_into_the_saved_cart(sku: str) -> None:
    lucie = make_customer()
    saved, mine = opened(sku, lucie), opened(sku)
    tell(saved, CartDetails(gift_message=WORDS))
    keep_cart_of(cart_id=mine, customer_id=lucie, market="fr", actor=BUYER, now=NOON)
    assert cart(saved).gift_message == WORDS, "nothing was said in the other"
    again = opened(sku)
    tell(again, CartDetails(gift_message="Bravo"))
    keep_cart_of(cart_id=again, customer_id=lucie, market="fr", actor=BUYER, now=NOON)
    assert cart(saved).gift_message == "Bravo"


def test_the_message_is_forgotten_with_whoever_wrote_it(sku: str) -> None:
    left = opened(sku)
    tell(left, CartDetails(gift_message=WORDS))
    later = NOON + timedelta(days=31)
    assert forget_abandoned_carts(unseen_since=timedelta(days=30), actor=OWNER, now=later) == 1
    assert cart(left).gift_message is None
    mine = opened(sku)
    tell(mine, CartDetails(email="lucie@exemple.example", gift_message=WORDS))
    assert empty_carts_of(customer_ids=[], emails=["lucie@exemple.example"], actor=OWNER, now=NOON) == 1
    assert cart(mine).gift_message is None
