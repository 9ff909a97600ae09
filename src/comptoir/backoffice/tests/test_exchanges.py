"""Exchanges at the desk: the return leads to what is sent instead and back, and nobody is asked to pay meanwhile."""

from dataclasses import replace

import pytest
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working, paid
from comptoir.domains.catalogue.testing import soap
from comptoir.domains.orders.queries import numbers_for
from comptoir.domains.orders.values import OrderId
from comptoir.domains.returns.actions import request_return
from comptoir.domains.returns.queries import return_by_id
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import Return, ReturnKind, ReturnState
from comptoir.flows.request_exchange import request_exchange
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, sell
from comptoir.kernel import clock
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER

pytestmark = pytest.mark.django_db(transaction=True)
BASE = "/back-office/"


@pytest.fixture
def soaps(working: Working) -> Working:
    """The same shop, of which people buy soap in two sizes."""
    market = working.shop.market
    goods = sell(market=market, price=Money(690, "EUR"), stock=9, draft=soap())
    return replace(working, shop=Shop(market=market, honey=goods))


@pytest.fixture
def order_id(soaps: Working) -> OrderId:
    id = paid(soaps)
    ship_order(order_id=id, actor=OWNER, now=clock.now())
    return id


@pytest.fixture
def desk() -> Client:
    return signed_in("echanges@halle.example", roles=("orders",))


def at(found: Return, step: str = "") -> str:
    return f"{BASE}orders/returns/{found.id}/{step}"


def number_of(found: Return) -> str:
    assert found.replacement_id is not None
    return numbers_for([found.replacement_id])[found.replacement_id]


def test_an_exchange_leads_to_what_is_sent_instead_and_back(soaps: Working, order_id: OrderId, desk: Client) -> None:
    asked = asked_for(order_id, kind=ReturnKind.EXCHANGE, swap_for=soaps.shop.honey.variants[1].id)
    found = request_exchange(asked=asked, actor=OWNER, now=clock.now())
    page = desk.get(at(found)).text
    assert ("300 g" in page, number_of(found) in page, "/replace/" in page) == (True, True, False)
    assert at(found) in desk.get(f"{BASE}orders/{found.replacement_id}/").text
    assert number_of(found) in desk.get(f"{BASE}orders/").text
    assert number_of(found) not in desk.get(f"{BASE}orders/?view=to-pay").text
    assert found.number in desk.get(f"{BASE}orders/returns/?view=to-receive").text


def test_a_complaint_is_answered_by_the_same_again(soaps: Working, order_id: OrderId, desk: Client) -> None:
    asked = asked_for(order_id, kind=ReturnKind.COMPLAINT)
    complaint = request_return(asked=asked, actor=OWNER, now=clock.now())
    assert "instead_1" in desk.get(at(complaint)).text
    assert desk.post(at(complaint, "replace/"), {"instead_1": ""}).status_code == 422
    assert desk.post(at(complaint, "replace/"), {"instead_1": "x"}).status_code == 422
    form = {"instead_1": str(soaps.shop.variant_id)}
    assert desk.post(at(complaint, "replace/"), form).status_code == 302
    found = return_by_id(complaint.id)
    assert (found.state, found.lines[0].swapped_for) == (ReturnState.ACCEPTED, soaps.shop.variant_id)
    assert number_of(found) in desk.get(at(found)).text
    assert "instead_1" not in desk.get(at(found)).text


def test_who_may_only_look_replaces_nothing(soaps: Working, order_id: OrderId) -> None:
    asked = asked_for(order_id, kind=ReturnKind.COMPLAINT)
    found = request_return(asked=asked, actor=OWNER, now=clock.now())
    reader = signed_in("lecture@halle.example", roles=("readonly",))
    assert "instead_1" not in reader.get(at(found)).text
    assert reader.post(at(found, "replace/"), {"instead_1": str(soaps.shop.variant_id)}).status_code == 403
    assert return_by_id(found.id) == found
