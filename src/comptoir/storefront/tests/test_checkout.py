"""Placing an order as a guest, through Django's client."""

from uuid import UUID

import pytest
from django.test import Client

from comptoir.domains.cart.queries import cart
from comptoir.domains.catalogue.testing import archive
from comptoir.domains.delivery.actions import set_rates
from comptoir.domains.delivery.values import Rate
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.orders.queries import order as order_of
from comptoir.domains.orders.queries import order_of_cart, order_rows
from comptoir.domains.orders.values import Order, OrderFilter, OrderId
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.carts import COOKIE, opened
from comptoir.storefront.tests.buying import DETAILS, attribute, filled, location, order, ordered, put_in, shown
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]


def placed(key: str) -> Order:
    id = opened("order", key)
    if id is None:
        id = order_of_cart(UUID(key.partition(".")[0]))
    assert id is not None
    return order_of(OrderId(id))


def orders() -> int:
    return len(order_rows(OrderFilter(), actor=OWNER).items)


def test_a_guest_orders_by_transfer(client: Client, selling: Selling):
    key = ordered(client)
    made = placed(key)
    assert (made.total, made.email, made.language) == (Money(1870, "EUR"), DETAILS["email"], "fr")
    assert made.shipping_address.lines == ("Lucie Martin", "8 rue des Remparts", "69002 LYON".title())
    assert made.billing_address == made.shipping_address
    assert made.comment == DETAILS["comment"]
    thanks = shown(client.get(f"/fr/paiement/{key}", follow=True))
    assert "Merci, Lucie" in thanks
    assert "FR14 2004 1010 0505 0001 3M02 606" in thanks
    assert made.number in thanks
    assert 'class="segno"' in thanks


def test_the_form_names_what_it_costs_and_when_it_arrives(client: Client, selling: Selling):
    put_in(client)
    html = shown(client.get("/fr/commande"))
    assert "Commander et payer 18,70\u00a0€" in html
    assert "Chez vous mercredi 25 novembre au plus tard" in html
    assert 'value="1870 EUR"' in html
    assert 'id="delivery_method-home" name="delivery_method" value="home" checked' in html


def test_in_english(client: Client, selling: Selling):
    put_in(client)
    form = filled(client)
    answer = client.post("/en/checkout", form)
    key = location(answer).rpartition("/")[2]
    assert placed(key).language == "en"
    assert "Thank you, Lucie" in shown(client.get(f"/en/payment/{key}", follow=True))


def test_everything_wrong_is_told_at_once_and_nothing_typed_is_lost(client: Client, selling: Selling):
    put_in(client)
    typed = filled(client, email="lucie@", postal_code="690", phone="12", city="", terms="", line2="<b>3e</b>")
    html = shown(client.post("/fr/commande", typed), 422)
    for name in ("email", "postal_code", "phone", "city", "terms"):
        assert f'href="#f-{name}"' in html
        assert f'id="f-{name}-error"' in html
    assert "5 points à corriger avant de commander" in html
    assert attribute(html, "email") == "lucie@"
    assert attribute(html, "line2") == "<b>3e</b>"
    assert "Sonnez fort.\n\nLe chien dort." in html
    assert orders() == 0


def test_an_empty_form_names_every_field_that_is_needed(client: Client, selling: Selling):
    put_in(client)
    empty = dict.fromkeys(DETAILS, "") | {"country": "FR"}
    html = shown(client.post("/fr/commande", filled(client, **empty)), 422)
    for name in ("email", "name", "line1", "postal_code", "city"):
        assert f'href="#f-{name}"' in html
    assert orders() == 0


def test_the_invoice_may_go_elsewhere_and_to_a_company(client: Client, selling: Selling):
    company = {"is_company": "1", "company": "Traiteur Martin", "vat_number": "FR44732829320", "billing_differs": "1"}
    elsewhere = {
        "name": "Compta",
        "line1": "1 place Bellecour",
        "postal_code": "69002",
        "city": "Lyon",
        "country": "FR",
    }
    key = ordered(client, **company, **{f"billing_{name}": value for name, value in elsewhere.items()})
    made = placed(key)
    assert made.billing_address.company == "Traiteur Martin"
    assert made.billing_address.vat_number == "FR44732829320"
    assert made.billing_address.line1 == "1 place Bellecour"
    assert made.shipping_address.company == ""
    assert made.shipping_address.name == "Lucie Martin"


