"""Bad input gets a 4xx that names the field, changes nothing, and never a 5xx."""

from typing import Any

import orjson
import pytest

from comptoir.api.tests.conftest import Api
from comptoir.domains.accounts.actions import create_api_key
from comptoir.domains.inventory.testing import level
from comptoir.flows.testing import Shop
from comptoir.kernel.access import token_for
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOON, OWNER, snapshot


def untouched() -> dict[str, str]:
    """Everything but the note that a key was used."""
    return {table: digest for table, digest in snapshot().items() if table != "accounts_apikey"}


def fields(answer: Any) -> set[str]:
    assert answer["Content-Type"] == "application/problem+json"
    return {error["field"] for error in answer.json().get("errors", [])}


@pytest.mark.parametrize("quantity", [-1, 10_000, 10**40, 1.5, "2", "two", True, None, [], {}, "\u0662"])
def test_quantities_that_are_none(api: Api, shop: Shop, quantity: Any) -> None:
    id, token = api.cart(shop)
    before = snapshot()
    body = (
        f'{{"quantity": {quantity}}}'.encode()
        if isinstance(quantity, int | float) and quantity > 2**63
        else {"quantity": quantity}
    )
    answer = api.ask("PUT", f"/carts/{id}/lines/{shop.sku}", body, token=token)
    assert answer.status_code in (400, 422)
    if answer.status_code == 422:
        assert fields(answer) == {"quantity"}
    assert snapshot() == before


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"quantity": 1}x', b'{"a": "\\u0000"}'])
def test_bodies_that_are_not_what_is_asked_for(api: Api, shop: Shop, body: bytes) -> None:
    id, token = api.cart(shop)
    answer = api.ask("PUT", f"/carts/{id}/lines/{shop.sku}", body, token=token)
    assert answer.status_code in (400, 422)
    assert orjson.loads(answer.content)["status"] == answer.status_code


def test_fields_nobody_asked_for_are_refused(api: Api, shop: Shop) -> None:
    id, token = api.cart(shop)
    answer = api.ask("PUT", f"/carts/{id}/details", {"total": 1, "status": "paid"}, token=token)
    assert answer.status_code == 422
    assert fields(answer) == {"total", "status"}


@pytest.mark.parametrize("sku", ["no-such", "'; DROP TABLE cart_cart; --", "%00", "a" * 3000, "..%2F.."])
def test_articles_that_do_not_exist(api: Api, shop: Shop, sku: str) -> None:
    id, token = api.cart(shop)
    assert 400 <= api.ask("PUT", f"/carts/{id}/lines/{sku}", {"quantity": 1}, token=token).status_code < 500


@pytest.mark.parametrize("token", ["", "x", "null", "undefined", "0", "[]", "é"])
def test_a_cart_is_not_opened_by_anything_but_its_token(api: Api, shop: Shop, token: str) -> None:
    id, _ = api.cart(shop)
    other_id, other = api.cart(shop)
    for tried in (token, other, token_for("order", id), token_for("cart", other_id)):
        for method, path in (("GET", ""), ("PUT", f"/lines/{shop.sku}"), ("PUT", "/details"), ("POST", "/order")):
            answer = api.ask(method, f"/carts/{id}{path}", {"quantity": 1}, token=tried, idempotency_key="k")
            assert answer.status_code == 401, (tried, method, path)
            assert "lucie" not in answer.content.decode()


def test_an_unknown_cart_and_a_foreign_one_are_refused_alike(api: Api, shop: Shop) -> None:
    id, _ = api.cart(shop)
    _, other = api.cart(shop)
    foreign = api.ask("GET", f"/carts/{id}", token=other)
    unknown = api.ask("GET", f"/carts/{new_id()}", token=other)
    assert (foreign.status_code, foreign.content) == (unknown.status_code, unknown.content)


def test_the_right_token_of_a_cart_that_is_gone(api: Api, shop: Shop) -> None:
    nowhere = new_id()
    assert api.ask("GET", f"/carts/{nowhere}", token=token_for("cart", nowhere)).status_code == 404


def test_a_changed_total_is_refused_with_todays(api: Api, shop: Shop) -> None:
    id, token = api.cart(shop)
    body = api.order_body(id, token) | {"shown_total": {"minor": 1, "currency": "EUR"}}
    answer = api.ask("POST", f"/carts/{id}/order", body, token=token, idempotency_key="k")
    assert (answer.status_code, answer.json()["code"]) == (409, "orders.total_changed")
    assert answer.json()["total"] == {"minor": 3070, "currency": "EUR"}


def test_sold_out_names_every_article(api: Api, shop: Shop) -> None:
    answer = api.order(shop, quantity=51)
    assert (answer.status_code, answer.json()["code"]) == (409, "inventory.insufficient_stock")
    assert answer.json()["shortages"] == [{"sku": shop.sku, "wanted": 51, "available": 50}]
    assert level(shop.variant_id).reserved == 0


def test_an_order_needs_a_key_and_everything_else(api: Api, shop: Shop) -> None:
    id, token = api.cart(shop)
    body = api.order_body(id, token)
    assert api.ask("POST", f"/carts/{id}/order", body, token=token).status_code == 422
    assert api.ask("POST", f"/carts/{id}/order", body, token=token, idempotency_key="x" * 256).status_code == 422
    opened = api.ask("POST", "/carts", {}).json()
    answer = api.ask("POST", f"/carts/{opened['id']}/order", body, token=opened["token"], idempotency_key="k")
    assert answer.status_code == 422
    assert {"lines", "email", "shipping_address.name", "shipping_address.city"} <= fields(answer)


