"""What a careless or a hostile program sends: it is told what is wrong, in plain words, and nothing has happened."""

import base64
from typing import Any

import orjson
import pytest

from comptoir.api.tests.conftest import Api
from comptoir.domains.accounts.actions import create_api_key
from comptoir.domains.catalogue.testing import honey
from comptoir.domains.markets.testing import offer_gift_wrap
from comptoir.flows.testing import Shop, sell
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, snapshot


def told(answer: Any) -> list[tuple[str, str]]:
    """The fields that are wrong, each with its sentence."""
    assert answer["Content-Type"] == "application/problem+json"
    return [(error["field"], error["message"]) for error in answer.json().get("errors", [])]


@pytest.fixture
def key(shop: Shop) -> str:
    return create_api_key(label="all", scopes=frozenset({"*"}), actor=OWNER, now=NOON)[1]


def test_a_body_beyond_all_measure_is_no_fault_of_ours(api: Api, shop: Shop) -> None:
    answer = api.ask("POST", "/carts", b'{"market": "fr"}' + b" " * 6_000_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"quantity": 1, "quantity": 5}', "The body says “quantity” twice."),
        (b'{"quantity": 1', "The body is not valid JSON."),
        (b'{"quantity": NaN}', "The body is not valid JSON."),
        (b"[" * 5_000 + b"]" * 5_000, "The body is not valid JSON."),
        (b'{"quantity": "\\u0000"}', "The body holds a NUL character."),
    ],
)
def test_a_malformed_body_is_told_what_is_wrong_with_it(api: Api, shop: Shop, body: bytes, detail: str) -> None:
    id, token = api.cart(shop)
    before = snapshot()
    answer = api.ask("PUT", f"/carts/{id}/lines/{shop.sku}", body, token=token, accept_language="en")
    assert (answer.status_code, answer.json()["detail"]) == (400, detail)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "This must be a whole number."), ("fr", "Un nombre entier est attendu.")],
)
def test_a_wrong_type_is_told_in_the_readers_language(api: Api, shop: Shop, language: str, words: str) -> None:
    id, token = api.cart(shop)
    path = f"/carts/{id}/lines/{shop.sku}"
    assert told(api.ask("PUT", path, {"quantity": 1.5}, token=token, accept_language=language)) == [("quantity", words)]
    odd = api.ask("PUT", path, b"[]", token=token, accept_language="en")
    assert told(odd) == [("body", "This must be an object.")]


def test_what_is_missing_is_called_as_the_caller_must_write_it(api: Api, shop: Shop) -> None:
    id, token = api.cart(shop)
    body = api.order_body(id, token)
    answer = api.ask("POST", f"/carts/{id}/order", body, token=token, accept_language="en")
    assert told(answer) == [("Idempotency-Key", "This is required.")]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"shown_total": {"minor": 1, "currency": "EUR"}}, "shown_total"), ({"terms_version": "old"}, "terms_version")],
)
def test_what_has_changed_since_is_named(api: Api, shop: Shop, change: dict[str, Any], field: str) -> None:
    id, token = api.cart(shop)
    body = api.order_body(id, token) | change
    answer = api.ask("POST", f"/carts/{id}/order", body, token=token, idempotency_key="k")
    assert (answer.status_code, [name for name, _words in told(answer)]) == (409, [field])


def test_what_is_sold_out_is_named(api: Api, shop: Shop) -> None:
    answer = api.order(shop, quantity=51)
    assert (answer.status_code, [name for name, _words in told(answer)]) == (409, [f"lines.{shop.sku}"])


@pytest.mark.parametrize("url", ["http://[", "http://[::1", "//", "http://localhost:8000@evil.example/"])
def test_a_page_to_come_back_to_that_is_no_address(api: Api, shop: Shop, url: str) -> None:
    id, token = api.cart(shop)
    body = api.order_body(id, token) | {"payment": {"method": "transfer", "return_url": url}}
    answer = api.ask("POST", f"/carts/{id}/order", body, token=token, idempotency_key="k")
    assert (answer.status_code, [name for name, _words in told(answer)]) == (422, ["payment.return_url"])


def test_a_way_of_delivery_that_nobody_offers(api: Api, shop: Shop) -> None:
    id, token = api.cart(shop)
    before = snapshot()
    answer = api.ask("PUT", f"/carts/{id}/details", {"delivery_method": "rocket"}, token=token)
    assert (answer.status_code, [name for name, _words in told(answer)]) == (422, ["delivery_method"])
    assert snapshot() == before


def test_an_address_is_kept_without_what_nobody_sees(api: Api, shop: Shop) -> None:
    id, token = api.cart(shop)
    address = {"name": "A\r\nBcc:\x1b[31m\x07 B\u202e", "line1": "1 rue\u200b Neuve", "postal_code": "７５００２"}
    address |= {"city": "Paris", "country": "FR"}
    kept = api.ask("PUT", f"/carts/{id}/details", {"shipping_address": address, "comment": "a\nb\x07"}, token=token)
    shown = kept.json()["shipping_address"]
    assert (shown["name"], shown["line1"], shown["postal_code"]) == ("A Bcc: [31m B", "1 rue Neuve", "75002")
    assert kept.json()["comment"] == "a\nb"


def test_a_gift_is_told_and_taken_back(api: Api, shop: Shop) -> None:
    id, token = api.cart(shop)
    details = f"/carts/{id}/details"
    refused = api.ask("PUT", details, {"gift_message": "Bravo"}, token=token)
    assert (refused.status_code, [name for name, _words in told(refused)]) == (422, ["gift"])
    offer_gift_wrap(code=shop.market)
    assert api.ask("PUT", details, {"gift_message": "Bravo"}, token=token).json()["gift_message"] == "Bravo"
    assert api.ask("PUT", details, {"comment": "vite"}, token=token).json()["gift_message"] == "Bravo"
    assert api.ask("PUT", details, {"gift_message": None}, token=token).json()["gift_message"] is None


