"""Before there is a shop. In a file of its own: the others have one from their first test to their last."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]


@pytest.mark.parametrize("path", ["/", "/fr/", "/fr/panier", "/nowhere", "/en/search"])
def test_before_the_set_up_the_merchant_is_shown_the_way(client: Client, path: str):
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (303, "/back-office/")
