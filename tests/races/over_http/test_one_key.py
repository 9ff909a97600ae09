"""Over HTTP: twenty requests with one key, and one cart in two tabs."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
import pytest

from comptoir.kernel.testing import at_once
from comptoir.operations.verify.witness import books_of_the_bank
from tests.races.showing import sizes
from tests.running.buyer import Basket, Buyer
from tests.running.shop import RunningShop, until
from tests.running.truth import orders_of

TRIALS = sizes("one key", 3, long=20)


@contextmanager
def people_of(shop: RunningShop, number: int) -> Iterator[list[Buyer]]:
    """So many, each with a line of their own; none is ever told that something is broken."""
    with ExitStack() as lines:
        people = [Buyer(shop) for _ in range(number)]
        for each in people:
            lines.enter_context(each.api)
        yield people
    assert {kind for each in people for kind in each.repeats} <= {"409 once.in_progress"}


def answers_of(asked: list[httpx.Response | Exception]) -> list[httpx.Response]:
    failed = [answer for answer in asked if isinstance(answer, Exception)]
    assert not failed, failed[:3]
    return [answer for answer in asked if isinstance(answer, httpx.Response)]


def check_once(shop: RunningShop, basket: Basket, placed: dict[str, Any]) -> None:
    """The cart has made this order only, with one payment, and the bank has taken its amount once."""
    assert set(orders_of(shop, [basket.cart_id])) == {placed["id"]}
    with shop.api() as staff:
        shown = staff.ask("GET", f"/orders/{placed['id']}").json()
    assert [payment["id"] for payment in shown["payments"]] == [placed["payment"]["id"]]
    taken = until(lambda: _taken(shop, placed), "the bank has decided", seconds=20)
    assert taken == placed["total"]["minor"]


def _taken(shop: RunningShop, placed: dict[str, Any]) -> int:
    return books_of_the_bank(shop.home)[placed["payment"]["id"]].captured


@pytest.mark.parametrize("outcome", ["approve", "late"])
def test_twenty_requests_with_one_key_make_one_order_and_one_payment(running: RunningShop, outcome: str) -> None:
    with people_of(running, 20) as people:
        for trial in range(TRIALS):
            basket, key = people[0].fill(outcome=outcome), str(uuid4())
            answers = answers_of(at_once([partial(each.order, basket, key=key) for each in people]))
            assert [answer.status_code for answer in answers] == [201] * 20, f"trial {trial} of {TRIALS}"
            assert len({answer.content for answer in answers}) == 1, {answer.text for answer in answers}
            check_once(running, basket, answers[0].json())


def test_a_key_stands_for_one_request_only(running: RunningShop) -> None:
    with people_of(running, 1) as (buyer,):
        basket, key = buyer.fill(), str(uuid4())
        placed = buyer.order(basket, key=key).json()
        other = basket.body | {"payment": {"method": "transfer"}}
        refused = buyer.patiently("POST", f"{basket.path}/order", other, token=basket.token, key=key)
        assert (refused.status_code, refused.json()["code"]) == (409, "once.key_reused")
        assert buyer.order(basket, key=key).json() == placed


def test_one_cart_in_two_tabs_with_keys_of_their_own(running: RunningShop) -> None:
    with people_of(running, 2) as tabs:
        for trial in range(TRIALS * 2):
            basket = tabs[0].fill()
            answers = answers_of(at_once([partial(tab.order, basket) for tab in tabs]))
            told = sorted(f"{answer.status_code} {answer.json().get('code', 'placed')}" for answer in answers)
            assert told == ["201 placed", "409 cart.closed"], f"trial {trial} of {TRIALS * 2}"
            (placed,) = [answer.json() for answer in answers if answer.status_code == 201]
            check_once(running, basket, placed)
