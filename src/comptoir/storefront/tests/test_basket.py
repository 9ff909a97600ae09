"""The basket, through Django's client."""

from html import unescape

import pytest
from django.test import Client

from comptoir.domains.cart.queries import cart
from comptoir.domains.catalogue.testing import archive
from comptoir.domains.inventory.testing import make_stock
from comptoir.kernel.access import token_for
from comptoir.kernel.ids import new_id
from comptoir.storefront.carts import COOKIE, cart_of, key_of
from comptoir.storefront.tests.buying import location, ordered, put_in, shown
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
SOME = "01a20322-8a40-761a-970a-5e0293eda9e9"


def test_goods_go_into_a_new_basket_and_add_up(client: Client, selling: Selling):
    assert location(put_in(client)) == "/fr/panier"
    put_in(client, quantity=1)
    html = shown(client.get("/fr/panier"))
    assert "20,70\u00a0€" in html
    assert "3 articles" in html
    assert "dès" not in html.split('class="totals"')[1].split("</dl>")[0]
    assert "4,90\u00a0€" in html
    assert "dont 1,08\u00a0€ de TVA" in html


def test_who_buys_now_is_at_the_checkout_with_it(client: Client, selling: Selling):
    assert location(put_in(client, next="checkout")) == "/fr/commande"
    assert "13,80\u00a0€" in shown(client.get("/fr/commande"))
    response = put_in(client, next="checkout", partly=True)
    assert (response.status_code, response["HX-Redirect"]) == (200, "/fr/commande")
    assert "HX-Redirect" not in put_in(client, partly=True)


def test_who_wants_more_than_there_is_to_buy_now_is_told_first(client: Client, selling: Selling):
    assert "HX-Redirect" not in put_in(client, "BOWL-1", 4, next="checkout", partly=True)
    assert location(put_in(client, "BOWL-1", 1, next="checkout")) == "/fr/commande"
    assert location(client.get("/fr/commande")) == "/fr/panier"


def test_the_cookie_is_signed_and_hidden_from_scripts(client: Client, selling: Selling):
    put_in(client)
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 2_592_000
    assert not cookie["secure"]
    id, _, token = cookie.value.partition(".")
    assert token == token_for("cart", id)


def test_over_https_it_is_secure(client: Client, selling: Selling, settings):
    settings.BASE_URL = "https://halle.example"
    put_in(client)
    assert client.cookies[COOKIE]["secure"]


@pytest.mark.parametrize("cookie", ["", "x", f"{SOME}.", f"{SOME}.forged", "a.b.c", "%00"])
def test_a_broken_or_foreign_cookie_starts_anew(client: Client, selling: Selling, cookie: str):
    client.cookies[COOKIE] = cookie
    assert "panier est vide" in shown(client.get("/fr/panier"))
    assert location(put_in(client)) == "/fr/panier"
    assert "13,80\u00a0€" in shown(client.get("/fr/panier"))


@pytest.mark.django_db(transaction=True)
def test_the_cookie_of_a_basket_that_is_gone_starts_anew(client: Client, selling: Selling):
    client.cookies[COOKIE] = key_of("cart", new_id())
    assert "panier est vide" in shown(client.get("/fr/panier"))
    assert location(client.post("/fr/panier/JAM-220", {"quantity": "3"})) == "/fr/panier"
    put_in(client)
    assert "13,80\u00a0€" in shown(client.get("/fr/panier"))


def test_an_ordered_basket_starts_anew(client: Client, selling: Selling):
    ordered(client)
    assert "panier est vide" in shown(client.get("/fr/panier"))
    assert location(client.get("/fr/commande")) == "/fr/panier"
    put_in(client, "JAM-350", 1)
    html = shown(client.get("/fr/panier"))
    assert "350 g" in html
    assert "220 g" not in html


