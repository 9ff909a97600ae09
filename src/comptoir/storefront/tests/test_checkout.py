"""Placing an order as a guest, through Django's client."""

import re
from html import unescape

import pytest
from django.test import Client

from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db(transaction=True)]

ADDRESS = {
    "email": "lucie@exemple.example",
    "country": "FR",
    "name": "Lucie Martin",
    "line1": "8 rue des Remparts",
    "postal_code": "69002",
    "city": "Lyon",
    "comment": "Sonnez fort.",
}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def hidden(html: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in HIDDEN.findall(html)}


def form(client: Client, **changes: str) -> dict[str, str]:
    """The form filled in as a buyer would, with what the page itself carries."""
    page = client.get("/fr/commande").content.decode()
    filled = {**ADDRESS, "delivery_method": "home", "payment_method": "transfer", "terms": "1", "do": "order"}
    return filled | hidden(page) | changes


def test_an_order_by_transfer(client: Client, selling: Selling):
    client.post("/fr/panier", {"sku": "JAM-220", "quantity": "2"})
    page = client.get("/fr/commande")
    print(page.content.decode()[3000:])
    placed = client.post("/fr/commande", form(client))
    assert placed.status_code == 303, placed.content.decode()
    thanks = client.get(placed["Location"], follow=True)
    print(thanks.redirect_chain)
    print(thanks.content.decode()[4000:])
    assert 0
