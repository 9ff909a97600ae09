"""Gifts are wrapped at the price of an article: it is ordered, billed, shipped and given back like any other."""

from dataclasses import replace
from uuid import UUID

import pytest

from comptoir.domains.cart.actions import set_details, set_line
from comptoir.domains.cart.queries import cart, priced_cart, readiness
from comptoir.domains.cart.values import CartDetails, CartId, PricedCart
from comptoir.domains.catalogue.actions import set_product_status, set_variant_kind
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import ProductStatus, Variant, VariantKind
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.markets.testing import offer_gift_wrap
from comptoir.domains.orders.errors import TotalChanged
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.place_order import place_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop, sell_gift_wrap
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db(transaction=True)
PLAIN, WRAPPED = 2 * 1290 + 490, 2 * 1290 + 400 + 490


@pytest.fixture
def shop() -> Shop:
    return open_shop()


@pytest.fixture
def paper(shop: Shop) -> Variant:
    return sell_gift_wrap(market=shop.market, price=Money(400, "EUR"))


def given(shop: Shop, message: str | None = "Bravo") -> CartId:
    id = fill_cart(shop)
    if message is not None:
        tell(id, CartDetails(gift_message=message))
    return id


def tell(id: CartId, details: CartDetails) -> None:
    set_details(cart_id=id, details=details, actor=buyer(), now=NOON)


def looked_at(id: CartId) -> PricedCart:
    return priced_cart(id, now=NOON)


def test_the_wrapping_comes_and_goes_with_the_gift(shop: Shop, paper: Variant) -> None:
    id = given(shop, None)
    seen = looked_at(id)
    assert (seen.wraps, seen.wrap_price, seen.wrap, seen.total.minor) == (True, Money(400, "EUR"), None, PLAIN)
    tell(id, CartDetails(gift_message=""))
    seen = looked_at(id)
    assert seen.wrap is not None
    assert (seen.wrap.priced.total.minor, seen.pieces, len(seen.chosen), seen.total.minor) == (400, 2, 1, WRAPPED)
    assert paper.id not in cart(id).quantities, "nobody put it in"
    tell(id, CartDetails(no_gift=True))
    assert (looked_at(id).wrap, looked_at(id).total.minor) == (None, PLAIN)


def test_who_has_put_it_in_as_an_article_pays_once(shop: Shop, paper: Variant) -> None:
    id = given(shop)
    set_line(cart_id=id, sku=paper.sku, quantity=1, actor=buyer(), now=NOON)
    seen = looked_at(id)
    assert (seen.wrap, seen.pieces, seen.total.minor) == (None, 3, WRAPPED)


def test_a_market_that_names_no_article_wraps_for_nothing(shop: Shop) -> None:
    offer_gift_wrap()
    seen = looked_at(given(shop))
    assert (seen.wraps, seen.wrap_price, seen.wrap, seen.total.minor) == (True, None, None, PLAIN)


def test_an_article_that_is_not_sold_is_not_given_away(shop: Shop, paper: Variant) -> None:
    id = given(shop)
    set_variant_kind(variant_id=paper.id, kind=VariantKind.GOODS, actor=OWNER, now=NOON)
    assert not looked_at(id).wraps, "goods are no service"
    set_variant_kind(variant_id=paper.id, kind=VariantKind.SERVICE, actor=OWNER, now=NOON)
    assert looked_at(id).wraps
    product_id = variants_for([paper.id])[paper.id].product_id
    set_product_status(product_id=product_id, status=ProductStatus.ARCHIVED, actor=OWNER, now=NOON)
    seen = looked_at(id)
    assert (seen.wraps, seen.wrap_price, seen.wrap, seen.total.minor) == (False, None, None, PLAIN)
    assert {each.field for each in readiness(seen).problems} == {"gift"}


def test_what_is_shown_is_ordered_and_billed(shop: Shop, paper: Variant) -> None:
    id = given(shop)
    placed = place_order(checkout=agree(id), key=str(id), actor=buyer(id), now=NOON)
    assert placed.total_minor == WRAPPED
    order_id = OrderId(UUID(placed.order_id))
    made = order(order_id)
    assert [(line.sku, line.quantity, line.total.minor) for line in made.lines] == [
        *((shop.sku, 2, 2580), (paper.sku, 1, 400))
    ]
    record_payment(order_id=order_id, amount=made.total, actor=OWNER, now=NOON)
    assert order(order_id).state is OrderState.PAID
    # No parcel waits for a service: it leaves with the goods, and is on their invoice with its tax.
    ship_order(order_id=order_id, prepare=True, actor=OWNER, now=NOON)
    assert order(order_id).state is OrderState.SHIPPED
    (invoice,) = documents_of(order_id)
    assert [(line.sku, line.quantity) for line in invoice.lines] == [(shop.sku, 2), (paper.sku, 1)]
    assert invoice.total == Money(WRAPPED, "EUR")


def test_an_order_that_is_called_off_gives_the_wrapping_back_as_well(shop: Shop, paper: Variant) -> None:
    id = given(shop)
    order_id = OrderId(UUID(place_order(checkout=agree(id), key=str(id), actor=buyer(id), now=NOON).order_id))
    record_payment(order_id=order_id, amount=Money(WRAPPED, "EUR"), actor=OWNER, now=NOON)
    cancel_order(order_id=order_id, because="changed my mind", actor=OWNER, now=NOON)
    (payment,) = payments_of(order_id)
    assert (payment.captured, payment.refunding) == (Money(WRAPPED, "EUR"), Money(WRAPPED, "EUR"))


def test_a_price_that_moved_meanwhile_is_told_before_anything_is_ordered(shop: Shop, paper: Variant) -> None:
    id = given(shop)
    agreed = agree(id)
    dearer = NewPrice(variant_id=paper.id, amount=Money(500, "EUR"))
    set_prices(prices=[dearer], market=shop.market, actor=OWNER, now=NOON)
    before = snapshot()
    with pytest.raises(TotalChanged) as told:
        place_order(checkout=agreed, key=str(id), actor=buyer(id), now=NOON)
    assert told.value.total == Money(WRAPPED + 100, "EUR")
    assert snapshot() == before
    agreed = replace(agreed, shown_total=told.value.total)
    assert place_order(checkout=agreed, key=str(id), actor=buyer(id), now=NOON).total_minor == WRAPPED + 100


def test_wrapping_that_became_free_or_ended_meanwhile_is_told_too(shop: Shop, paper: Variant) -> None:
    id = given(shop)
    agreed = agree(id)
    offer_gift_wrap()
    with pytest.raises(TotalChanged) as told:
        place_order(checkout=agreed, key=str(id), actor=buyer(id), now=NOON)
    assert told.value.total == Money(PLAIN, "EUR")
    offer_gift_wrap(False)
    with pytest.raises(ManyInvalid) as refused:
        place_order(checkout=agreed, key=str(id), actor=buyer(id), now=NOON)
    assert [each.field for each in refused.value.errors] == ["gift"]
