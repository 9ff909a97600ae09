"""What a product's page says of each shop where it can be collected."""

import re

import pytest
from django.test import Client

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.inventory.testing import make_kit, make_stock
from comptoir.domains.network.testing import SHOP
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.surrogates import product_key
from comptoir.storefront.tests.buying import shown
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
JAM = "/en/products/apricot-jam"
THERE, BROUGHT = "In stock", "Not on the shelf: we bring it in"


def at_shop(client: Client, path: str) -> dict[str, str]:
    """What is said of the shop, by the article that is chosen ("" where nothing can be chosen)."""
    html = shown(client.get(path))
    lists = re.findall(r'<ul aria-label="Collect at"(?: data-places="([^"]+)")?[^>]*>(.*?)</ul>', html)
    return {sku: re.findall(r'class="stock stock-\w+">([^<]+)<', words)[0] for sku, words in lists}


def news() -> list[list[str]]:
    rows = OutboxEvent.objects.filter(name=AvailabilityChanged.NAME).order_by("id")
    return [payload["variant_ids"] for payload in rows.values_list("payload", flat=True)]


def test_each_choice_says_whether_it_stands_in_the_shop(client: Client, selling: Selling) -> None:
    small, middle, large = selling.jam.variants
    make_stock(1, variant_id=middle.id, place_code=SHOP.code)
    make_stock(0, variant_id=large.id)
    assert at_shop(client, JAM) == {small.sku: BROUGHT, middle.sku: THERE}, "nothing is promised of what is sold out"
    html = shown(client.get(f"{JAM}?variant={middle.sku}"))
    assert re.findall(r'data-places="([^"]+)">', html) == [middle.sku], "without a script, the one that is chosen"
    assert "free, ready by Wednesday, 25 November" in html


def test_an_article_without_a_choice_says_it_too(client: Client, selling: Selling) -> None:
    path = f"/en/products/{selling.honey.slug_in('en')}"
    assert at_shop(client, path) == {"": BROUGHT}
    make_stock(2, variant_id=selling.honey.variants[0].id, place_code=SHOP.code)
    assert at_shop(client, path) == {"": THERE}


def test_a_kit_is_there_where_all_of_it_is(client: Client, selling: Selling) -> None:
    honey, jam = selling.honey.variants[0].id, selling.jam.variants[0].id
    kit = make_kit((honey, 2), (jam, 1))
    prices = [NewPrice(variant_id=kit, amount=Money(2999, "EUR"))]
    set_prices(prices=prices, market=selling.shop.market, actor=OWNER, now=NOON)
    path = f"/en/products/{variants_for([kit])[kit].slug_in('en')}"
    make_stock(2, variant_id=honey, place_code=SHOP.code)
    assert at_shop(client, path) == {"": BROUGHT}
    make_stock(1, variant_id=jam, place_code=SHOP.code)
    assert at_shop(client, path) == {"": THERE}


def test_the_page_is_thrown_away_when_the_shop_has_some_and_when_it_has_none_left(
    client: Client, selling: Selling
) -> None:
    jam = selling.jam.variants[0].id
    keys = client.get(JAM).surrogate_keys  # type: ignore[attr-defined]  # a shared page
    assert product_key(selling.jam.id) in keys
    told = []
    for pieces in (1, 5, 0):
        before = len(news())
        make_stock(pieces, variant_id=jam, place_code=SHOP.code)
        told.append(news()[before:])
    assert told == [[[str(jam)]], [], [[str(jam)]]], "how many there are is no news"