def test_a_quantity_is_set_and_nought_takes_the_line_out(client: Client, selling: Selling):
    put_in(client)
    client.post("/fr/panier/JAM-220", {"quantity": "5"})
    assert "34,50\u00a0€" in shown(client.get("/fr/panier"))
    assert location(client.post("/fr/panier/JAM-220", {"quantity": "0"})) == "/fr/panier"
    assert "panier est vide" in shown(client.get("/fr/panier"))


@pytest.mark.parametrize("quantity", ["-1", "1.5", "two", "9" * 30, "²", "", "10000"])
def test_a_quantity_that_is_none_is_refused_in_plain_words(client: Client, selling: Selling, quantity: str):
    put_in(client)
    html = shown(client.post("/fr/panier/JAM-220", {"quantity": quantity}), 422)
    assert "nombre entier" in html
    assert "2 articles" in shown(client.get("/fr/panier"))


@pytest.mark.parametrize("given", [{"sku": "NOPE"}, {"sku": "JAM-220", "quantity": "0"}, {}, {"sku": "a\0b"}])
def test_what_cannot_be_put_in_is_refused(client: Client, selling: Selling, given: dict[str, str]):
    assert client.post("/fr/panier", given).status_code == 422
    assert COOKIE not in client.cookies


def test_beside_the_button_it_is_said_that_the_goods_are_in(client: Client, selling: Selling):
    html = shown(put_in(client, partly=True))
    assert "Confiture d’abricots, 220 g" in html
    assert "Voir le panier (2 articles)" in html
    assert "<html" not in html
    assert COOKIE in client.cookies
    refused = shown(put_in(client, "JAM-220", "x", partly=True), 422)
    assert "nombre entier" in refused
    assert "<html" not in refused


def test_more_than_there_is_goes_in_and_is_told_at_once(client: Client, selling: Selling):
    html = shown(put_in(client, "BOWL-1", 3, partly=True))
    assert "Dans votre panier" in html
    html = shown(put_in(client, "BOWL-1", 1, partly=True))
    assert "Il n’en reste que 3." in html
    assert "Dans votre panier" not in html
    assert "Voir le panier (4 articles)" in html


def test_shortages_are_told_and_stand_in_the_way(client: Client, selling: Selling):
    put_in(client, "BOWL-1", 5)
    html = shown(client.get("/fr/panier"))
    assert "Il n’en reste que 3." in html
    assert "Passer la commande" not in html
    assert location(client.get("/fr/commande")) == "/fr/panier"
    client.post("/fr/panier/BOWL-1", {"quantity": "3"})
    assert "Passer la commande" in shown(client.get("/fr/panier"))


def test_what_is_sold_out_says_so(client: Client, selling: Selling):
    put_in(client, "BOWL-1", 1)
    make_stock(0, variant_id=selling.bowl.variants[0].id)
    assert "Épuisé entre-temps." in shown(client.get("/fr/panier"))


def test_what_is_no_longer_sold_is_shown_as_gone(client: Client, selling: Selling):
    put_in(client)
    put_in(client, "BOWL-1", 1)
    archive(selling.bowl.id)
    html = shown(client.get("/fr/panier"))
    assert "N’est plus vendu." in html
    assert location(client.get("/fr/commande")) == "/fr/panier"
    client.post("/fr/panier/BOWL-1", {"quantity": "0"})
    assert "N’est plus vendu." not in shown(client.get("/fr/panier"))


def test_an_empty_basket_shows_goods(client: Client, selling: Selling):
    html = shown(client.get("/en/basket"))
    assert "Apricot jam" in html
    assert "Go to checkout" not in html


def test_the_basket_keeps_the_language_it_was_opened_in(client: Client, selling: Selling, rf):
    client.post("/en/basket", {"sku": "JAM-220"})
    request = rf.get("/")
    request.COOKIES[COOKIE] = unescape(client.cookies[COOKIE].value)
    cart_id = cart_of(request)
    assert cart_id is not None
    assert cart(cart_id).language == "en"
