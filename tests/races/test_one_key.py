"""Over HTTP: twenty requests with one key, and one cart in two tabs."""

from functools import partial
from typing import Any
from uuid import uuid4

import httpx
import pytest

from comptoir.kernel.testing import at_once
from tests.races.showing import sizes
from tests.running.buyer import Basket, Buyer
from tests.running.shop import RunningShop

TRIALS = sizes("one key", 5)


def order_of(shop: RunningShop, placed: dict[str, Any]) -> dict[str, Any]:
    with shop.api() as staff:
        shown: dict[str, Any] = staff.ask("GET", f"/orders/{placed['id']}").json()
        return shown


def orders_by(shop: RunningShop, answers: list[httpx.Response | Exception]) -> list[httpx.Response]:
    failed = [answer for answer in answers if isinstance(answer, Exception)]
    assert not failed, failed[:3]
    return [answer for answer in answers if isinstance(answer, httpx.Response)]


@pytest.mark.parametrize("outcome", ["approve", "late"])
def test_twenty_requests_with_one_key_make_one_order_and_one_payment(running: RunningShop, outcome: str) -> None:
    people = [Buyer(running) for _ in range(20)]
    for trial in range(TRIALS):
        basket, key = people[0].fill(outcome=outcome), str(uuid4())
        answers = orders_by(running, at_once([partial(each.order, basket, key=key) for each in people]))
        assert {answer.status_code for answer in answers} == {201}, f"trial {trial} of {TRIALS}"
        assert len({answer.content for answer in answers}) == 1, {answer.text for answer in answers}
        placed = answers[0].json()
        assert [payment["id"] for payment in order_of(running, placed)["payments"]] == [placed["payment"]["id"]]
    for each in people:
        each.api.client.close()


def test_a_key_stands_for_one_request_only(running: RunningShop) -> None:
    buyer, key = Buyer(running), str(uuid4())
    with buyer.api:
        basket = buyer.fill()
        placed = buyer.order(basket, key=key).json()
        other = basket.body | {"payment": {"method": "transfer"}}
        refused = buyer.patiently("POST", f"{basket.path}/order", other, token=basket.token, key=key)
        assert (refused.status_code, refused.json()["code"]) == (409, "once.key_reused")
        assert buyer.order(basket, key=key).json() == placed


def test_one_cart_in_two_tabs_with_keys_of_their_own(running: RunningShop) -> None:
    tabs = [Buyer(running), Buyer(running)]
    for trial in range(TRIALS * 2):
        basket: Basket = tabs[0].fill()
        answers = orders_by(running, at_once([partial(tab.order, basket) for tab in tabs]))
        told = sorted(f"{answer.status_code} {answer.json().get('code', 'placed')}" for answer in answers)
        assert told == ["201 placed", "409 cart.closed"], f"trial {trial} of {TRIALS * 2}"
        (placed,) = [answer.json() for answer in answers if answer.status_code == 201]
        assert len(order_of(running, placed)["payments"]) == 1
    for tab in tabs:
        tab.api.client.close()
