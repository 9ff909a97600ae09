"""Many cards tried for one order, and many orders from one place: the next attempt has to wait, and says so."""

import pytest
from django.test import Client, RequestFactory

from comptoir.domains.payments.actions import open_payment, record_outcome
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.testing import make_method, outcome_of
from comptoir.domains.payments.values import DECLINES_OF_ORDER, DECLINES_OF_SOURCE, OutcomeStatus, PaymentState
from comptoir.kernel import clock
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.requests import source_of
from comptoir.kernel.testing import OWNER
from comptoir.storefront.tests.bank import PAGE, Script
from comptoir.storefront.tests.buying import filled, location, order, put_in, shown
from comptoir.storefront.tests.selling import Selling
from comptoir.storefront.tests.test_paying import come_back, id_of

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]

HERE, THERE = "203.0.113.9", "198.51.100.7"


def source_at(address: str) -> str:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    return source_of(request)  # type: ignore[arg-type]  # of a request only its address counts here


def refused_there(market: str, address: str, times: int) -> None:
    """So many cards were refused for orders that came from that address."""
    for _ in range(times):
        opened = open_payment(
            order_id=new_id(),
            market=market,
            method="simulator",
            amount=Money(1_000, "EUR"),
            source=source_at(address),
            actor=OWNER,
            now=clock.now(),
        )
        outcome = outcome_of(opened, PaymentState.FAILED)
        record_outcome(payment_id=opened.id, outcome=outcome, actor=OWNER, now=clock.now())


def test_many_cards_for_one_order(client: Client, paid_by_card: Selling, bank: Script):
    path = come_back(client, bank)
    make_method(provider="transfer")
    bank.look_up = OutcomeStatus.DECLINED
    action = path
    for attempt in range(DECLINES_OF_ORDER):
        html = shown(client.get(action))
        action = html.split('class="pay-again" action="')[1].partition('"')[0]
        answer = client.post(action, {"method": "simulator"})
        if attempt < DECLINES_OF_ORDER - 1:
            assert location(answer) == PAGE
    assert "60 minutes" in shown(answer, 429)
    assert answer["Retry-After"]
    html = shown(answer, 429)
    assert "/fr/suivi/" in html  # the order is there, and the other ways to pay it
    assert 'value="transfer"' in html
    assert 'value="simulator"' not in html
    assert len(payments_of(id_of(action))) == DECLINES_OF_ORDER


def test_many_orders_from_one_place(paid_by_card: Selling, bank: Script):
    here, there = Client(REMOTE_ADDR=HERE), Client(REMOTE_ADDR=THERE)
    refused_there("fr", HERE, DECLINES_OF_SOURCE)
    put_in(here)
    answer = order(here, payment_method="simulator")
    assert "60 minutes" in shown(answer, 429)
    assert "Lucie Martin" in shown(answer, 429)  # nobody types it twice
    assert filled(here)["key"]  # the basket is still there
    put_in(there)
    assert location(order(there, payment_method="simulator")) == PAGE


def test_a_shared_place_where_some_are_refused_goes_on(paid_by_card: Selling, bank: Script):
    refused_there("fr", HERE, DECLINES_OF_SOURCE - 1)
    here = Client(REMOTE_ADDR=HERE)
    put_in(here)
    assert location(order(here, payment_method="simulator")) == PAGE
