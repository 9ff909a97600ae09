from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from comptoir.domains.cart.actions import (
    add_carts,
    add_pieces,
    apply_stored_value,
    close_cart,
    keep_details,
    open_cart,
    remove_stored_value,
    set_details,
    set_line,
)
from comptoir.domains.cart.errors import BadCartQuantity, CartClosed, CartFull, NotSold, UnknownCart
from comptoir.domains.cart.queries import cart, pieces_in
from comptoir.domains.cart.values import MOST_LINES, MOST_PIECES, CartDetails, CartId, CartState, FilledCart
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.delivery.testing import make_method
from comptoir.domains.markets.errors import UnknownMarket
from comptoir.domains.markets.testing import make_market
from comptoir.domains.pricing.testing import make_price
from comptoir.domains.stored_value.values import AccountId
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.addresses import Address
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, anybody, snapshot

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
def basket(sku: str) -> CartId:
    return open_cart(market="fr", language="fr", channel="web", actor=BUYER, now=NOON)


def put(basket: CartId, sku: str, quantity: Any) -> None:
    set_line(cart_id=basket, sku=sku, quantity=quantity, actor=BUYER, now=NOON)


def tell(basket: CartId, **details: Any) -> None:
    set_details(cart_id=basket, details=CartDetails(**details), actor=BUYER, now=NOON)


def wrong_fields(basket: CartId, **details: Any) -> set[str]:
    before = cart(basket)
    with pytest.raises(ManyInvalid) as told:
        tell(basket, **details)
    assert cart(basket) == before
    return {error.field for error in told.value.errors}


def test_a_cart_opens_empty_in_its_market(basket: CartId) -> None:
    opened = cart(basket)
    assert (opened.market, opened.currency, opened.language, opened.state) == ("fr", "EUR", "fr", CartState.OPEN)
    assert opened.quantities == {}


def test_a_language_that_the_market_does_not_speak_becomes_its_own(sku: str) -> None:
    opened = cart(open_cart(market="fr", language="xx", channel="web", actor=BUYER, now=NOON))
    assert opened.language == "fr"


def test_there_is_no_cart_in_an_unknown_market(sku: str) -> None:
    with pytest.raises(UnknownMarket):
        open_cart(market="atlantis", language="fr", channel="web", actor=BUYER, now=NOON)


def test_a_line_is_set_not_added_and_zero_takes_it_out(basket: CartId, sku: str) -> None:
    put(basket, sku, 2)
    put(basket, sku.lower(), 3)
    assert pieces_in(basket) == 3
    put(basket, sku, 0)
    put(basket, sku, 0)
    assert cart(basket).quantities == {}


@pytest.mark.parametrize("quantity", [-1, 10_000, 10**30, 1.5, "2", True, None])
def test_a_quantity_that_is_none_is_refused_and_changes_nothing(basket: CartId, sku: str, quantity: Any) -> None:
    put(basket, sku, 1)
    with pytest.raises(BadCartQuantity):
        put(basket, sku, quantity)
    assert pieces_in(basket) == 1


def test_what_is_not_sold_here_does_not_go_in(basket: CartId) -> None:
    unpriced = make_product().variants[0].sku
    for sku in (unpriced, "no-such-sku", "'; DROP TABLE cart_cart; --"):
        with pytest.raises(NotSold), transaction.atomic():
            put(basket, sku, 1)
    assert pieces_in(basket) == 0


def test_details_told_one_by_one_add_up(basket: CartId) -> None:
    make_method(code="home")
    tell(basket, email=" lucie@exemple.example ")
    tell(basket, shipping_address=HOME)
    tell(basket, comment="Sonnez deux fois", delivery_method="home")
    known = cart(basket)
    assert (known.email, known.comment, known.delivery_method) == ("lucie@exemple.example", "Sonnez deux fois", "home")
    assert (known.shipping_address, known.billing_address) == (HOME, None)


def test_only_where_it_goes_may_be_told_first(basket: CartId) -> None:
    tell(basket, shipping_address=Address(country="fr", postal_code="69002"))
    assert cart(basket).shipping_address.country == "FR"


@pytest.mark.parametrize(
    "email", ["", "lucie", "lucie@", "@exemple.example", "a b@exemple.example", "x" * 300 + "@e.fr"]
)
def test_an_email_that_is_none_is_refused(basket: CartId, email: str) -> None:
    assert wrong_fields(basket, email=email) == {"email"}


def test_every_wrong_field_is_told_at_once(basket: CartId) -> None:
    wrong = Address(name="L", line1="x", city="", postal_code="nope", country="FR", phone="abc", vat_number="FR00")
    assert wrong_fields(basket, email="nope", shipping_address=wrong, comment="x" * 3000) == {
        "email",
        "comment",
        "shipping_address.city",
        "shipping_address.postal_code",
        "shipping_address.phone",
        "shipping_address.vat_number",
    }


def test_a_country_that_does_not_exist_is_refused(basket: CartId) -> None:
    nowhere = Address(name="L", line1="x", city="y", country="ZZ")
    assert wrong_fields(basket, shipping_address=nowhere) == {"shipping_address.country"}


