"""What machines do with orders: hold them, change them, send them in parts."""

from base64 import b64decode
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest

from comptoir.api.tests.conftest import Api
from comptoir.domains.accounts.actions import create_api_key
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.inventory.testing import level
from comptoir.domains.orders.queries import signed_of
from comptoir.domains.orders.values import OrderId
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop
from comptoir.kernel.access import token_for
from comptoir.kernel.testing import NOON, OWNER, at_once

SCOPES = ("orders.*", "payments.*", "fulfilment.*", "inventory.*", "invoicing.*")


class Desk:
    """A machine with a key, and an order of three jars at 12.90, delivered for 4.90 and paid."""

    def __init__(self, api: Api, shop: Shop) -> None:
        self.api, self.shop = api, shop
        self.secret = create_api_key(label="wms", scopes=frozenset(SCOPES), actor=OWNER, now=NOON)[1]
        placed = api.order(shop, quantity=3).json()
        self.id, self.token = placed["id"], placed["token"]
        self.ask("record-payment", {"amount": placed["total"]})

    def ask(self, verb: str, body: Any, status: int = 200, **headers: str) -> Any:
        answer = self.api.ask("POST", f"/orders/{self.id}/{verb}", body, token=self.secret, **headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    def pieces(self, count: int) -> dict[str, Any]:
        return {"sku": self.shop.sku, "quantity": count}


@pytest.fixture
def desk(api: Api, shop: Shop) -> Desk:
    return Desk(api, shop)


def test_an_order_leaves_in_parts(desk: Desk) -> None:
    part = desk.ask("ship", {"contents": [desk.pieces(1)], "tracking_number": "6A1"})
    assert (part["status"], part["lines"][0]["shipped"]) == ("partly_shipped", 1)
    sent, waiting = sorted(part["parcels"], key=lambda parcel: parcel["status"], reverse=True)
    assert (sent["contents"], sent["tracking_number"]) == ([{**desk.pieces(1), "place": "entrepot"}], "6A1")
    rest = desk.ask("ship", {"parcel": waiting["id"]})
    assert (rest["status"], rest["lines"][0]["shipped"], len(rest["documents"])) == ("shipped", 3, 2)
    assert level(desk.shop.variant_id).on_hand == 47


def test_a_part_that_is_asked_for_twice_with_one_key_leaves_once(desk: Desk) -> None:
    body = {"contents": [desk.pieces(1)]}
    first, again = desk.ask("ship", body, idempotency_key="p1"), desk.ask("ship", body, idempotency_key="p1")
    assert again == first
    assert (again["lines"][0]["shipped"], len(again["documents"])) == (1, 1)
    other = desk.ask("ship", {"contents": [desk.pieces(2)]}, 409, idempotency_key="p1")
    assert other["code"] == "once.key_reused"
    assert desk.ask("ship", body, idempotency_key="p2")["lines"][0]["shipped"] == 2
    assert desk.ask("ship", {}, idempotency_key="p3")["status"] == "shipped"
    assert desk.ask("ship", {}, idempotency_key="p3")["status"] == "shipped"


def test_a_part_of_a_parcel_that_is_named_leaves_once(desk: Desk) -> None:
    prepare_order(order_id=OrderId(UUID(desk.id)), actor=OWNER, now=NOON)
    (parcel,) = shipments_of(UUID(desk.id))
    body = {"parcel": str(parcel.id), "contents": [desk.pieces(1)]}
    desk.ask("ship", body)
    assert desk.ask("ship", body, 409)["code"] == "fulfilment.parcel_gone"


def test_many_at_once_with_one_key_send_one_parcel(desk: Desk) -> None:
    once = partial(ship_order, order_id=OrderId(UUID(desk.id)), prepare=True, key="k", actor=OWNER, now=NOON)
    answers = at_once([partial(once, contents={desk.shop.variant_id: 3})] * 6)
    assert len({*answers}) == 1, answers
    assert [each.state for each in shipments_of(UUID(desk.id))] == ["shipped"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"contents": [{"sku": "NONE", "quantity": 1}]}, 422, "catalogue.unknown_sku"),
        ({"parcel": "019aa7c0-0000-7000-8000-000000000001"}, 409, "fulfilment.nothing_to_ship"),
        ({"contents": [{"sku": "{sku}", "quantity": 4}]}, 409, "fulfilment.not_packed"),
        ({"contents": [{"sku": "{sku}", "quantity": 0}]}, 422, "request.invalid"),
        ({"parcel": "x"}, 422, "request.invalid"),
    ],
)
def test_what_is_not_in_a_parcel_does_not_leave(desk: Desk, body: dict[str, Any], status: int, code: str) -> None:
    desk.ask("ship", {"contents": [desk.pieces(1)]})
    said = orjson.loads(orjson.dumps(body).replace(b"{sku}", desk.shop.sku.encode()))
    assert desk.ask("ship", said, status)["code"] == code
    assert level(desk.shop.variant_id).on_hand == 49


