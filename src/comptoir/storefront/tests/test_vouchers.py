"""Voucher codes in the shop, without JavaScript: typed in the basket or on the way to the order, deducted, refused."""

import pytest
from django.test import Client

from comptoir.domains.orders.queries import order as order_of
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.pricing.actions import switch_voucher_off
from comptoir.domains.pricing.queries import voucher
from comptoir.domains.pricing.testing import make_voucher
from comptoir.domains.pricing.values import Voucher
from comptoir.flows.testing import sell_card
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.carts import opened
from comptoir.storefront.tests.buying import DETAILS, attribute, filled, location, order, put_in, shown
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]


@pytest.fixture
def code(selling: Selling) -> Voucher:
    """Five euros; the basket of two jars comes to 13.80, and to 18.70 with its delivery."""
    return make_voucher()


def use(client: Client, typed: str) -> object:
    return client.post("/fr/panier", {"do": "code", "code": typed})


def order_id(key: str) -> OrderId:
    return OrderId(opened("order", key))  # type: ignore[arg-type]  # a key of our own


def test_a_code_is_used_in_the_basket_and_taken_out_again(client: Client, code: Voucher):
    put_in(client)
    assert location(use(client, "bien venue")) == "/fr/panier"
    html = shown(client.get("/fr/panier"))
    assert "BIENVENUE" in html
    assert "-5,00\u00a0€" in html
    assert "8,80\u00a0€" in html
    assert location(client.post("/fr/panier", {"remove_code": attribute(html, "remove_code")})) == "/fr/panier"
    assert "BIENVENUE" not in shown(client.get("/fr/panier"))


def test_the_order_and_its_page_tell_what_was_taken_off(client: Client, code: Voucher):
    put_in(client)
    html = shown(client.post("/fr/commande", filled(client, do="code", code="bienvenue")))
    assert attribute(html, "email") == DETAILS["email"]
    assert attribute(html, "shown_total") == "1370 EUR"
    key = location(client.post("/fr/commande", filled(client))).rpartition("/")[2]
    placed = order_of(order_id(key))
    assert (placed.voucher, placed.discount, placed.total) == ("BIENVENUE", Money(500, "EUR"), Money(1370, "EUR"))
    html = shown(client.get(f"/fr/paiement/{key}", follow=True))
    assert "BIENVENUE" in html
    assert "-5,00\u00a0€" in html
    assert voucher(code.id, actor=OWNER).used == 1


def test_one_field_takes_a_gift_card_too(client: Client, code: Voucher):
    card = sell_card(200)
    put_in(client)
    for typed in ("BIENVENUE", card.code):
        assert location(use(client, typed)) == "/fr/panier"
    html = shown(client.get("/fr/panier"))
    assert "6,80\u00a0€" in html  # 13.80 less 5.00 less 2.00
    assert html.count('name="remove_code"') == 2


def test_a_minimum_that_is_not_met_is_told_until_it_is(client: Client, selling: Selling):
    make_voucher("GRAND", minimum=2_000)
    put_in(client)
    assert location(use(client, "GRAND")) == "/fr/panier"
    html = shown(client.get("/fr/panier"))
    assert "20,00\u00a0€" in html
    assert "-5,00\u00a0€" not in html
    put_in(client)
    assert "-5,00\u00a0€" in shown(client.get("/fr/panier"))


def test_a_code_that_is_over_meanwhile_orders_nothing_and_is_named(client: Client, code: Voucher):
    put_in(client)
    use(client, "BIENVENUE")
    typed = filled(client)
    switch_voucher_off(voucher_id=code.id, actor=OWNER, now=NOON)
    html = shown(client.post("/fr/commande", typed), 409)
    assert "BIENVENUE" in html
    assert attribute(html, "shown_total") == "1870 EUR"
    placed = order_of(order_id(location(order(client)).rpartition("/")[2]))
    assert (placed.voucher, placed.total) == ("", Money(1870, "EUR"))


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_used_is_told_beside_the_field(client: Client, code: Voucher):
    """Last, and alone of its kind: it sees the shop of the module outside a transaction, and ends it."""
    put_in(client)
    switch_voucher_off(voucher_id=make_voucher("FINI").id, actor=OWNER, now=NOON)
    for typed in ("FINI", "RIEN"):
        html = shown(use(client, typed), 422)
        assert attribute(html, "code") == typed
        assert 'id="f-code-error"' in html


def test_a_code_that_covers_everything_leaves_nothing_to_choose_and_nothing_to_pay(client: Client, selling: Selling):
    make_voucher("CADEAU", amount=None, percent="100")
    put_in(client)
    use(client, "cadeau")
    page = shown(client.post("/fr/commande", filled(client, delivery_method="pickup", do="refresh")))
    assert attribute(page, "shown_total") == "0 EUR"
    assert 'name="payment_method"' not in page
    answer = client.post("/fr/commande", filled(client, delivery_method="pickup", payment_method=""))
    key = location(answer).rpartition("/")[2]
    placed = order_of(order_id(key))
    assert (placed.state, placed.total, payments_of(placed.id)) == (OrderState.PAID, Money(0, "EUR"), ())
    assert client.get(f"/fr/paiement/{key}").status_code == 303  # straight on to the thanks
    shown(client.get(f"/fr/paiement/{key}", follow=True))
    assert 'class="fact"' in shown(client.get(f"/fr/suivi/{key}"))
