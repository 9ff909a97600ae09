"""Whoever makes a key at the desk can open every door of the interface that takes one, by the scopes that say so."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

import orjson
import pytest
from django.test import Client

import comptoir
from comptoir.backoffice.accounts.people import SCOPES
from comptoir.domains.accounts.actions import create_api_key
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.integrations.testing import make_subscription
from comptoir.domains.orders.values import OrderId
from comptoir.domains.returns.actions import request_return
from comptoir.domains.returns.testing import asked_for
from comptoir.flows.place_order import place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop
from comptoir.kernel import clock
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER

pytestmark = pytest.mark.django_db(transaction=True)

OFFERED = frozenset(code for code, _ in SCOPES)
FORBIDDEN, DONE = 403, (200, 201, 202, 204)
Door = tuple[str, str]

_EUR = {"minor": 1290, "currency": "EUR"}
_HOOK = {"name": "ERP", "url": "https://erp.example/hook", "events": ["orders.order_placed.1"]}
_LINE = {"lines": [{"line": 1, "quantity": 1}]}
_CAME = {"lines": [{"line": 1, "received": 1, "outcome": "restock"}]}
_WHERE = {"events": [{"id": "1", "status": "in_transit", "at": "NOW"}]}
NEEDS: Mapping[Door, tuple[frozenset[str], object]] = {
    ("get", "/orders"): (frozenset({"orders.view"}), None),
    ("get", "/orders/{order_id}"): (frozenset({"orders.view"}), None),
    ("post", "/orders/{order_id}/cancel"): (frozenset({"orders.cancel"}), {}),
    ("post", "/orders/{order_id}/ship"): (frozenset({"orders.view", "orders.prepare"}), {}),
    ("post", "/orders/{order_id}/record-payment"): (
        frozenset({"orders.view", "payments.record"}),
        {"amount": {"minor": 3070, "currency": "EUR"}},
    ),
    ("post", "/orders/{order_id}/hold"): (frozenset({"orders.hold"}), {"because": "x"}),
    ("post", "/orders/{order_id}/release"): (frozenset({"orders.hold"}), {}),
    ("post", "/orders/{order_id}/notes"): (frozenset({"orders.note"}), {"text": "x"}),
    ("post", "/orders/{order_id}/changes"): (
        frozenset({"orders.view", "orders.edit"}),
        {"revision": 1, "call_off": [{"line": 1, "quantity": 1}], "because": "x"},
    ),
    ("post", "/parcels/{parcel_id}/events"): (frozenset({"fulfilment.track"}), _WHERE),
    ("post", "/parcels/{parcel_id}/ready"): (frozenset({"orders.view", "fulfilment.ship"}), None),
    ("post", "/parcels/{parcel_id}/label"): (frozenset({"orders.view", "fulfilment.ship"}), {}),
    ("get", "/orders/{order_id}/returns"): (frozenset({"returns.view"}), None),
    ("post", "/orders/{order_id}/returns"): (frozenset({"returns.request"}), _LINE),
    ("post", "/orders/{order_id}/returns/{return_id}/receive"): (frozenset({"returns.view", "returns.handle"}), _CAME),
    ("post", "/inventory/counts"): (
        frozenset({"inventory.adjust"}),
        {"counts": [{"sku": "SKU", "quantity": 1, "place": "entrepot"}]},
    ),
    ("post", "/prices"): (frozenset({"pricing.edit"}), {"prices": [{"sku": "SKU", "amount": _EUR}]}),
    ("get", "/webhooks"): (frozenset({"integrations.view"}), None),
    ("post", "/webhooks"): (frozenset({"integrations.manage"}), _HOOK),
    ("get", "/webhooks/events"): (frozenset({"integrations.view"}), None),
    ("get", "/webhooks/{webhook_id}"): (frozenset({"integrations.view"}), None),
    ("put", "/webhooks/{webhook_id}"): (frozenset({"integrations.manage"}), _HOOK),
    ("delete", "/webhooks/{webhook_id}"): (frozenset({"integrations.manage"}), None),
    ("post", "/webhooks/{webhook_id}/rotate-secret"): (frozenset({"integrations.manage"}), None),
    ("post", "/webhooks/{webhook_id}/test"): (frozenset({"integrations.manage"}), None),
    ("post", "/webhooks/{webhook_id}/replay"): (frozenset({"integrations.manage"}), {"since": "NOW"}),
}
"""For each door the scopes that open it, and what is said there."""


def _doors() -> set[Door]:
    """Every operation that takes a key, by the description that machines read."""
    described = json.loads((Path(comptoir.__file__).parent / "api" / "openapi.json").read_text())
    either = ("/orders/{order_id}", "/orders/{order_id}/cancel", "/orders/{order_id}/returns")
    return {
        (method, path.removeprefix("/api/v1"))
        for path, methods in described["paths"].items()
        for method, known in methods.items()
        if {"ApiKey": []} in known.get("security", ()) or path.removeprefix("/api/v1") in either
    }


def _placed(shop: Shop) -> OrderId:
    """Two jars at 12.90, delivered for 4.90."""
    cart_id, now = fill_cart(shop, quantity=2, now=clock.now()), clock.now()
    placed = place_order(checkout=agree(cart_id, now=now), key=str(cart_id), actor=buyer(cart_id), now=now)
    return OrderId(UUID(placed.order_id))


def _paid(shop: Shop) -> OrderId:
    order_id = _placed(shop)
    record_payment(order_id=order_id, amount=Money(3070, "EUR"), actor=OWNER, now=clock.now())
    return order_id


def _prepared(shop: Shop) -> OrderId:
    order_id = _paid(shop)
    prepare_order(order_id=order_id, actor=OWNER, now=clock.now())
    return order_id


def _sent(shop: Shop) -> OrderId:
    order_id = _prepared(shop)
    ship_order(order_id=order_id, actor=OWNER, now=clock.now())
    return order_id


def _order_for(path: str) -> Callable[[Shop], OrderId]:
    if path.endswith(("/events", "/returns", "/receive")):
        return _sent
    if path.endswith("/record-payment"):
        return _placed
    return _prepared if "/parcels/" in path else _paid


def _address(path: str, shop: Shop) -> str:
    """Of something that is there, in a state in which it can be done."""
    ids: dict[str, object] = {}
    if "{order_id}" in path or "{parcel_id}" in path:
        order_id = _order_for(path)(shop)
        ids |= {"order_id": order_id, "parcel_id": next((each.id for each in shipments_of(order_id)), None)}
        if "{return_id}" in path:
            asked = asked_for(order_id)
            ids["return_id"] = request_return(asked=asked, actor=OWNER, now=clock.now()).id
    if "{webhook_id}" in path:
        ids["webhook_id"] = make_subscription(now=clock.now())[0]
    query = f"?webhook={make_subscription(now=clock.now())[0]}" if path == "/webhooks/events" else ""
    return f"/api/v1{path.format(**ids)}{query}"


def _ask(door: Door, address: str, scopes: frozenset[str], shop: Shop) -> int:
    secret = create_api_key(label=str(new_id()), scopes=scopes, actor=OWNER, now=clock.now())[1]
    told = orjson.dumps(NEEDS[door][1]).replace(b"SKU", shop.sku.encode())
    return Client().generic(
        door[0],
        address,
        told.replace(b"NOW", clock.now().isoformat().encode()),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    ).status_code  # fmt: skip


@pytest.fixture
def shop() -> Shop:
    return open_shop(stock=500, now=clock.now())


def test_every_door_is_named_and_every_scope_opens_one() -> None:
    assert NEEDS.keys() == _doors()
    assert {scope for scopes, _ in NEEDS.values() for scope in scopes} == OFFERED


def test_each_door_opens_to_its_scopes_and_to_nothing_less(shop: Shop) -> None:
    wrong = []
    for door, (scopes, _) in NEEDS.items():
        address = _address(door[1], shop)
        for missing in sorted(scopes):
            status = _ask(door, address, scopes - {missing} or frozenset({"content.view"}), shop)
            if status != FORBIDDEN:
                wrong.append((door, f"without {missing}", status))
        if (status := _ask(door, address, scopes, shop)) not in DONE:
            wrong.append((door, "with all", status))
    assert not wrong, "\n".join(map(str, wrong))
