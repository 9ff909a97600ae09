"""Webhooks by the interface: an ERP subscribes, misses messages and catches up."""

from datetime import timedelta
from typing import Any

import pytest

from comptoir.api.tests.conftest import Api
from comptoir.api.tests.test_refusals import fields, untouched
from comptoir.domains.accounts.testing import make_api_key
from comptoir.domains.integrations.testing import make_subscription, pass_news_on, receiving, send_now, verified
from comptoir.flows.testing import Shop
from comptoir.kernel import clock
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute

WANTED = {"name": "ERP", "url": "https://erp.example/hooks", "events": ["orders.order_placed.1", "orders.order_paid.1"]}


@pytest.fixture
def key(shop: Shop) -> str:
    return make_api_key("integrations.*")


def make(api: Api, key: str, **changes: Any) -> Any:
    answer = api.ask("POST", "/webhooks", {**WANTED, **changes}, token=key)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_an_erp_hears_of_an_order_and_reads_on(api: Api, shop: Shop, key: str) -> None:
    with receiving() as receiver:
        made = make(api, key, url=receiver.url)
        order = api.order(shop).json()
        pass_news_on()
        send_now()
    (heard,) = receiver.heard
    assert verified(made["secret"], heard.headers, heard.body)
    about = heard.told["data"]["order"]
    assert (about["number"], about["state"]) == (order["number"], "awaiting_payment")
    read = api.ask("GET", about["url"].partition("/api/v1")[2], token=make_api_key("orders.view"))
    assert read.json()["total"] == order["total"], "the link leads to the whole order"


def test_the_secret_is_shown_once(api: Api, key: str) -> None:
    made = make(api, key)
    assert made["secret"].startswith("whsec_")
    for answer in (
        api.ask("GET", "/webhooks", token=key),
        api.ask("GET", f"/webhooks/{made['id']}", token=key),
        api.ask("PUT", f"/webhooks/{made['id']}", WANTED, token=key),
    ):
        assert answer.status_code == 200
        assert "whsec_" not in answer.text
    rotated = api.ask("POST", f"/webhooks/{made['id']}/rotate-secret", token=key).json()
    assert rotated["secret"] not in ("", made["secret"])
    assert api.ask("GET", f"/webhooks/{made['id']}", token=key).json()["former_secret_until"] is not None


def test_a_webhook_is_changed_and_deleted(api: Api, key: str) -> None:
    made = make(api, key)
    address = f"/webhooks/{made['id']}"
    changed = {**WANTED, "name": "WMS", "markets": ["FR"], "enabled": False}
    shown = api.ask("PUT", address, changed, token=key).json()
    assert (shown["name"], shown["markets"], shown["enabled"]) == ("WMS", ["fr"], False)
    assert api.ask("GET", "/webhooks", token=key).json() == {"items": [shown]}
    off = api.ask("POST", f"{address}/test", token=key)
    assert (off.status_code, off.json()["code"]) == (409, "integrations.switched_off")
    assert api.ask("DELETE", address, token=key).status_code == 204
    assert api.ask("GET", address, token=key).status_code == 404


def test_what_was_missed_is_read_by_cursor_and_replayed(api: Api, shop: Shop, key: str) -> None:
    made = make(api, key)
    address = f"/webhooks/{made['id']}"
    orders = [api.order(shop, key=str(number)).json() for number in range(3)]
    pass_news_on()
    asked = f"/webhooks/events?webhook={made['id']}&page_size=2"
    first = api.ask("GET", asked, token=key).json()
    assert [each["body"]["data"]["order_id"] for each in first["items"]] == [order["id"] for order in orders[:2]]
    second = api.ask("GET", f"{asked}&cursor={first['cursor']}", token=key).json()
    assert [each["body"]["data"]["order_id"] for each in second["items"]] == [orders[2]["id"]]
    last = api.ask("GET", f"{asked}&cursor={second['cursor']}", token=key).json()
    assert last == {"items": [], "cursor": second["cursor"]}

    execute("UPDATE integrations_delivery SET state = 'delivered', ended_at = happened_at")
    replayed = api.ask("POST", f"{address}/replay", {"cursor": first["cursor"]}, token=key)
    assert (replayed.status_code, replayed.json()) == (202, {"messages": 1})
    since = (clock.now() - timedelta(hours=1)).isoformat()
    assert api.ask("POST", f"{address}/replay", {"since": since}, token=key).json() == {"messages": 2}