@pytest.mark.parametrize("rank", [b"[1000000000000000000000]", b"[-1000000000000000000000]", b"[1e300]"])
def test_a_page_beyond_all_numbers(api: Api, shop: Shop, rank: bytes) -> None:
    answer = api.ask("GET", f"/products?q=miel&cursor={base64.urlsafe_b64encode(rank).decode()}")
    assert (answer.status_code, [name for name, _words in told(answer)]) == (422, ["cursor"])


@pytest.mark.parametrize("path", ["/products?market=atlantis", "/products/none?market=atlantis"])
def test_an_unknown_market_is_named(api: Api, shop: Shop, path: str) -> None:
    answer = api.ask("GET", path)
    assert (answer.status_code, [name for name, _words in told(answer)]) == (404, ["market"])


def test_a_market_is_named_in_the_body_or_the_query_in_any_letters(api: Api, shop: Shop) -> None:
    for path, body in (
        ("", {"market": "FR"}),
        ("?market=fr", None),
        ("?market=atlantis", {"market": "fr"}),
        ("", None),
    ):
        assert api.ask("POST", f"/carts{path}", body).status_code == 201
    assert api.ask("POST", "/carts?market=atlantis").status_code == 404


def test_orders_of_a_market_that_is_none(api: Api, key: str) -> None:
    assert told(api.ask("GET", "/orders?market=atlantis", token=key))[0][0] == "market"


def test_an_article_whose_sku_holds_a_slash(api: Api, shop: Shop) -> None:
    sell(market="fr", price=Money(500, "EUR"), stock=5, draft=honey(sku="MIEL/250 G"))
    id, token = api.cart(shop)
    put = api.ask("PUT", f"/carts/{id}/lines/MIEL%2F250%20G", {"quantity": 1}, token=token)
    assert "MIEL/250 G" in {line["sku"] for line in put.json()["lines"]}


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/carts"), ("POST", "/products"), ("PATCH", "/orders")])
def test_a_verb_that_an_address_does_not_take(api: Api, shop: Shop, method: str, path: str) -> None:
    answer = api.ask(method, path)
    assert (answer.status_code, answer.json()["code"]) == (405, "request.method_not_allowed")
    assert answer["Allow"] in answer.json()["detail"]


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/carts/none/lines/a/b"])
def test_an_address_that_is_nobodys_whatever_the_verb(api: Api, shop: Shop, path: str) -> None:
    strict = Api()
    strict.client.handler.enforce_csrf_checks = True
    for method in ("GET", "POST", "PUT"):
        answer = strict.ask(method, path, {})
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), (method, path)


def test_a_step_that_asks_for_nothing_needs_no_body(api: Api, shop: Shop, key: str) -> None:
    order = api.order(shop).json()
    paid = {"amount": order["total"]}
    assert api.ask("POST", f"/orders/{order['id']}/record-payment", paid, token=key).status_code == 200
    assert api.ask("POST", f"/orders/{order['id']}/ship", token=key).json()["status"] == "shipped"
    other = api.order(shop, key="k2").json()
    assert api.ask("POST", f"/orders/{other['id']}/cancel", token=other["token"]).json()["status"] == "cancelled"


def test_the_line_that_is_wrong_is_named_among_a_thousand(api: Api, shop: Shop, key: str) -> None:
    good = {"sku": shop.sku, "quantity": 1, "place": "entrepot"}
    counts = [good, good | {"place": "moon"}]
    assert told(api.ask("POST", "/inventory/counts", {"counts": counts}, token=key))[0][0] == "counts.1.place"
    euros = {"sku": shop.sku, "amount": {"minor": 900, "currency": "EUR"}}
    for wrong, field in (
        (euros, "prices.1.sku"),
        ({"sku": shop.sku, "amount": {"minor": 900, "currency": "USD"}}, "prices.1.amount.currency"),
        ({"sku": shop.sku, "amount": {"minor": 10**14, "currency": "EUR"}}, "prices.1.amount"),
        (euros | {"compare_at": {"minor": 1, "currency": "EUR"}}, "prices.1.compare_at"),
    ):
        assert told(api.ask("POST", "/prices", {"prices": [euros, wrong]}, token=key))[0][0] == field


def test_nothing_that_a_token_opened_is_kept_on_the_way(api: Api, shop: Shop) -> None:
    id, token = api.cart(shop)
    assert api.ask("GET", f"/carts/{id}", token=token)["Cache-Control"] == "no-store"
    assert api.ask("POST", "/carts", {})["Cache-Control"] == "no-store"
    assert "Cache-Control" not in api.ask("GET", "/products")


def test_every_parameter_of_the_description_has_its_name() -> None:
    from tools.openapi import described

    described_now = orjson.loads(described())
    for path, verbs in described_now["paths"].items():
        for verb, operation in verbs.items():
            names = [(parameter["in"], parameter["name"]) for parameter in operation.get("parameters", [])]
            assert all(name for _place, name in names), (verb, path)
            assert len(set(names)) == len(names), (verb, path)
            refusals = [each["content"] for code, each in operation["responses"].items() if code >= "400"]
            assert all(list(content) == ["application/problem+json"] for content in refusals), (verb, path)
    asked = {parameter["name"] for parameter in described_now["paths"]["/api/v1/products"]["get"]["parameters"]}
    assert asked == {"market", "q", "category", "sort", "cursor", "page_size"}
