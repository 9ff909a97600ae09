"""Returns through the interface: declared with the order's token, received with a key."""

from typing import Any
from uuid import UUID

import pytest

from comptoir.api.tests.conftest import Api
from comptoir.domains.accounts.actions import create_api_key
from comptoir.domains.catalogue.testing import soap
from comptoir.domains.inventory.testing import level
from comptoir.domains.orders.values import OrderId
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, sell
from comptoir.kernel import clock
from comptoir.kernel.access import token_for
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER

SCOPES = ("orders.*", "payments.*", "fulfilment.*", "inventory.*", "invoicing.*", "returns.*")


@pytest.fixture
def sent(api: Api, shop: Shop) -> Any:
    """An order of three jars at 12.90, delivered for 4.90, paid and sent; with a machine's key."""
    secret = create_api_key(label="wms", scopes=frozenset(SCOPES), actor=OWNER, now=clock.now())[1]
    placed = api.order(shop, quantity=3).json()
    for verb, body in (("record-payment", {"amount": placed["total"]}), ("ship", {})):
        answer = api.ask("POST", f"/orders/{placed['id']}/{verb}", body, token=secret)
        assert answer.status_code == 200, answer.content
    return placed | {"secret": secret, "path": f"/orders/{placed['id']}/returns"}


def test_a_buyer_withdraws_and_a_machine_receives(api: Api, shop: Shop, sent: Any) -> None:
    body = {"lines": [{"line": 1, "quantity": 3}]}
    answer = api.ask("POST", sent["path"], body, token=sent["token"])
    asked = answer.json()
    assert (answer.status_code, asked["status"], asked["refund"]) == (201, "accepted", None)
    listed = api.ask("GET", sent["path"], token=sent["token"]).json()
    assert ([each["id"] for each in listed["items"]], listed["withdrawal_open"]) == ([asked["id"]], True)
    receive = f"{sent['path']}/{asked['id']}/receive"
    came = {"lines": [{"line": 1, "received": 3, "outcome": "scrap"}]}
    done = api.ask("POST", receive, came, token=sent["secret"])
    assert done.status_code == 200, done.content
    assert (done.json()["refund"]["minor"], done.json()["with_delivery"]) == (3 * 1290 + 490, True)
    assert level(shop.variant_id).on_hand == 47
    again = api.ask("POST", receive, came, token=sent["secret"], accept_language="en")
    assert (again.status_code, again.json()["state"]) == (409, "received")
    assert "the current state is “received”" in again.json()["detail"]
    french = api.ask("POST", receive, came, token=sent["secret"], accept_language="fr").json()
    assert (french["state"], "received" in french["detail"]) == ("received", False)
    assert api.ask("POST", receive, came, token=sent["token"]).status_code == 401


def test_asked_twice_under_one_id_it_is_one_return(api: Api, sent: Any) -> None:
    body = {"id": "019aa7c0-0000-7000-8000-0000000000a1", "lines": [{"line": 1, "quantity": 1}]}
    first, again = (api.ask("POST", sent["path"], body, token=sent["token"]).json() for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"lines": [{"line": 1, "quantity": 4}]}, "returns.too_many"),
        ({"lines": [{"line": 9, "quantity": 1}]}, "returns.too_many"),
        ({"kind": "complaint", "lines": [{"line": 1, "quantity": 1}]}, "returns.reason_needed"),
    ],
)
def test_what_cannot_be_returned_is_refused_by_name(api: Api, sent: Any, body: Any, code: str) -> None:
    answer = api.ask("POST", sent["path"], body, token=sent["token"])
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_strangers_learn_nothing(api: Api, sent: Any) -> None:
    for token in ("", "x", sent["token"][:-1]):
        assert api.ask("GET", sent["path"], token=token).status_code == 401
        assert api.ask("POST", sent["path"], {"lines": [{"line": 1, "quantity": 1}]}, token=token).status_code == 401


def test_a_buyer_swaps_one_size_for_another_by_its_sku(api: Api, shop: Shop) -> None:
    soaps = Shop(market=shop.market, honey=sell(market=shop.market, price=Money(690, "EUR"), stock=9, draft=soap()))
    small, large = soaps.honey.variants
    placed = api.order(soaps, key="soap").json()
    id, now = OrderId(UUID(placed["id"])), clock.now()
    record_payment(order_id=id, amount=Money(placed["total"]["minor"], "EUR"), actor=OWNER, now=now)
    ship_order(order_id=id, prepare=True, actor=OWNER, now=now)
    body = {"kind": "exchange", "lines": [{"line": 1, "quantity": 1, "swap_for": large.sku}]}
    path = f"/orders/{id}/returns"
    for wrong in ("", "NOPE", small.sku):
        line = {"line": 1, "quantity": 1, "swap_for": wrong}
        answer = api.ask("POST", path, body | {"lines": [line]}, token=placed["token"])
        assert (answer.status_code, answer.json()["code"]) == (422, "returns.swap_needed")
    asked = api.ask("POST", path, body, token=placed["token"]).json()
    assert (asked["status"], asked["lines"][0]["swapped_for"], asked["swapped"]) == ("accepted", large.sku, None)
    replacement_id = OrderId(UUID(asked["replacement_id"]))
    instead = api.ask("GET", f"/orders/{replacement_id}", token=token_for("order", replacement_id)).json()
    assert (instead["replaces"], instead["waits_for_goods"], instead["total"]["minor"]) == (str(id), True, 690)


def test_what_has_not_left_is_called_off_at_once(api: Api, shop: Shop) -> None:
    placed = api.order(shop, quantity=3).json()
    secret = create_api_key(label="wms", scopes=frozenset(SCOPES), actor=OWNER, now=clock.now())[1]
    api.ask("POST", f"/orders/{placed['id']}/record-payment", {"amount": placed["total"]}, token=secret)
    answer = api.ask(
        "POST", f"/orders/{placed['id']}/returns", {"lines": [{"line": 1, "quantity": 1}]}, token=placed["token"]
    )
    told = answer.json()
    assert (answer.status_code, told["status"], told["lines"]) == (201, "stopped", [])
    assert told["called_off"] == [{"line": 1, "quantity": 1, "reason": ""}]
