"""Goods to order, as a buyer meets them from the product's page to the order's own."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from comptoir.domains.inventory.testing import let_order, make_stock
from comptoir.domains.orders.queries import order as order_of
from comptoir.domains.orders.values import OrderId
from comptoir.domains.search.testing import settle_news
from comptoir.kernel.testing import NOON
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.carts import opened
from comptoir.storefront.tests.buying import DETAILS, location, shown
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
JAM = "/en/products/apricot-jam"
SOON = date(2026, 12, 12)  # a Saturday


@pytest.fixture
def jam(selling: Selling) -> Selling:
    """None of the first size is there; the second one has one jar; the third is sold out."""
    small, middle, large = (variant.id for variant in selling.jam.variants)
    for variant_id, pieces in ((small, 0), (middle, 1), (large, 0)):
        make_stock(pieces, variant_id=variant_id)
    let_order(small, expected_on=SOON)
    let_order(middle)
    settle_news()
    return selling


def choice(html: str, selling: Selling, number: int) -> str:
    sku = selling.jam.variants[number].sku
    found = re.search(rf'<input type="radio" name="sku" value="{sku}"[^>]*>', html)
    assert found is not None
    return found.group()


def test_each_choice_says_whether_it_is_to_order_and_when_it_comes(client: Client, jam: Selling):
    html = shown(client.get(JAM))
    small, middle, large = (choice(html, jam, number) for number in range(3))
    assert 'data-band="order"' in small
    assert 'data-availability="On order: expected on Saturday, 12 December"' in small
    assert 'data-promise="With you by Wednesday, 16 December"' in small
    assert 'data-band="low"' in middle
    assert " checked" in middle, "the first that is there"
    assert 'data-promise="With you by Wednesday, 25 November"' in middle
    assert 'data-band="out"' in large
    assert 'data-promise=""' in large
    assert '"availability":"https://schema.org/BackOrder","availabilityStarts":"2026-12-12"' in html
    at_shop = dict(re.findall(r'data-places="([^"]+)"[^>]*>(.*?)</ul>', html))
    small, middle = (jam.jam.variants[number].sku for number in (0, 1))
    assert at_shop.keys() == {small, middle}, "nothing is promised of what is sold out"
    assert "On order: expected on Saturday, 12 December" in at_shop[small]
    assert "free, ready by Wednesday, 16 December" in at_shop[small]
    assert "Not on the shelf: we bring it in" in at_shop[middle]
    assert "free, ready by Wednesday, 25 November" in at_shop[middle]
    assert re.findall(r'data-places="([^"]+)">', html) == [middle], "the others are hidden until they are chosen"


def test_what_can_be_ordered_can_be_put_into_the_basket(client: Client, jam: Selling):
    html = shown(client.get(f"{JAM}?variant={jam.jam.variants[0].sku}"))
    assert re.search(r"<div class=\"buy-row\" data-buyable>", html)
    assert (
        '<p class="stock stock-order" data-show="availability">On order: expected on Saturday, 12 December</p>' in html
    )


@pytest.mark.parametrize(
    ("preorder", "on", "said", "kind"),
    [
        (True, SOON, "Pre-order: available on Saturday, 12 December", "PreOrder"),
        (True, None, "Pre-order: no date yet", "PreOrder"),
        (True, NOON.date() - timedelta(days=1), "Pre-order: available soon", "PreOrder"),
        (False, date(2027, 11, 5), "On order: expected on 5 November 2027", "BackOrder"),
        (False, None, "On order: no date yet", "BackOrder"),
        (False, NOON.date() - timedelta(days=1), "On order: expected soon", "BackOrder"),
    ],
)
def test_a_day_is_told_while_it_is_known_and_has_not_passed(
    client: Client, selling: Selling, preorder: bool, on: date | None, said: str, kind: str
):
    for variant in selling.jam.variants:
        make_stock(0, variant_id=variant.id)
        let_order(variant.id, expected_on=on, preorder=preorder)
    settle_news()
    html = shown(client.get(JAM))
    assert f">{said}</p>" in html
    assert f"schema.org/{kind}" in html
    told = on is not None and on >= NOON.date()
    assert ("availabilityStarts" in html) == told
    assert ("No delivery date yet" in html) != told
    band = "Pre-order" if preorder else "On order"
    assert f'<p class="stock stock-order">{band}</p>' in shown(client.get("/en/categories/jams"))


def test_the_basket_says_what_is_there_and_what_is_to_come(client: Client, jam: Selling):
    for number in (0, 1):
        client.post("/en/basket", {"sku": jam.jam.variants[number].sku, "quantity": "3"})
    html = shown(client.get("/en/basket"))
    assert '<p class="line-note stock stock-order">On order: expected on Saturday, 12 December</p>' in html
    assert '<p class="line-note stock stock-order">1 in stock · 2 on order: no date yet</p>' in html
    assert "No delivery date yet" in html
    assert "Go to checkout" in html
    client.post(f"/en/basket/{jam.jam.variants[1].sku}", {"quantity": "1"})
    assert "With you by Wednesday, 16 December" in shown(client.get("/en/basket"))


def order(client: Client, **changes: str) -> str:
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown(client.get("/en/checkout"))))
    chosen = {"delivery_method": "home", "payment_method": "transfer", "terms": "1", "do": "order"}
    response = client.post("/en/checkout", DETAILS | chosen | hidden | changes)
    return location(response).rpartition("/")[2]


def test_the_order_keeps_what_was_told(client: Client, jam: Selling):
    client.post("/en/basket", {"sku": jam.jam.variants[0].sku, "quantity": "2"})
    html = shown(client.get("/en/checkout"))
    assert '<input type="hidden" name="shown_wait" value="2026-12-12">' in html
    assert "On order: expected on Saturday, 12 December" in html
    assert "With you by Wednesday, 16 December" in html
    cart_key = order(client)
    path = client.get(f"/en/payment/{cart_key}", follow=True).redirect_chain[-1][0]
    thanks = shown(client.get(path))
    assert '<p class="good-note stock stock-order">On order: expected on Saturday, 12 December</p>' in thanks
    key = path.rpartition("/")[2]
    made = order_of(OrderId(opened("order", key)))  # type: ignore[arg-type]  # a key of our own
    assert made.lines[0].on_order == 2
    make_stock(1, variant_id=jam.jam.variants[0].id)
    tracking = Addresses("en").tracking(key)
    assert "1 on order: expected on Saturday, 12 December" in shown(client.get(tracking))
    make_stock(2, variant_id=jam.jam.variants[0].id)
    assert "on order" not in shown(client.get(tracking))


def test_nobody_waits_longer_than_the_page_had_said(client: Client, jam: Selling):
    client.post("/en/basket", {"sku": jam.jam.variants[1].sku, "quantity": "1"})
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown(client.get("/en/checkout"))))
    make_stock(0, variant_id=jam.jam.variants[1].id)
    chosen = {"delivery_method": "home", "payment_method": "transfer", "terms": "1", "do": "order"}
    html = shown(client.post("/en/checkout", DETAILS | chosen | hidden), 409)
    assert "Some items are no longer available" in html
    assert "On order: no date yet" in html
