"""The flows of a buyer at the web shop's counter: basket, order, coming back from the bank."""

import pytest

from comptoir.domains.cart.actions import close_cart
from comptoir.domains.cart.errors import BadCartQuantity, CartClosed, NotSold
from comptoir.domains.cart.queries import cart, pieces_in
from comptoir.domains.cart.values import MOST_PIECES, CartDetails, CartId
from comptoir.domains.orders.errors import TotalChanged
from comptoir.domains.orders.queries import order_of_cart
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.testing import make_payment
from comptoir.domains.payments.values import PaymentState
from comptoir.flows.check_out import check_out
from comptoir.flows.look_up_payment import look_up_payment
from comptoir.flows.put_in_cart import put_in_cart
from comptoir.flows.testing import HOME, Shop, agree, buyer, fill_cart
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, at_once
from tests.kept import laid_shop

pytestmark = pytest.mark.django_db(transaction=True)
DETAILS = CartDetails(email="lucie@exemple.example", shipping_address=HOME, delivery_method="home")


def put(shop: Shop, cart_id: CartId | None, *, sku: str = "", quantity: int = 1, market: str = "") -> CartId:
    return put_in_cart(
        cart_id=cart_id,
        market=market or shop.market,
        language="fr",
        channel="web",
        sku=sku or shop.sku,
        quantity=quantity,
        actor=buyer(),
        now=NOON,
    )


def test_goods_go_into_the_cart_there_is_or_a_new_one():
    shop = laid_shop()
    first = put(shop, None, quantity=2)
    assert put(shop, first) == first
    assert pieces_in(first) == 3
    assert put(shop, CartId(new_id())) != first


def test_an_ordered_cart_takes_nothing_more():
    shop = laid_shop()
    first = put(shop, None)
    close_cart(cart_id=first, order_id=new_id(), actor=buyer(), now=NOON)
    second = put(shop, first)
    assert second != first
    assert pieces_in(second) == 1


def test_what_cannot_be_put_in_opens_no_cart():
    shop = laid_shop()
    for wrong in ({"sku": "NOPE"}, {"quantity": 0}, {"quantity": -1}, {"quantity": MOST_PIECES + 1}):
        with pytest.raises((NotSold, BadCartQuantity)):
            put(shop, None, **wrong)
    with pytest.raises(NotAllowed):
        put_in_cart(
            cart_id=None, market="fr", language="fr", channel="web", sku=shop.sku, quantity=1, actor=NOBODY, now=NOON
        )


def test_two_windows_put_in_both():
    shop = laid_shop()
    first = put(shop, None)
    answers = at_once([lambda: put(shop, first)] * 4)
    assert answers == [first] * 4
    assert pieces_in(first) == 5


def test_what_was_told_is_kept_even_when_the_order_is_refused():
    shop = laid_shop()
    cart_id = put(shop, None)
    agreed = agree(cart_id)
    with pytest.raises(TotalChanged):
        check_out(details=DETAILS, checkout=agreed, key="k", actor=buyer(), now=NOON)
    assert cart(cart_id).email == "lucie@exemple.example"
    assert order_of_cart(cart_id) is None


def test_wrong_details_order_nothing():
    shop = laid_shop()
    cart_id = put(shop, None)
    with pytest.raises(ManyInvalid):
        check_out(details=CartDetails(email="x"), checkout=agree(cart_id), key="k", actor=buyer(), now=NOON)
    assert order_of_cart(cart_id) is None


def test_checking_out_twice_is_one_order_and_one_answer():
    agreed = agree(fill_cart(laid_shop()))
    first, *others = (check_out(details=DETAILS, checkout=agreed, key="k", actor=buyer(), now=NOON) for _ in range(3))
    assert all(other == first for other in others)
    with pytest.raises(CartClosed):
        check_out(details=DETAILS, checkout=agreed, key="another", actor=buyer(), now=NOON)


def test_only_what_waits_is_looked_up(monkeypatch: pytest.MonkeyPatch):
    """Nobody answers at this bank: asking it leaves the payment as it is."""
    laid_shop(provider="simulator")
    done = make_payment(amount=Money(100, "EUR"), state=PaymentState.CAPTURED)
    look_up_payment(payment_id=done.id, actor=buyer(), now=NOON)
    waiting = make_payment(amount=Money(100, "EUR"), state=PaymentState.PENDING)
    assert waiting.looked_up
    by_transfer = make_payment(amount=Money(100, "EUR"), state=PaymentState.PENDING, provider="transfer")
    look_up_payment(payment_id=by_transfer.id, actor=buyer(), now=NOON)
    assert payments_of(done.order_id)[0].state is PaymentState.CAPTURED
    assert payments_of(by_transfer.order_id)[0].state is PaymentState.PENDING
