"""The basket, through Django's client."""

import pytest
from django.test import Client

from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db(transaction=True)]


def test_goods_go_into_a_new_basket_and_add_up(client: Client, selling: Selling):
    first = client.post("/fr/panier", {"sku": "JAM-220", "quantity": "2"})
    assert (first.status_code, first["Location"]) == (303, "/fr/panier")
    client.post("/fr/panier", {"sku": "JAM-220"})
    html = client.get("/fr/panier").content.decode()
    assert "20,70\u00a0€" in html