def test_what_is_on_hold_stays(desk: Desk) -> None:
    assert desk.ask("hold", {"because": "odd address"})["held_because"] == "odd address"
    assert desk.ask("ship", {}, 409)["code"] == "orders.on_hold"
    shown = desk.api.ask("GET", f"/orders/{desk.id}", token=desk.token).json()
    assert shown["held_because"] is None  # not for the buyer
    assert desk.ask("release", {})["held_because"] == ""
    assert desk.ask("notes", {"text": "Called, all is well"})["status"] == "paid"
    assert desk.ask("ship", {})["status"] == "shipped"


def test_an_order_is_changed_as_it_was_looked_at(desk: Desk) -> None:
    change = {"revision": 1, "call_off": [{"line": 1, "quantity": 1}], "because": "the buyer asked"}
    changed = desk.ask("changes", change)
    assert (changed["revision"], changed["total"]["minor"]) == (2, 2 * 1290 + 490)
    assert changed["lines"][0]["cancelled"] == 1
    assert desk.ask("changes", change, 409)["code"] == "orders.changed_meanwhile"
    dearer = desk.ask("changes", {"revision": 2, "add": [desk.pieces(2), desk.pieces(1)]})
    assert (dearer["due"]["minor"], dearer["lines"][1]["quantity"]) == (3 * 1290, 3)
    assert desk.ask("ship", {}, 409)["code"] == "orders.difference_due"


def test_the_token_from_before_a_corrected_e_mail_opens_nothing(desk: Desk) -> None:
    assert desk.api.ask("GET", f"/orders/{desk.id}", token=desk.token).status_code == 200
    desk.ask("changes", {"revision": 1, "email": "right@example.org"})
    assert desk.api.ask("GET", f"/orders/{desk.id}", token=desk.token).status_code == 401
    new = token_for("order", signed_of(OrderId(UUID(desk.id))))
    assert desk.api.ask("GET", f"/orders/{desk.id}", token=new).status_code == 200


def test_the_buyer_pays_the_difference(desk: Desk) -> None:
    desk.ask("changes", {"revision": 1, "add": [desk.pieces(1)]})
    again = desk.api.ask("POST", f"/orders/{desk.id}/payments", {"method": "transfer"}, token=desk.token)
    assert (again.status_code, again.json()["payments"][-1]["status"]) == (201, "pending")
    desk.ask("record-payment", {"amount": {"minor": 1290, "currency": "EUR"}})
    paid = desk.api.ask("GET", f"/orders/{desk.id}", token=desk.token).json()
    assert (paid["status"], paid["due"]["minor"]) == ("paid", 0)
    assert desk.ask("ship", {})["status"] == "shipped"


def test_a_carrier_tells_where_a_parcel_is(desk: Desk) -> None:
    parcel = desk.ask("ship", {})["parcels"][0]["id"]
    events = [
        {"id": "2", "status": "delivered", "at": "2026-01-06T15:00:00+01:00", "where": "Lyon"},
        {"id": "1", "status": "in_transit", "at": "2026-01-06T08:00:00+01:00"},
    ]
    for news in (2, 0):
        answer = desk.api.ask("POST", f"/parcels/{parcel}/events", {"events": events}, token=desk.secret)
        assert answer.json() == {"events": 2, "news": news}
    shown = desk.api.ask("GET", f"/orders/{desk.id}", token=desk.token).json()
    assert shown["parcels"][0]["delivered_at"] == "2026-01-06T14:00:00+00:00"
    assert shown["parcels"][0]["tracking"] == "delivered"


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ({"id": "1", "status": "flying", "at": "2026-01-06T08:00:00+01:00"}, 422),
        ({"id": "1", "status": "delivered", "at": "2026-01-06T08:00:00"}, 422),
        ({"id": "", "status": "delivered", "at": "2026-01-06T08:00:00Z"}, 422),
        ({"id": "1", "status": "delivered", "at": "2999-01-06T08:00:00Z"}, 422),
    ],
)
def test_what_no_carrier_can_tell(desk: Desk, event: dict[str, str], status: int) -> None:
    parcel = desk.ask("ship", {})["parcels"][0]["id"]
    answer = desk.api.ask("POST", f"/parcels/{parcel}/events", {"events": [event]}, token=desk.secret)
    assert answer.status_code == status, answer.content
    shown = desk.api.ask("GET", f"/orders/{desk.id}", token=desk.token).json()
    assert shown["parcels"][0]["delivered_at"] is None


def test_a_parcel_has_its_label(desk: Desk, settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    prepare_order(order_id=OrderId(UUID(desk.id)), actor=OWNER, now=NOON)
    (parcel,) = shipments_of(UUID(desk.id))
    first, again = (
        desk.api.ask("POST", f"/parcels/{parcel.id}/label", {"weight_grams": 1_300}, token=desk.secret).json()
        for _ in range(2)
    )
    assert first == again
    assert (first["status"], first["carrier"], first["weight_grams"]) == ("made", "Colissimo", 1_300)
    assert b64decode(first["pdf"]).startswith(b"%PDF")
    sent = desk.ask("ship", {})
    assert sent["parcels"][0]["tracking_number"] == first["tracking_number"]
    gone = desk.api.ask("POST", f"/parcels/{parcel.id}/label", {}, token=desk.secret)
    assert (gone.status_code, gone.json()["code"]) == (409, "fulfilment.nothing_to_ship")