def test_a_ping_is_queued_under_the_id_it_will_have(api: Api, key: str) -> None:
    made = make(api, key)
    answer = api.ask("POST", f"/webhooks/{made['id']}/test", token=key)
    (ping,) = api.ask("GET", f"/webhooks/events?webhook={made['id']}", token=key).json()["items"]
    assert (answer.status_code, answer.json()["message_id"]) == (202, ping["message_id"])
    assert (ping["type"], ping["state"], ping["body"]["data"]) == ("ping", "queued", {"webhook_id": made["id"]})


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"url": "http://erp.example/"}, {"url"}),
        ({"url": "https://me:pw@erp.example/", "name": ""}, {"url", "name"}),
        ({"events": ["orders.order_eaten.1"]}, {"events"}),
        ({"events": []}, {"events"}),
        ({"markets": []}, {"markets"}),
        ({"markets": ["atlantis"]}, {"markets"}),
        ({"enabled": "yes"}, {"enabled"}),
        ({"secret": "whsec_x"}, {"secret"}),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_made(api: Api, key: str, wrong: Any, named: set[str]) -> None:
    before = untouched()
    answer = api.ask("POST", "/webhooks", {**WANTED, **wrong}, token=key)
    assert (answer.status_code, fields(answer)) == (422, named)
    assert untouched() == before


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/webhooks/events", 422),
        ("/webhooks/events?webhook=x", 422),
        ("/webhooks/events?webhook={made}&cursor=x", 422),
        ("/webhooks/events?webhook={made}&page_size=101", 422),
        ("/webhooks/events?webhook={other}", 404),
        ("/webhooks/{other}", 404),
    ],
)
def test_odd_questions(api: Api, key: str, path: str, status: int) -> None:
    made = make(api, key)
    answer = api.ask("GET", path.replace("{made}", made["id"]).replace("{other}", str(new_id())), token=key)
    assert answer.status_code == status


@pytest.mark.parametrize("body", [{}, {"since": "yesterday"}, {"since": "2026-11-23T12:00:00"}, {"cursor": "x"}])
def test_a_replay_says_from_where(api: Api, key: str, body: Any) -> None:
    made = make(api, key)
    assert api.ask("POST", f"/webhooks/{made['id']}/replay", body, token=key).status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/webhooks", None),
        ("POST", "/webhooks", WANTED),
        ("GET", "/webhooks/{id}", None),
        ("PUT", "/webhooks/{id}", WANTED),
        ("DELETE", "/webhooks/{id}", None),
        ("POST", "/webhooks/{id}/rotate-secret", None),
        ("POST", "/webhooks/{id}/test", None),
        ("POST", "/webhooks/{id}/replay", {"since": "2026-11-23T12:00:00Z"}),
        ("GET", "/webhooks/events?webhook={id}", None),
    ],
)
def test_the_doors_open_only_to_keys_with_the_right(api: Api, shop: Shop, method: str, path: str, body: Any) -> None:
    id, _ = make_subscription()
    powerless = make_api_key("orders.*", "accounts.view")
    elsewhere = make_api_key("integrations.*", markets=["be"])
    before = untouched()
    for token, statuses in (("", {401}), (powerless, {403}), (elsewhere, {403, 404})):
        answer = api.ask(method, path.replace("{id}", str(id)), body, token=token)
        if not (token == elsewhere and (method, path) == ("GET", "/webhooks")):
            assert answer.status_code in statuses, (token, answer.content)
    assert untouched() == before


def test_a_key_of_one_market_sees_and_makes_webhooks_of_that_market(api: Api, shop: Shop) -> None:
    make_subscription()
    narrow = make_api_key("integrations.*", markets=["fr"])
    assert api.ask("GET", "/webhooks", token=narrow).json() == {"items": []}
    assert api.ask("POST", "/webhooks", WANTED, token=narrow).status_code == 403
    made = make(api, narrow, markets=["fr"])
    assert [each["id"] for each in api.ask("GET", "/webhooks", token=narrow).json()["items"]] == [made["id"]]


def test_whoever_only_looks_changes_nothing(api: Api, shop: Shop) -> None:
    id, _ = make_subscription()
    looking = make_api_key("integrations.view")
    assert api.ask("GET", f"/webhooks/{id}", token=looking).status_code == 200
    before = untouched()
    assert api.ask("PUT", f"/webhooks/{id}", {**WANTED, "name": "x"}, token=looking).status_code == 403
    assert untouched() == before
