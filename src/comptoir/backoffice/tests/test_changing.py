"""An order is changed at the desk, as a browser does it: whatever the page holds is sent."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client

from comptoir.backoffice.tests.test_order_pieces import changing, page
from comptoir.backoffice.tests.working import Working, paid
from comptoir.domains.catalogue.testing import soap
from comptoir.domains.delivery.actions import set_rates
from comptoir.domains.delivery.values import Rate
from comptoir.domains.markets.actions import save_legal_entity, save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.testing import ENTITY
from comptoir.domains.orders.queries import order
from comptoir.flows.testing import sell
from comptoir.kernel import clock
from comptoir.kernel.history import history_of
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER

pytestmark = pytest.mark.django_db(transaction=True)


def sent_by(shown: str) -> dict[str, str]:
    """What the form of a change sends as it is shown."""
    body = shown[shown.index('name="revision"') - 40 :]
    inputs = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) | {"tag": tag} for tag in re.findall(r"<input[^>]*>", body)]
    chosen = re.findall(r'<select name="([^"]+)".*?</select>', body, re.DOTALL)
    options = {
        name: re.findall(r'<option value="([^"]*)" selected', body[body.index(f'<select name="{name}"') :])[:1]
        for name in chosen
    }
    return {
        each["name"]: unescape(each.get("value", "on" if each["type"] == "checkbox" else ""))
        for each in inputs
        if each["type"] != "checkbox" or " checked" in each["tag"]
    } | {name: found[0] for name, found in options.items() if found}


def test_pieces_are_called_off_and_articles_added(owner: Client, working: Working) -> None:
    order_id, now = paid(working), clock.now()
    draft = soap(skus=("SOAP-1", "SOAP-2"))
    sell(market=working.shop.market, price=Money(500, "EUR"), stock=4, draft=draft, now=now)
    shown = owner.get(page(order_id, "change/")).text
    assert 'name="called_off_1"' in shown
    assert shown.count("-sku") >= 2
    written = {"called_off_1": "1", "added-0-sku": "soap-1", "added-0-quantity": "3"}
    before, address = order(order_id), page(order_id, "change/")
    answer = owner.post(address, changing(before, **written))
    assert (answer.status_code, order(order_id)) == (422, before), "nobody was shown the new total"
    assert "The new total is €45.70. Press again to change the order." in answer.text
    answer = owner.post(address, sent_by(answer.text) | {"because": "The customer rang"})
    assert answer["Location"] == page(order_id)
    agreed = order(order_id)
    assert [(line.wanted, line.total.minor) for line in agreed.lines] == [(2, 2580), (3, 1500)]
    assert agreed.due == Money(210, "EUR")
    shown = owner.get(page(order_id)).text
    assert "€2.10 must be paid before anything ships." in shown
    assert "A change raised the total" in shown
    assert "1 of 3 cancelled" in shown
    assert "Nothing ships until the difference is paid." in shown
    assert "Ship the parcel" not in shown
    told = history_of("orders.order", order_id)[0]
    assert (told.action, told.because) == ("revised", "The customer rang")
    assert f"1\u00a0×\u00a0{working.shop.sku}" in shown
    assert "3\u00a0×\u00a0SOAP-1" in shown


def test_a_page_that_grew_old_takes_nothing_back_that_it_was_not_asked_to(owner: Client, working: Working) -> None:
    """As a browser does it: whatever the page holds is sent."""
    order_id = paid(working)
    stale = sent_by(owner.get(page(order_id, "change/")).text) | {"because": "x"}
    owner.post(page(order_id, "change/"), stale | {"shipping_line1": "9 rue Neuve", "email": "neuve@exemple.example"})
    assert order(order_id).revision == 2
    again = stale | {"shipping_name": "Zoé Martin", "look": "1", "find": "miel"}
    looked = sent_by(owner.post(page(order_id, "change/"), again).text)
    assert (looked["revision"], looked["shipping_line1"]) == ("1", "9 rue Neuve")
    told = owner.post(page(order_id, "change/"), stale | {"shipping_name": "Zoé Martin"})
    assert "Someone has changed this order in the meantime." in told.text
    owner.post(page(order_id, "change/"), sent_by(told.text) | {"because": "x"})
    agreed = order(order_id)
    assert (agreed.revision, agreed.email) == (3, "neuve@exemple.example")
    address = agreed.shipping_address
    assert (address.name, address.line1, agreed.billing_address) == ("Zoé Martin", "9 rue Neuve", address)


def test_another_country_is_offered_where_it_can_go_and_asks_what_it_needs(owner: Client, working: Working) -> None:
    order_id = paid(working)
    here = market(working.shop.market)
    save_market(market=replace(here, countries=("FR", "ES", "BE", "DE")), actor=OWNER, now=clock.now())
    rates = [Rate(price=Money(490, "EUR"), countries=("FR", "ES", "BE"))]
    set_rates(market=here.code, code="home", rates=rates, actor=OWNER, now=clock.now())
    shown = owner.get(page(order_id, "change/")).text
    select = shown[shown.index('name="shipping_country"') :]
    offered = re.findall(r'<option value="(\w+)"', select[: select.index("</select>")])
    assert offered == ["FR", "ES", "BE"], "nothing is sent to Germany"
    spain = {"shipping_country": "ES", "shipping_postal_code": "28013", "shipping_city": "Madrid", "because": "x"}
    refused = owner.post(page(order_id, "change/"), sent_by(shown) | spain)
    assert refused.status_code == 422
    told = "This is required for an address in this country."
    assert 'id="id_shipping_region_error"' in refused.text
    assert refused.text.count(told) == 1 + refused.text.count("#id_shipping_region")
    owner.post(page(order_id, "change/"), sent_by(refused.text) | spain | {"shipping_region": "Madrid"})
    agreed = order(order_id)
    assert (agreed.shipping_address.country, agreed.billing_address) == ("ES", agreed.shipping_address)
    save_legal_entity(entity=replace(ENTITY, oss_registered=True), actor=OWNER, now=clock.now())
    assert 'name="shipping_country"' not in owner.get(page(order_id, "change/")).text, "all others are taxed otherwise"
