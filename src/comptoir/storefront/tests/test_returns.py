"""Sending something back, as a buyer does it: two steps, no account, no script."""

import re
from typing import Any

import pytest
from django.test import Client

from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.returns.queries import returns_of
from comptoir.domains.returns.values import ReturnKind, ReturnState
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.kernel import clock
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import OWNER, snapshot
from comptoir.storefront.carts import opened
from comptoir.storefront.tests.buying import ordered, shown
from comptoir.storefront.tests.selling import Selling

FORM = {"pieces-1": "1", "reason-1": "unsuited", "name": "Lucie Martin", "email": "lucie@exemple.example"}


@pytest.fixture
def key(selling: Selling, client: Client) -> str:
    """Of an order of two jars that has left."""
    cart_key = ordered(client)
    found = client.get(f"/fr/paiement/{cart_key}", follow=True).redirect_chain[-1][0].rpartition("/")[2]
    id, now = order_id(found), clock.now()
    record_payment(order_id=id, amount=order(id).total, actor=OWNER, now=now)
    ship_order(order_id=id, prepare=True, actor=OWNER, now=now)
    return str(found)


def order_id(key: str) -> OrderId:
    return OrderId(opened("order", key))  # type: ignore[arg-type]  # a key of our own


def returning(key: str, kind: str = "withdrawal") -> str:
    return f"/fr/suivi/{key}/retour?kind={kind}"


def confirmed(client: Client, key: str, kind: str = "withdrawal", **changes: str) -> Any:
    return client.post(returning(key, kind), FORM | {"do": "confirm"} | changes)


def test_two_steps_declare_a_withdrawal_and_only_the_second(key: str, client: Client) -> None:
    assert returning(key) in shown(client.get(f"/fr/suivi/{key}"))
    form = shown(client.get(returning(key)))
    assert 'name="pieces-1"' in form
    step_two = client.post(returning(key), FORM | {"do": "review"})
    assert (step_two.status_code, "exemple.example" in step_two["Location"]) == (303, False)
    review = shown(client.get(step_two["Location"]))
    assert order(order_id(key)).number in review
    assert 'value="1" selected' in shown(client.get(step_two["Location"] + "&do=change"))
    assert returns_of(order_id(key)) == ()
    answer = confirmed(client, key)
    [found] = returns_of(order_id(key))
    assert (answer.status_code, found.kind, found.state) == (303, ReturnKind.WITHDRAWAL, ReturnState.ACCEPTED)
    page = shown(client.get(answer["Location"]))
    assert found.number in page
    slip = client.get(f"/fr/suivi/{key}/retour/{found.number}.pdf")
    assert (slip.status_code, slip["Content-Type"]) == (200, "application/pdf")
    assert found.number in shown(client.get(f"/fr/suivi/{key}"))


@pytest.fixture
def unsent(selling: Selling, client: Client) -> str:
    """Of an order of two jars that somebody is preparing."""
    cart_key = ordered(client)
    found = client.get(f"/fr/paiement/{cart_key}", follow=True).redirect_chain[-1][0].rpartition("/")[2]
    id, now = order_id(found), clock.now()
    record_payment(order_id=id, amount=order(id).total, actor=OWNER, now=now)
    prepare_order(order_id=id, actor=OWNER, now=now)
    return str(found)


def test_what_has_not_left_is_withdrawn_from_in_the_same_two_steps(unsent: str, client: Client) -> None:
    page = shown(client.get(f"/fr/suivi/{unsent}"))
    assert returning(unsent) in page
    assert returning(unsent, "complaint") not in page  # nobody complains of what they do not have
    assert 'name="pieces-1"' in shown(client.get(returning(unsent)))
    shown(client.post(returning(unsent), FORM | {"do": "review"}, follow=True))
    assert returns_of(order_id(unsent)) == ()
    answer = confirmed(client, unsent)
    [found] = returns_of(order_id(unsent))
    assert (found.state, found.lines, found.called_off[0].quantity) == (ReturnState.STOPPED, (), 1)
    page = shown(client.get(answer["Location"]))
    assert found.number in page
    assert "return-address" not in page  # nothing to send anywhere
    assert client.get(f"/fr/suivi/{unsent}/retour/{found.number}.pdf").status_code == 404
    assert order(order_id(unsent)).state is OrderState.PREPARING
    confirmed(client, unsent)
    assert order(order_id(unsent)).state is OrderState.CANCELLED
    assert returning(unsent) not in shown(client.get(f"/fr/suivi/{unsent}"))


def test_the_button_pressed_twice_declares_once(key: str, client: Client) -> None:
    same = {"id": "019aa7c0-0000-7000-8000-0000000000a1"}
    assert confirmed(client, key, **same)["Location"] == confirmed(client, key, **same)["Location"]
    assert len(returns_of(order_id(key))) == 1


def test_what_is_wrong_is_told_at_its_step_and_what_was_typed_stays(key: str, client: Client) -> None:
    for changes in ({"pieces-1": "9"}, {"pieces-1": "0"}, {"pieces-1": "x"}):
        for do in ("review", "confirm"):
            assert 'name="reason-1"' in shown(client.post(returning(key), FORM | {"do": do} | changes), 422)
    for changes in ({"name": ""}, {"email": "nobody"}):
        text = shown(confirmed(client, key, statement="Merci", **changes), 422)
        assert "Merci" in text
        assert 'value="confirm"' in text
    assert returns_of(order_id(key)) == ()


def test_going_back_from_the_last_step_shows_what_was_declared(key: str, client: Client) -> None:
    statement = client.post(returning(key), FORM | {"do": "review"})["Location"]
    same = re.search(r"\bid=([0-9a-f-]+)", statement)
    assert same
    assert client.get(statement).status_code == client.get(statement).status_code == 200
    declared = confirmed(client, key, id=same[1])["Location"]
    assert client.get(statement)["Location"] == declared
    assert len(returns_of(order_id(key))) == 1


def test_excepted_goods_are_shown_and_cannot_be_chosen(key: str, client: Client) -> None:
    execute("UPDATE orders_orderline SET withdrawal = 'perishable' WHERE order_id = %s", [order_id(key)])
    form = shown(client.get(returning(key)))
    assert "return-line-excepted" in form
    assert 'name="pieces-1"' not in form
    shown(confirmed(client, key), 422)
    assert 'name="pieces-1"' in shown(client.get(returning(key, "complaint")))


def test_a_complaint_waits_and_can_be_called_off(key: str, client: Client) -> None:
    shown(confirmed(client, key, "complaint"), 422)  # it must say what is wrong
    address = confirmed(client, key, "complaint", **{"reason-1": "damaged"})["Location"]
    [found] = returns_of(order_id(key))
    assert found.state is ReturnState.REQUESTED
    assert client.get(f"{address}.pdf").status_code == 404  # nothing to send yet
    assert client.post(address).status_code == 303
    assert returns_of(order_id(key))[0].state is ReturnState.WITHDRAWN
    assert client.post(address).status_code == 303


def test_a_foreign_key_opens_nothing(key: str, client: Client) -> None:
    confirmed(client, key)
    [found] = returns_of(order_id(key))
    before = snapshot()
    foreign = key[:-3] + ("abc" if not key.endswith("abc") else "abd")
    for address in (returning(foreign), f"/fr/suivi/{foreign}/retour/{found.number}"):
        assert client.get(address).status_code == 404
        assert client.post(address, FORM | {"do": "confirm"}).status_code == 404
    assert client.get(f"/fr/suivi/{key}/retour/R-FR1").status_code == 404
    assert snapshot() == before
