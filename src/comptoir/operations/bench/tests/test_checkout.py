"""Buyers: what they ask, and what is made of the answers."""

import json
import re
from typing import Any

import pytest

from comptoir.operations.bench.checkout import Buyer, Buying, Refused, delivery_of, sell
from comptoir.operations.bench.generator.line import Line
from comptoir.operations.bench.tests.counting_server import CountingServer, counting

BUYING = Buying(skus=("A", "B", "C"), delivery="home", mark="m", seed=1)


def answer(status: int, body: Any) -> bytes:
    data = json.dumps(body).encode()
    return b"HTTP/1.1 %d X\r\ncontent-length: %d\r\n\r\n%b" % (status, len(data), data)


class ScriptedShop:
    """Answers as the interface does; ``refusing`` refuses so many orders first."""

    def __init__(self, *, refusing: int = 0, status: str = "paid") -> None:
        self.refusing = refusing
        self.status = status

    def __call__(self, target: str) -> bytes:
        if target.endswith("/carts"):
            return answer(201, {"id": "c1", "token": "t1"})
        if target.endswith("/order"):
            if self.refusing:
                self.refusing -= 1
                return answer(409, {"code": "inventory.insufficient_stock"})
            return answer(201, {"status": self.status, "payment": {"status": "captured"}})
        total = {"minor": 1290, "currency": "EUR"}
        return answer(200, {"total": total, "terms_version": "v1", "delivery_options": [{"code": "home"}]})


def line_to(server: CountingServer) -> Line:
    return Line("127.0.0.1", server.port)


def test_a_checkout_is_five_calls_with_what_the_shop_has_shown() -> None:
    steps: list[str] = []
    with counting(ScriptedShop()) as server, line_to(server) as line:
        assert delivery_of(line, "A") == "home"
        server.requests.clear()
        Buyer(line, BUYING, 3, calling=steps.append).buy()
    assert steps == ["cart", "line", "line", "details", "order"]
    texts = [request.decode() for request in server.requests]
    assert [text.split(" HTTP")[0] for text in texts[:1] + texts[3:]] == [
        "POST /api/v1/carts",
        "PUT /api/v1/carts/c1/details",
        "POST /api/v1/carts/c1/order",
    ]
    bought = {re.sub(r".*/lines/(\w) .*", r"\1", text, flags=re.DOTALL) for text in texts[1:3]}
    assert len(bought) == 2
    assert bought < {"A", "B", "C"}
    assert all("Authorization: Bearer t1" in text for text in texts[1:])
    assert "Idempotency-Key: guest-m-3-1" in texts[-1]
    assert json.loads(texts[-1].partition("\r\n\r\n")[2]) == {
        "shown_total": {"minor": 1290, "currency": "EUR"},
        "terms_version": "v1",
        "payment": {"method": "simulator", "outcome": "approve"},
    }
    assert json.loads(texts[-2].partition("\r\n\r\n")[2])["email"] == "guest-m-3-1@bench.example"


def test_a_crowd_counts_orders_calls_and_refusals() -> None:
    with counting(ScriptedShop(refusing=5)) as server:
        sales = sell(lambda: line_to(server), BUYING, seconds=0.4, clients=4)
        assert server.connections == 4
    placed = sum(count for target, count in server.asked.items() if target.endswith("/order"))
    assert sales.orders.faults == {'order: status 409, {"code": "inventory.insufficient_stock"}': 5}
    assert sales.orders.errors == 5
    # Those under way at the end are finished and counted.
    assert placed == sales.orders.answered + 5
    assert sales.orders.answered > 10
    assert sales.orders.seconds > 0.4
    assert sales.steps["line"].answered == 2 * sales.steps["cart"].answered == 2 * placed


def test_a_shop_that_sells_nothing_is_an_error_not_a_rate() -> None:
    with (
        counting(ScriptedShop(status="awaiting_payment")) as server,
        pytest.raises(Refused, match="Nothing could be bought: order: it is awaiting_payment"),
    ):
        sell(lambda: line_to(server), BUYING, seconds=0.2, clients=2)