@pytest.mark.parametrize("payment", [{"method": "none"}, {"method": ""}, {}, {"method": "transfer", "outcome": "win"}])
def test_ways_to_pay_that_are_not_offered(api: Api, shop: Shop, payment: dict[str, str]) -> None:
    id, token = api.cart(shop)
    body = api.order_body(id, token) | {"payment": payment}
    answer = api.ask("POST", f"/carts/{id}/order", body, token=token, idempotency_key="k")
    assert answer.status_code == 422


def test_nobody_is_sent_to_a_strangers_page(api: Api, shop: Shop) -> None:
    id, token = api.cart(shop)
    payment = {"method": "transfer", "return_url": "https://evil.example/"}
    answer = api.ask(
        "POST", f"/carts/{id}/order", api.order_body(id, token) | {"payment": payment}, token=token, idempotency_key="k"
    )
    assert (answer.status_code, fields(answer)) == (422, {"payment.return_url"})


def test_the_language_of_the_reader_is_spoken(api: Api, shop: Shop) -> None:
    id, token = api.cart(shop)
    wrong = {"email": "nope"}
    french = api.ask("PUT", f"/carts/{id}/details", wrong, token=token, accept_language="fr")
    assert french.json()["errors"][0]["message"] == "Cette adresse e-mail ne semble pas valable."


@pytest.mark.parametrize(
    "path",
    [
        "/products?page_size=0",
        "/products?page_size=1000000",
        "/products?sort=evil",
        "/products?cursor=%00",
        "/products?cursor=W10",
        "/products?market=atlantis",
        "/products?category=none",
        "/products/none",
        "/nothing",
    ],
)
def test_odd_questions_about_products(api: Api, shop: Shop, path: str) -> None:
    answer = api.ask("GET", path)
    assert answer.status_code in (400, 404, 422)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/orders", None),
        ("POST", "/orders/{order}/ship", {}),
        ("POST", "/orders/{order}/record-payment", {"amount": {"minor": 3070, "currency": "EUR"}}),
        ("POST", "/orders/{order}/cancel", {}),
        ("POST", "/orders/{order}/hold", {"because": "x"}),
        ("POST", "/parcels/{parcel}/ready", None),
        ("POST", "/parcels/{parcel}/label", {}),
        ("POST", "/parcels/{parcel}/events", {"events": [{"id": "1", "status": "lost", "at": "2026-01-05T12:00:00Z"}]}),
        ("POST", "/orders/{order}/release", {}),
        ("POST", "/orders/{order}/notes", {"text": "x"}),
        ("POST", "/orders/{order}/changes", {"revision": 1, "call_off": [{"line": 1, "quantity": 1}]}),
        ("GET", "/orders/{order}", None),
        ("POST", "/inventory/counts", {"counts": [{"sku": "{sku}", "quantity": 1, "place": "entrepot"}]}),
        ("POST", "/prices", {"prices": [{"sku": "{sku}", "amount": {"minor": 1, "currency": "EUR"}}]}),
    ],
)
def test_the_merchants_doors_open_only_to_keys_with_the_right(
    api: Api, shop: Shop, method: str, path: str, body: Any
) -> None:
    order = api.order(shop).json()
    path = path.replace("{order}", order["id"]).replace("{parcel}", str(new_id()))
    body = None if body is None else orjson.loads(orjson.dumps(body).replace(b"{sku}", shop.sku.encode()))
    powerless = create_api_key(label="x", scopes=frozenset({"content.view"}), actor=OWNER, now=NOON)[1]
    before = untouched()
    for token, status in (("", 401), ("ck_x_y", 401), (powerless[:-1], 401), (powerless, 403)):
        answer = api.ask(method, path, body, token=token)
        assert answer.status_code == status, (token, answer.content)
    assert untouched() == before


def test_counts_and_prices_are_all_or_nothing(api: Api, shop: Shop) -> None:
    secret = create_api_key(label="x", scopes=frozenset({"*"}), actor=OWNER, now=NOON)[1]
    good = {"sku": shop.sku, "quantity": 1, "place": "entrepot"}
    before = untouched()
    for bad in (
        {"sku": "none", "quantity": 1, "place": "entrepot"},
        {"sku": shop.sku, "quantity": -1, "place": "entrepot"},
        {"sku": shop.sku, "quantity": 1, "place": "moon"},
    ):
        assert api.ask("POST", "/inventory/counts", {"counts": [good, bad]}, token=secret).status_code == 422
    assert api.ask("POST", "/inventory/counts", {"counts": [good] * 1001}, token=secret).status_code == 422
    assert api.ask("POST", "/inventory/counts", {"counts": []}, token=secret).status_code == 422
    assert untouched() == before


@pytest.mark.parametrize(("origin", "allowed"), [("https://front.example", True), ("https://evil.example", False)])
def test_other_origins_may_call_only_if_the_settings_name_them(
    api: Api, shop: Shop, settings: Any, origin: str, allowed: bool
) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://front.example"]
    asked = api.client.options("/api/v1/carts", HTTP_ORIGIN=origin, HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST")
    assert (asked.get("Access-Control-Allow-Origin") == origin) is allowed
    assert "Access-Control-Allow-Origin" not in api.client.get("/healthz", HTTP_ORIGIN=origin)


def test_whoever_asks_too_often_is_told_when_to_come_back(api: Api, shop: Shop, settings: Any) -> None:
    settings.COMPTOIR_ENV = "production"
    settings.RATE_LIMITS = {"api.carts": (2, 60)}
    answers = [api.ask("POST", "/carts", {}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert (answers[2]["Retry-After"], answers[2].json()["code"]) == ("1", "limits.reached")
