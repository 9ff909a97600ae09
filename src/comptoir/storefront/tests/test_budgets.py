"""Statements per page, in a process that hears notices and so remembers what seldom changes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.domains.content.actions import save_design
from comptoir.domains.content.values import Block, BlockKind, Layout
from comptoir.domains.customers.actions import ask_account_link
from comptoir.domains.customers.testing import PASSWORD, latest_link
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.invoicing.actions import render_document
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.messages.actions import ask_for_alert
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.returns.actions import request_return
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.reviews.testing import make_review
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.kernel import notices
from comptoir.kernel.access import token_for
from comptoir.kernel.money import Money
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.carts import key_of, opened
from comptoir.storefront.links import StorefrontLinks
from comptoir.storefront.tests.budgets import BUDGETS, ORDERING
from comptoir.storefront.tests.buying import filled, ordered, put_in
from comptoir.storefront.tests.selling import SELLING, Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def selling(db: None) -> Selling:
    """Made anew: after each of these tests nothing is left."""
    return SELLING.laid()


ACCOUNT = {
    "my_orders": "commandes",
    "my_returns": "retours",
    "my_invoices": "factures",
    "my_addresses": "adresses",
    "my_consents": "consentements",
    "my_security": "securite",
    "my_data": "donnees",
    "my_data_file": "donnees/fichier",
}
READING = {
    "root": "/",
    "to_home": "/fr",
    "nothing": "/fr/nowhere",
    "home": "/fr/",
    "products": "/fr/produits",
    "product": "/fr/produits/confiture-d-abricots",
    "reviews": "/fr/produits/confiture-d-abricots/avis",
    "alerts": "/fr/alertes",
    "categories": "/fr/rayons",
    "category": "/fr/rayons/epicerie",
    "search": "/fr/recherche?q=confiture",
    "suggestions": "/fr/recherche/suggestions?q=confi",
    "page": "/fr/infos/mentions-legales",
    "look": "/look/0/plain-mark.css",
    "contact": "/fr/contact",
    "news": "/fr/lettre",
    "cookies": "/fr/cookies",
    "withdrawing": "/fr/retractation",
    "shops": "/fr/boutiques",
    "shop": "/fr/boutiques/boutique",
    "share": "/fr/cartes/product/confiture-d-abricots-0.jpg",
    "robots": "/robots.txt",
    "sitemap": "/sitemap.xml",
    "sitemap_pages": "/sitemaps/fr/fr/pages.xml",
    "sitemap_goods": "/sitemaps/fr/fr/products-first.xml",
}


@pytest.fixture(autouse=True)
def _hearing(selling: Selling):
    notices.start_listening()
    notices.wait_until_listening()
    yield
    notices.stop_listening()


def spent(ask: Callable[[], Any], name: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        response = ask()
        b"".join(getattr(response, "streaming_content", ()))  # what is sent as it is read asks while it is sent
    assert response.resolver_match.url_name == name
    made = [str(query["sql"]) for query in captured.captured_queries]
    return [sql for sql in made if sql not in ("BEGIN", "COMMIT", "ROLLBACK")]


def costs(ask: Callable[[], Any], name: str) -> None:
    made = spent(ask, name)
    assert len(made) == BUDGETS[name], told(made)


def told(made: list[str]) -> str:
    return "\n".join(f"{number}: {sql[:160]}" for number, sql in enumerate(made, 1))


@pytest.mark.parametrize("name", READING)
def test_pages_for_reading(client: Client, name: str):
    spent(lambda: client.get(READING[name]), name)  # what is remembered from now on; read to its end
    costs(lambda: client.get(READING[name]), name)


def test_a_preview(client: Client):
    title = {"fr": "Noël", "en": "Christmas"}
    layout = Layout(titles=title, blocks=(Block(id="a", kind=BlockKind.HERO, texts={"title": title}),))
    save_design(key="page:noel", document=layout, based_on=0, actor=OWNER, now=NOON)
    path = StorefrontLinks().preview(market="fr", language="fr", design="page:noel", revisions={})
    client.get(path)
    costs(lambda: client.get(path), "draft")
    sheet = path.replace("/fr/draft/noel", "/look.css")
    costs(lambda: client.get(sheet), "preview_look")


def test_what_a_browser_remembers(client: Client, selling: Selling):
    path = f"/fr/vus?p={selling.jam.id}"
    client.get(path)
    costs(lambda: client.get(path), "seen")


@pytest.mark.parametrize("name", ["product", "category"])
def test_the_same_with_a_basket(client: Client, name: str):
    put_in(client)
    client.get(READING[name])
    assert len(spent(lambda: client.get(READING[name]), name)) == BUDGETS[name] + 1


def test_the_basket_and_the_order(client: Client):
    put_in(client)
    client.get("/fr/panier")
    costs(lambda: client.get("/fr/panier"), "basket")
    costs(lambda: client.post("/fr/panier/JAM-220", {"quantity": "3"}), "basket_line")
    client.get("/fr/commande")
    costs(lambda: client.get("/fr/commande"), "checkout")


def test_placing_an_order(client: Client):
    put_in(client)
    first = filled(client)
    client.post("/fr/commande", first)
    other = Client()
    put_in(other)
    typed = filled(other)
    made = spent(lambda: other.post("/fr/commande", typed), "checkout")
    assert len(made) == ORDERING, told(made)


def test_no_page_costs_more_than_was_promised():
    """What the shop was commissioned to keep to, however cheap its pages are today."""
    assert BUDGETS["product"] <= 6
    assert max(BUDGETS["category"], BUDGETS["products"]) <= 3
    assert ORDERING <= 25


def test_after_the_order(client: Client):
    cart_key = ordered(client)
    path = client.get(f"/fr/paiement/{cart_key}", follow=True).redirect_chain[-1][0]
    key = path.rpartition("/")[2]
    order_id = OrderId(opened("order", key))  # type: ignore[arg-type]  # a key of our own
    costs(lambda: client.get(f"/fr/paiement/{key}"), "payment")
    costs(lambda: client.get(f"/fr/merci/{key}"), "confirmation")
    total = Money(1870, "EUR")
    record_payment(order_id=order_id, amount=total, bank_reference="1", actor=OWNER, now=NOON)
    ship_order(order_id=order_id, carrier="Colissimo", tracking_number="8R4218", prepare=True, actor=OWNER, now=NOON)
    client.get(f"/fr/suivi/{key}")
    costs(lambda: client.get(f"/fr/suivi/{key}"), "tracking")
    costs(lambda: client.get(f"/fr/suivi/{key}/avis"), "reviewing")
    costs(lambda: client.get(f"/fr/suivi/{key}/avis/1"), "review")
    said = make_review(order(order_id))
    costs(lambda: client.get(f"/fr/avis/{said.id}"), "review_report")
    back = f"/fr/suivi/{key}/retour"
    costs(lambda: client.get(f"{back}?kind=withdrawal"), "returning")
    asked = request_return(asked=asked_for(order_id), actor=OWNER, now=NOON)
    costs(lambda: client.get(f"{back}/{asked.number}"), "returned")
    costs(lambda: client.get(f"{back}/{asked.number}.pdf"), "return_slip")
    (invoice,) = documents_of(order_id)
    render_document(document_id=invoice.id, actor=OWNER, now=NOON)
    costs(lambda: client.get(f"/fr/suivi/{key}/{invoice.number}.pdf"), "document")


def test_wishing_for_things_and_waiting_for_them(client: Client, selling: Selling):
    client.post("/fr/envies", {"sku": "JAM-220"})
    page = client.get("/fr/envies").content.decode()
    shared = re.search(r"/fr/envies/partage/[^\"<]+", page)
    assert shared is not None
    costs(lambda: client.get("/fr/envies"), "wishes")
    costs(lambda: client.get(shared.group(0)), "shared_wishes")
    costs(lambda: client.post("/fr/envies/JAM-220", {"do": "remove"}), "wish")
    make_stock(0, variant_id=selling.jam.variants[0].id)
    email = "lucie@exemple.example"
    ask_for_alert(sku="JAM-220", market=selling.shop.market, language="fr", email=email, actor=OWNER, now=NOON)
    ((id,),) = fetch("SELECT id FROM messages_stockalert")
    costs(lambda: client.get(f"/fr/alertes/{key_of('alert', id)}"), "alert")


def test_saying_where_the_money_goes(client: Client):
    cart_key = ordered(client)
    path = client.get(f"/fr/paiement/{cart_key}", follow=True).redirect_chain[-1][0]
    key = path.rpartition("/")[2]
    order_id = OrderId(opened("order", key))  # type: ignore[arg-type]  # a key of our own
    record_payment(order_id=order_id, amount=Money(1870, "EUR"), bank_reference="1", actor=OWNER, now=NOON)
    client.post(f"/fr/suivi/{key}/annuler")
    given = {"holder": "Lucie Martin", "iban": "FR14 2004 1010 0505 0001 3M02 606"}
    costs(lambda: client.post(f"/fr/suivi/{key}/compte", given), "account")


def test_calling_an_order_off(client: Client):
    cart_key = ordered(client)
    path = client.get(f"/fr/paiement/{cart_key}", follow=True).redirect_chain[-1][0]
    costs(lambda: client.post(f"/fr/suivi/{path.rpartition('/')[2]}/annuler"), "cancelling")


def test_the_account(client: Client):
    """Of somebody who has ordered; from another device, so that no basket is counted."""
    ordered(client)
    client.cookies.clear()
    link = ask_account_link(email="lucie@exemple.example", market="fr", language="fr", actor=OWNER, now=NOON)
    key = f"{link}.{token_for('account_link', link)}"
    client.get("/fr/compte/connexion")
    costs(lambda: client.get("/fr/compte/connexion"), "sign_in")
    costs(lambda: client.get("/fr/compte/lien"), "ask_link")
    costs(lambda: client.get(f"/fr/compte/lien/{key}"), "account_link")
    client.post("/fr/lettre", {"email": "lucie@exemple.example", "agreed": "1"})
    news = latest_link("lucie@exemple.example")
    costs(lambda: client.get(f"/fr/lettre/{key_of('news_link', news)}"), "news_link")
    client.post(f"/fr/compte/lien/{key}", {"password": PASSWORD})
    costs(lambda: client.get("/fr/compte"), "my_account")
    for name, page in ACCOUNT.items():
        costs(lambda: client.get(f"/fr/compte/{page}"), name)  # noqa: B023 - called at once
    costs(lambda: client.post("/fr/compte/deconnexion"), "sign_out")


def test_a_basket_that_is_shown(client: Client):
    put_in(client)
    (answer,) = [client.post("/fr/panier/partage")]
    path = "/fr/panier/partage/" + re.search(r"shared=([^#]+)", answer["Location"]).group(1)  # type: ignore[union-attr]  # it is there
    costs(lambda: client.post("/fr/panier/partage"), "share_basket")
    client.get(path)
    costs(lambda: client.get(path), "shared_basket")
