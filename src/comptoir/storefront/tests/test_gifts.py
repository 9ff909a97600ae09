"""An order that is a gift, through Django's client: nothing of it needs a script."""

from typing import Any

import pytest
from django.test import Client

from comptoir.domains.cart.queries import cart
from comptoir.domains.markets.testing import offer_gift_wrap
from comptoir.domains.orders.queries import order as order_of
from comptoir.domains.orders.queries import order_rows
from comptoir.domains.orders.values import OrderFilter, OrderId
from comptoir.flows.testing import sell_gift_wrap
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.carts import COOKIE, opened
from comptoir.storefront.tests.buying import filled, order, put_in, shown
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
WORDS = "Joyeux anniversaire, Zoé !\n\nOn <b>t’aime</b>."
GIFT = {"gift": "1", "gift_message": WORDS}


@pytest.fixture
def wrapping(selling: Selling) -> Selling:
    offer_gift_wrap(code=selling.shop.market, now=NOON)
    return selling


def basket_of(client: Client) -> Any:
    id = opened("cart", client.cookies[COOKIE].value)
    assert id is not None
    return cart(id)


def orders() -> int:
    return len(order_rows(OrderFilter(), actor=OWNER).items)


def test_a_gift_is_frozen_with_the_order_and_told_on_its_page(client: Client, wrapping: Selling) -> None:
    put_in(client)
    assert 'name="gift" value="1"><label' in shown(client.get("/fr/commande")), "nothing is ticked beforehand"
    answer = order(client, **GIFT)
    made = order_of(OrderId(order_rows(OrderFilter(), actor=OWNER).items[0].id))
    assert made.gift_message == WORDS
    page = client.get(answer["Location"], follow=True).content.decode()
    assert "Joyeux anniversaire, Zoé !" in page
    assert "On &lt;b&gt;t’aime&lt;/b&gt;." in page


def test_a_gift_may_come_without_words_and_words_are_nothing_without_a_gift(client: Client, wrapping: Selling) -> None:
    put_in(client)
    client.post("/fr/commande", filled(client, gift="1", do="refresh"))
    assert basket_of(client).gift_message == ""
    assert 'name="gift" value="1" checked' in shown(client.get("/fr/commande"))
    client.post("/fr/commande", filled(client, gift_message=WORDS, do="refresh"))
    assert basket_of(client).gift_message is None
    order(client, gift="1")
    (row,) = order_rows(OrderFilter(), actor=OWNER).items
    assert order_of(row.id).gift_message == ""


def test_a_message_that_is_too_long_is_told_and_kept_as_it_was_typed(client: Client, wrapping: Selling) -> None:
    put_in(client)
    html = shown(client.post("/fr/commande", filled(client, gift="1", gift_message="z" * 301)), 422)
    assert 'href="#f-gift_message"' in html
    assert 'id="f-gift_message-error"' in html
    assert "z" * 301 in html
    assert orders() == 0


def test_where_it_is_not_offered_nobody_is_asked(client: Client, selling: Selling) -> None:
    put_in(client)
    assert "gift" not in shown(client.get("/fr/commande"))
    html = shown(client.post("/fr/commande", filled(client, **GIFT)), 422)
    assert 'id="f-gift-error"' in html
    assert 'name="gift" value="1" aria-invalid="true"' in html, "it is not ticked any more"
    assert (orders(), basket_of(client).gift_message) == (0, None)


def test_what_was_offered_while_the_form_was_open_is_not_dropped_silently(client: Client, wrapping: Selling) -> None:
    put_in(client)
    client.post("/fr/commande", filled(client, **GIFT, do="refresh"))
    typed = filled(client, **GIFT)
    offer_gift_wrap(False, code=wrapping.shop.market, now=NOON)
    shown(client.post("/fr/commande", typed), 422)
    assert orders() == 0
    assert order(client).status_code == 303, "ordered without it, knowingly"
    (row,) = order_rows(OrderFilter(), actor=OWNER).items
    assert order_of(row.id).gift_message is None


def test_wrapping_at_a_price_says_so_and_the_total_follows(client: Client, selling: Selling) -> None:
    sell_gift_wrap(market=selling.shop.market, price=Money(400, "EUR"))
    put_in(client)
    before = filled(client)
    html = shown(client.get("/fr/commande"))
    assert "4,00\xa0€)</label>" in html
    assert 'name="gift" value="1" data-refresh>' in html, "with JavaScript the total follows the box"
    assert 'class="total-label">Emballage' not in html
    refreshed = shown(client.post("/fr/commande", before | GIFT | {"do": "refresh"}))
    assert 'name="gift" value="1" checked data-refresh>' in refreshed
    after = filled(client)
    assert int(after["shown_total"].split()[0]) == int(before["shown_total"].split()[0]) + 400
    basket = shown(client.get("/fr/panier"))
    assert "WRAP" not in basket, "it comes with the gift, and is no line to change"
    assert "4,00\xa0€" in basket


def test_without_javascript_the_new_total_is_shown_before_it_is_ordered(client: Client, selling: Selling) -> None:
    sell_gift_wrap(market=selling.shop.market, price=Money(400, "EUR"))
    put_in(client)
    told = shown(client.post("/fr/commande", filled(client, **GIFT)), 409)
    assert "Le total est maintenant de" in told
    assert orders() == 0
    answer = order(client, **GIFT)
    assert answer.status_code == 303
    made = order_of(OrderId(order_rows(OrderFilter(), actor=OWNER).items[0].id))
    assert [(line.sku, line.quantity) for line in made.lines] == [("JAM-220", 2), ("WRAP", 1)]
    page = client.get(answer["Location"], follow=True).content.decode()
    assert "Emballage cadeau" in page
