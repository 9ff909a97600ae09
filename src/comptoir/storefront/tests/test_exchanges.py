"""Swapping one size for another, as a buyer does it: no account, no script."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.returns.queries import return_by_id, returns_of
from comptoir.domains.returns.values import ReceivedLine, ReturnKind, ReturnState
from comptoir.flows.receive_return import receive_return
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.kernel import clock
from comptoir.kernel.testing import OWNER, snapshot
from comptoir.storefront.carts import key_of, opened
from comptoir.storefront.tests.buying import ordered, shown
from comptoir.storefront.tests.selling import Selling


@pytest.fixture
def key(selling: Selling, client: Client) -> str:
    """Of an order of two small jars of jam that has left."""
    found = client.get(f"/fr/paiement/{ordered(client)}", follow=True).redirect_chain[-1][0].rpartition("/")[2]
    id, now = order_id(found), clock.now()
    record_payment(order_id=id, amount=order(id).total, actor=OWNER, now=now)
    ship_order(order_id=id, prepare=True, actor=OWNER, now=now)
    return str(found)


def order_id(key: str) -> OrderId:
    return OrderId(UUID(str(opened("order", key))))


def form(selling: Selling, **changes: str) -> dict[str, str]:
    """One jar for the next size."""
    typed = {"pieces-1": "1", "swap-1": str(selling.jam.variants[1].id)}
    return typed | {"name": "Lucie Martin", "email": "lucie@exemple.example"} | changes


def exchanging(key: str) -> str:
    return f"/fr/suivi/{key}/retour?kind=exchange"


def test_two_steps_swap_a_jar_and_both_pages_lead_to_each_other(selling: Selling, key: str, client: Client) -> None:
    assert exchanging(key) in shown(client.get(f"/fr/suivi/{key}"))
    assert f'value="{selling.jam.variants[1].id}"' in shown(client.get(exchanging(key)))
    before = snapshot()
    review = shown(client.post(exchanging(key), form(selling, do="review"), follow=True))
    assert ("350 g" in review, snapshot() == before) == (True, True)
    answer = client.post(exchanging(key), form(selling, do="confirm"))
    [found] = returns_of(order_id(key))
    assert (answer.status_code, found.kind, found.state) == (303, ReturnKind.EXCHANGE, ReturnState.ACCEPTED)
    instead = key_of("order", found.replacement_id)
    assert f"/fr/suivi/{instead}" in shown(client.get(answer["Location"]))
    page = shown(client.get(f"/fr/suivi/{instead}"))
    assert answer["Location"] in page
    assert 'class="pay-again"' not in page
    assert client.get(f"/fr/paiement/{instead}").status_code == 303


def test_when_the_goods_are_here_the_others_are_paid(selling: Selling, key: str, client: Client) -> None:
    address = client.post(exchanging(key), form(selling, do="confirm"))["Location"]
    [found] = returns_of(order_id(key))
    came = [ReceivedLine(position=1, received=1)]
    receive_return(return_id=found.id, lines=came, place_code=WAREHOUSE.code, actor=OWNER, now=clock.now())
    assert shown(client.get(address))
    assert found.replacement_id is not None
    assert order(found.replacement_id).state is OrderState.PAID
    assert address in shown(client.get(f"/fr/suivi/{key_of('order', found.replacement_id)}"))


def test_who_keeps_the_jar_calls_the_other_off(selling: Selling, key: str, client: Client) -> None:
    address = client.post(exchanging(key), form(selling, do="confirm"))["Location"]
    assert client.post(address).status_code == 303
    found = return_by_id(returns_of(order_id(key))[0].id)
    assert found.replacement_id is not None
    assert (found.state, order(found.replacement_id).state) == (ReturnState.WITHDRAWN, OrderState.CANCELLED)


def test_what_cannot_be_swapped_is_refused_beside_its_field(selling: Selling, key: str, client: Client) -> None:
    wrong: list[Any] = ["", "x", str(selling.honey.variants[0].id), str(selling.jam.variants[0].id)]
    for swap in wrong:
        for do in ("review", "confirm"):
            assert shown(client.post(exchanging(key), form(selling, do=do, **{"swap-1": swap}), follow=True), 422)
    _let_go(selling.jam.variants[1].id)
    assert shown(client.post(exchanging(key), form(selling, do="confirm")), 422)
    assert returns_of(order_id(key)) == ()


def test_without_another_one_to_be_had_nothing_is_offered(selling: Selling, key: str, client: Client) -> None:
    for variant in selling.jam.variants:
        _let_go(variant.id)
    assert exchanging(key) not in shown(client.get(f"/fr/suivi/{key}"))
    assert 'name="pieces-1"' not in shown(client.get(exchanging(key)))


def _let_go(variant_id: VariantId) -> None:
    make_stock(0, variant_id=variant_id)