def test_what_is_wrong_with_the_other_address_stands_there(client: Client, selling: Selling):
    put_in(client)
    typed = filled(
        client, billing_differs="1", billing_country="FR", billing_name="Compta", is_company="1", vat_number="X"
    )
    html = shown(client.post("/fr/commande", typed), 422)
    for name in ("billing_line1", "billing_postal_code", "billing_city", "vat_number"):
        assert f'id="f-{name}-error"' in html
    assert attribute(html, "billing_name") == "Compta"


def test_the_number_of_an_untick_company_is_not_sent(client: Client, selling: Selling):
    made = placed(ordered(client, company="Forgotten", vat_number="FR44732829320"))
    assert made.billing_address.company == made.billing_address.vat_number == ""


def test_collecting_costs_nothing(client: Client, selling: Selling):
    put_in(client)
    typed = filled(client, delivery_method="pickup", do="refresh")
    html = shown(client.post("/fr/commande", typed))
    assert "Commander et payer 13,80\u00a0€" in html
    assert attribute(html, "line1") == DETAILS["line1"]
    assert "à corriger" not in html
    made = order(client, delivery_method="pickup")
    key = location(made).rpartition("/")[2]
    assert placed(key).total == Money(1380, "EUR")
    assert "Retrait" in shown(client.get(f"/fr/paiement/{key}", follow=True))


def test_looking_again_with_half_a_form_calls_nothing_wrong_and_keeps_it(client: Client, selling: Selling):
    put_in(client)
    typed = filled(client, email="half@", name="", line1="", city="", delivery_method="pickup", do="refresh")
    html = shown(client.post("/fr/commande", typed))
    assert "à corriger" not in html
    assert attribute(html, "email") == "half@"
    assert attribute(html, "postal_code") == "69002"
    assert "13,80\u00a0€" in html


def test_looking_again_with_half_a_vat_number_still_follows_the_address(client: Client, selling: Selling):
    put_in(client)
    typed = filled(client, is_company="1", vat_number="FR1", postal_code="75001", do="refresh")
    html = shown(client.post("/fr/commande", typed))
    assert "à corriger" not in html
    assert attribute(html, "vat_number") == "FR1"
    cart_id = opened("cart", client.cookies[COOKIE].value)
    assert cart_id is not None
    assert cart(cart_id).shipping_address.postal_code == "75001"


def test_a_total_that_changed_is_shown_before_anything_is_ordered(client: Client, selling: Selling):
    put_in(client)
    typed = filled(client)
    dearer = [NewPrice(variant_id=selling.jam.variants[0].id, amount=Money(790, "EUR"))]
    set_prices(prices=dearer, market="fr", actor=OWNER, now=NOON)
    html = shown(client.post("/fr/commande", typed), 409)
    assert "Le total est maintenant de 20,70\u00a0€" in html
    assert "Commander et payer 20,70\u00a0€" in html
    assert attribute(html, "email") == DETAILS["email"]
    assert orders() == 0
    assert location(order(client)).startswith("/fr/paiement/")


def test_a_choice_made_without_looking_again_is_shown_first(client: Client, selling: Selling):
    """Without JavaScript the total follows the delivery only when the form is sent."""
    put_in(client)
    html = shown(client.post("/fr/commande", filled(client, delivery_method="pickup")), 409)
    assert "Le total est maintenant de 13,80\u00a0€" in html
    assert orders() == 0


@pytest.mark.parametrize("total", ["", "x", "1870", "-1870 EUR", "1870 eu", "1" * 30 + " EUR", "1870 USD", "18.70 EUR"])
def test_a_total_that_was_tampered_with_orders_nothing(client: Client, selling: Selling, total: str):
    put_in(client)
    answer = client.post("/fr/commande", filled(client, shown_total=total))
    assert answer.status_code == 409
    assert orders() == 0


def test_terms_that_changed_are_to_be_accepted_again(client: Client, selling: Selling):
    put_in(client)
    html = shown(client.post("/fr/commande", filled(client, terms_version="2020-01-01.1")), 409)
    assert 'id="f-terms-error"' in html
    assert orders() == 0