def test_an_ordered_cart_is_closed_and_says_which_order_it_became(basket: CartId, sku: str) -> None:
    order_id = new_id()
    close_cart(cart_id=basket, order_id=order_id, actor=BUYER, now=NOON)
    for change in (lambda: put(basket, sku, 1), lambda: tell(basket, comment="late")):
        with pytest.raises(CartClosed) as told, transaction.atomic():
            change()
        assert told.value.facts == {"order_id": str(order_id)}
    with pytest.raises(CartClosed), transaction.atomic():
        close_cart(cart_id=basket, order_id=new_id(), actor=BUYER, now=NOON)
    assert cart(basket).order_id == order_id


def test_more_pieces_come_on_top_and_a_line_holds_only_so_many(basket: CartId, sku: str) -> None:
    for quantity in (2, 3):
        add_pieces(cart_id=basket, sku=sku, quantity=quantity, actor=BUYER, now=NOON)
    assert pieces_in(basket) == 5
    for quantity in (0, -1, MOST_PIECES - 4, MOST_PIECES + 1):
        with pytest.raises(BadCartQuantity), transaction.atomic():
            add_pieces(cart_id=basket, sku=sku, quantity=quantity, actor=BUYER, now=NOON)
    assert pieces_in(basket) == 5
    add_pieces(cart_id=basket, sku=sku, quantity=MOST_PIECES - 5, actor=BUYER, now=NOON)
    assert pieces_in(basket) == MOST_PIECES


def test_of_several_tellings_the_first_that_is_right_is_kept(basket: CartId) -> None:
    wrong, right, later = CartDetails(email="nobody"), CartDetails(comment="vite"), CartDetails(comment="slowly")
    keep_details(cart_id=basket, best_first=[wrong, right, later], actor=BUYER, now=NOON)
    keep_details(cart_id=basket, best_first=[wrong], actor=BUYER, now=NOON)
    assert (cart(basket).email, cart(basket).comment) == ("", "vite")


def test_an_unknown_cart_is_told_apart_from_an_empty_one(sku: str) -> None:
    nowhere = CartId(new_id())
    with pytest.raises(UnknownCart), transaction.atomic():
        put(nowhere, sku, 1)
    with pytest.raises(UnknownCart), transaction.atomic():
        cart(nowhere)
    assert pieces_in(nowhere) == 0


def filled(quantities: dict[str, Any], **told: Any) -> FilledCart:
    given = {"market": "fr", "language": "fr", "channel": "web", "opened_at": NOON, **told}
    details = CartDetails(email="lucie@courriel.example", shipping_address=HOME)
    return FilledCart(**{"details": details, **given}, quantities=quantities)


def test_carts_are_added_with_everything_in_them(sku: str) -> None:
    batch = [filled({sku: 2}), filled({sku.lower(): 3}, language="xx", details=CartDetails(comment=" vite "))]
    first, second = (cart(id) for id in add_carts(batch=batch, actor=BUYER, now=NOON))
    by_hand = open_cart(market="fr", language="fr", channel="web", actor=BUYER, now=NOON)
    put(by_hand, sku, 2)
    tell(by_hand, email="lucie@courriel.example", shipping_address=HOME)
    assert replace(first, id=by_hand) == cart(by_hand)
    assert (second.language, second.comment, second.email, set(second.quantities.values())) == ("fr", "vite", "", {3})
    assert add_carts(batch=[], actor=BUYER, now=NOON) == ()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (filled({"UNKNOWN": 1}), NotSold),
        (filled({"UNKNOWN": 0}), BadCartQuantity),
        (filled({str(number): 1 for number in range(MOST_LINES + 1)}), CartFull),
        (filled({}, market="atlantis"), UnknownMarket),
        (filled({}, details=CartDetails(email="nobody")), ManyInvalid),
    ],
)
def test_of_carts_with_one_that_cannot_be_none_is_added(sku: str, wrong: FilledCart, error: type[Exception]) -> None:
    before = snapshot()
    with pytest.raises(error), transaction.atomic():
        add_carts(batch=[filled({sku: 1}), wrong], actor=BUYER, now=NOON)
    assert snapshot() == before


VERBS: dict[str, Callable[[CartId, str], object]] = {
    "open": lambda basket, sku: open_cart(market="fr", language="fr", channel="web", actor=NOBODY, now=NOON),
    "many": lambda basket, sku: add_carts(batch=[filled({sku: 1})], actor=NOBODY, now=NOON),
    "line": lambda basket, sku: set_line(cart_id=basket, sku=sku, quantity=1, actor=NOBODY, now=NOON),
    "more": lambda basket, sku: add_pieces(cart_id=basket, sku=sku, quantity=1, actor=NOBODY, now=NOON),
    "details": lambda basket, sku: set_details(
        cart_id=basket, details=CartDetails(comment="x"), actor=NOBODY, now=NOON
    ),
    "kept details": lambda basket, sku: keep_details(
        cart_id=basket, best_first=[CartDetails(comment="x")], actor=NOBODY, now=NOON
    ),
    "card": lambda basket, sku: apply_stored_value(cart_id=basket, code="x", actor=NOBODY, now=NOON),
    "no card": lambda basket, sku: remove_stored_value(
        cart_id=basket, account_id=AccountId(new_id()), actor=NOBODY, now=NOON
    ),
    "close": lambda basket, sku: close_cart(cart_id=basket, order_id=new_id(), actor=NOBODY, now=NOON),
}


@pytest.mark.parametrize("verb", VERBS)
def test_without_the_permission_every_verb_is_refused_and_changes_nothing(basket: CartId, sku: str, verb: str) -> None:
    before = cart(basket)
    with pytest.raises(NotAllowed):
        VERBS[verb](basket, sku)
    assert cart(basket) == before
