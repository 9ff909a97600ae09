"""Pages for reading, through Django's client on a real database."""

import pytest
from django.test import Client

from comptoir.storefront.tests.selling import Selling

pytestmark = pytest.mark.urls("comptoir.storefront.urls")


def seen(response) -> str:
    assert response.status_code == 200, response.content.decode()[:400]
    return response.content.decode()


def test_the_product_page_tells_price_stock_date_and_origin(client: Client, selling: Selling):
    html = seen(client.get("/fr/produits/confiture-d-abricots"))
    assert "Confiture d’abricots" in html
    assert "6,90\u00a0€" in html
    assert "31,36\u00a0€/kg" in html
    assert "En stock" in html
    assert "Drôme" in html
    print(html)