def test_whoever_was_slower_is_told_what_is_left(client: Client, selling: Selling):
    put_in(client, "BOWL-1", 3)
    typed = filled(client)
    make_stock(1, variant_id=selling.bowl.variants[0].id)
    html = shown(client.post("/fr/commande", typed), 409)
    assert "Quelqu’un vous a devancé" in html
    assert "Bol en grès\u00a0: il n’en reste qu’un." in html
    assert attribute(html, "line1") == DETAILS["line1"]
    assert orders() == 0


def test_what_went_off_sale_meanwhile_leads_back_to_the_basket(client: Client, selling: Selling):
    put_in(client)
    typed = filled(client)
    archive(selling.jam.id)
    assert location(client.post("/fr/commande", typed)) == "/fr/panier"
    assert orders() == 0


def test_pressing_twice_makes_one_order(client: Client, selling: Selling):
    put_in(client)
    typed = filled(client)
    first, second = client.post("/fr/commande", typed), client.post("/fr/commande", typed)
    assert location(first) == location(second)
    assert orders() == 1
    key = location(first).rpartition("/")[2]
    assert len(payments_of(placed(key).id)) == 1


@pytest.mark.django_db(transaction=True)
def test_ordering_again_from_another_window_leads_to_the_order(client: Client, selling: Selling):
    put_in(client)
    typed = filled(client)
    first = client.post("/fr/commande", typed)
    second = client.post("/fr/commande", typed | {"comment": "another"})
    third = client.post("/fr/commande", typed | {"terms": ""})
    assert location(first) == location(second) == location(third)
    assert orders() == 1


def test_the_form_of_another_basket_orders_nothing(client: Client, selling: Selling):
    put_in(client)
    typed = filled(client)
    del client.cookies[COOKIE]
    put_in(client, "JAM-900", 1)
    assert location(client.post("/fr/commande", typed)) == "/fr/panier"
    assert orders() == 0


def test_without_a_basket_there_is_nothing_to_order(client: Client, selling: Selling):
    assert location(client.get("/fr/commande")) == "/fr/panier"
    assert location(client.post("/fr/commande", DETAILS)) == "/fr/panier"


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("payment_method", "gold", 422),
        ("payment_method", "", 422),
        ("delivery_method", "drone", 422),
        ("country", "US", 422),
        ("country", "XX", 422),
        ("country", "", 422),
        ("email", "a\0b", 422),
        ("comment", "x" * 3000, 422),
        ("line1", "x" * 3000, 422),
        ("name", "<script>alert(1)</script>", 303),
    ],
)
def test_bad_input_is_answered_in_plain_words(client: Client, selling: Selling, name: str, value: str, status: int):
    put_in(client)
    answer = client.post("/fr/commande", filled(client, **{name: value}))
    assert answer.status_code == status
    if status == 422:
        assert "à corriger" in shown(answer, 422)
        assert orders() == 0


def test_a_basket_too_heavy_to_deliver_says_so(client: Client, selling: Selling):
    for code in ("home", "pickup"):
        light = [Rate(price=Money(490, "EUR"), up_to_weight_grams=100)]
        set_rates(market="fr", code=code, rates=light, actor=OWNER, now=NOON)
    put_in(client)
    assert "Nous ne pouvons pas livrer ce panier" in shown(client.get("/fr/commande"))
    html = shown(client.post("/fr/commande", filled(client, delivery_method="")), 422)
    assert 'href="#delivery"' in html


def test_what_was_typed_is_there_again_the_next_day(client: Client, selling: Selling):
    put_in(client)
    client.post("/fr/commande", filled(client, do="refresh"))
    html = shown(client.get("/fr/commande"))
    assert attribute(html, "line1") == DETAILS["line1"]
    assert attribute(html, "email") == DETAILS["email"]


def test_a_form_from_another_site_is_refused(client: Client, selling: Selling):
    put_in(client)
    typed = filled(client)
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        html = shown(client.post("/fr/commande", typed, headers=headers), 403)
        assert "autre site" in html
    assert orders() == 0
    ours = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
    assert client.post("/fr/commande", typed, headers=ours).status_code == 303


def test_the_page_of_the_order_is_kept_nowhere(client: Client, selling: Selling):
    put_in(client)
    page = client.get("/fr/commande")
    assert page["Cache-Control"] == "private, no-store"
    cart_id = opened("cart", client.cookies[COOKIE].value)
    assert cart_id is not None
    assert cart(cart_id).email == ""
