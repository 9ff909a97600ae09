"""The contract, walked by a front end and by a merchant's machine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from comptoir.api.tests.conftest import Api
from comptoir.domains.accounts.actions import create_api_key
from comptoir.domains.catalogue.actions import save_category, set_swatches
from comptoir.domains.catalogue.testing import honey
from comptoir.domains.catalogue.values import CategoryDraft, OptionDraft, ProductDraft, ProductStatus, VariantDraft
from comptoir.domains.inventory.testing import let_order, level, make_stock
from comptoir.domains.pricing.actions import switch_voucher_off
from comptoir.domains.pricing.queries import prices_for
from comptoir.domains.pricing.testing import make_voucher
from comptoir.domains.search.testing import settle_news
from comptoir.domains.stored_value.actions import block_account
from comptoir.flows.testing import Shop, fill_cart, sell, sell_card
from comptoir.kernel import clock
from comptoir.kernel.access import token_for
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER


def key(*scopes: str) -> str:
    return create_api_key(label="test", scopes=frozenset(scopes), actor=OWNER, now=NOON)[1]


def test_products_are_listed_searched_and_shown_in_the_language_asked_for(api: Api, shop: Shop) -> None:
    settle_news()
    listed = api.ask("GET", "/products?market=fr", accept_language="en").json()
    assert [item["title"] for item in listed["items"]] == ["Chestnut honey"]
    assert listed["items"][0]["price"] == {"minor": 1290, "currency": "EUR"}
    assert (listed["next_cursor"], listed["count"]) == (None, 1)
    found = api.ask("GET", "/products?q=miels", accept_language="fr-FR,fr;q=0.9").json()
    assert [item["title"] for item in found["items"]] == ["Miel de châtaignier"]
    shown = api.ask("GET", f"/products/{shop.honey.slug}").json()
    (variant,) = shown["variants"]
    assert (variant["sku"], variant["price"], variant["availability"]) == (
        shop.sku,
        {"minor": 1290, "currency": "EUR"},
        "in_stock",
    )


def test_a_program_is_told_the_colours_of_what_a_product_comes_in(api: Api, shop: Shop) -> None:
    blue, sand = {"fr": "Bleu nuit", "en": "Night blue"}, {"fr": "Sable", "en": "Sand"}
    draft = ProductDraft(
        titles={"fr": "Écharpe"},
        slug="echarpe",
        options=(OptionDraft(code="colour", name={"fr": "Couleur", "en": "Colour"}),),
        variants=tuple(
            VariantDraft(sku=f"SCARF-{number}", option_values={"colour": each})
            for number, each in enumerate((blue, sand))
        ),
        status=ProductStatus.ACTIVE,
    )
    sell(market=shop.market, price=Money(4900, "EUR"), stock=2, draft=draft)
    set_swatches(name="Couleur", colours={"Bleu nuit": ["#24344f", "#ffffff"]}, actor=OWNER, now=NOON)
    shown = api.ask("GET", "/products/echarpe", accept_language="en").json()
    assert [(each["options"], each["colours"]) for each in shown["variants"]] == [
        ({"colour": "Night blue"}, {"colour": ["#24344f", "#ffffff"]}),
        ({"colour": "Sand"}, {}),
    ]


def test_addresses_are_those_of_the_language_asked_for_and_any_is_understood(api: Api, shop: Shop) -> None:
    names = {"fr": "Confitures", "en": "Jams"}
    save_category(draft=CategoryDraft(code="jams", names=names), actor=OWNER, now=NOON)
    draft = replace(honey(), titles={"fr": "Confiture", "en": "Jam"}, categories=("jams",))
    sell(market=shop.market, price=Money(690, "EUR"), stock=3, draft=draft)
    settle_news()
    for language, product, category in (("en", "jam", "jams"), ("fr", "confiture", "confitures")):
        for asked in ("jams", "confitures"):
            listed = api.ask("GET", f"/products?category={asked}", accept_language=language).json()
            assert [item["slug"] for item in listed["items"]] == [product]
        for asked in ("jam", "confiture"):
            shown = api.ask("GET", f"/products/{asked}", accept_language=language).json()
            assert (shown["slug"], shown["categories"]) == (product, [{"slug": category, "name": names[language]}])


def test_a_guest_buys_and_follows_the_order(api: Api, shop: Shop) -> None:
    id, token = api.cart(shop)
    cart = api.ask("GET", f"/carts/{id}", token=token).json()
    assert cart["total"] == {"minor": 3070, "currency": "EUR"}
    assert [option["code"] for option in cart["delivery_options"]] == ["home", "pickup"]
    assert cart["delivery_options"][0]["promised_on"] > datetime.now(UTC).date().isoformat()
    placed = api.ask("POST", f"/carts/{id}/order", api.order_body(id, token), token=token, idempotency_key="k1")
    assert placed.status_code == 201
    order = placed.json()
    assert (order["status"], order["payment"]["status"]) == ("awaiting_payment", "pending")
    assert "IBAN" in order["payment"]["instructions"]
    shown = api.ask("GET", f"/orders/{order['id']}", token=order["token"]).json()
    assert (shown["number"], shown["total"], shown["email"]) == (
        order["number"],
        order["total"],
        "lucie@exemple.example",
    )
    cancelled = api.ask("POST", f"/orders/{order['id']}/cancel", {"because": "oops"}, token=order["token"]).json()
    assert cancelled["status"] == "cancelled"
    assert level(shop.variant_id).available == 50


def test_goods_to_order_are_told_with_their_day(api: Api, shop: Shop) -> None:
    expected = datetime.now(UTC).date() + timedelta(days=20)
    make_stock(1, variant_id=shop.variant_id)
    let_order(shop.variant_id, expected_on=expected, preorder=True)
    id, token = api.cart(shop)
    cart = api.ask("GET", f"/carts/{id}", token=token).json()
    (line,) = cart["lines"]
    told = {name: line[name] for name in ("availability", "missing", "on_order", "preorder", "expected_on")}
    assert told == {
        "availability": "low",
        "missing": 0,
        "on_order": 1,
        "preorder": True,
        "expected_on": expected.isoformat(),
    }
    assert cart["delivery_options"][0]["promised_on"] > expected.isoformat()
    placed = api.ask("POST", f"/carts/{id}/order", api.order_body(id, token), token=token, idempotency_key="k1").json()
    order = api.ask("GET", f"/orders/{placed['id']}", token=placed["token"]).json()
    assert order["promised_on"] == cart["delivery_options"][0]["promised_on"]
    assert order["lines"][0]["on_order"] == 1
    settle_news()
    (card,) = api.ask("GET", "/products?market=fr").json()["items"]
    assert (card["availability"], card["preorder"]) == ("to_order", True)
    (variant,) = api.ask("GET", f"/products/{shop.honey.slug}").json()["variants"]
    assert (variant["availability"], variant["preorder"], variant["expected_on"]) == (
        "to_order",
        True,
        expected.isoformat(),
    )


def test_no_day_is_promised_of_goods_that_nobody_expects_on_one(api: Api, shop: Shop) -> None:
    make_stock(0, variant_id=shop.variant_id)
    let_order(shop.variant_id)
    id, token = api.cart(shop)
    cart = api.ask("GET", f"/carts/{id}", token=token).json()
    assert [option["promised_on"] for option in cart["delivery_options"]] == [None, None]
    placed = api.ask("POST", f"/carts/{id}/order", api.order_body(id, token), token=token, idempotency_key="k1").json()
    assert api.ask("GET", f"/orders/{placed['id']}", token=placed["token"]).json()["promised_on"] is None


def test_a_code_takes_something_off_the_cart_and_the_order(api: Api, shop: Shop) -> None:
    make_voucher()
    make_voucher("GRAND", minimum=5_000)
    id, token = api.cart(shop)
    unknown = api.ask("PUT", f"/carts/{id}/voucher", {"code": "RIEN"}, token=token)
    assert (unknown.status_code, unknown.json()["code"]) == (422, "pricing.unknown_voucher_code")
    waiting = api.ask("PUT", f"/carts/{id}/voucher", {"code": "grand"}, token=token).json()
    assert (waiting["voucher"]["refusal_code"], waiting["total"]["minor"]) == (
        "pricing.voucher_minimum_not_met",
        3070,
    )
    cart = api.ask("PUT", f"/carts/{id}/voucher", {"code": "bienvenue"}, token=token).json()
    assert (cart["voucher"]["code"], cart["voucher"]["refusal"]) == ("BIENVENUE", None)
    assert (cart["discount_total"]["minor"], cart["goods_total"]["minor"], cart["total"]["minor"]) == (500, 2080, 2570)
    assert [line["discount"]["minor"] for line in cart["lines"]] == [500]
    without = api.ask("DELETE", f"/carts/{id}/voucher", token=token).json()
    assert (without["voucher"], without["total"]["minor"]) == (None, 3070)
    api.ask("PUT", f"/carts/{id}/voucher", {"code": "bienvenue"}, token=token)
    placed = api.ask("POST", f"/carts/{id}/order", api.order_body(id, token), token=token, idempotency_key="k1").json()
    shown = api.ask("GET", f"/orders/{placed['id']}", token=placed["token"]).json()
    assert (shown["voucher"], shown["discount_total"]["minor"], shown["total"]["minor"]) == ("BIENVENUE", 500, 2570)


def test_an_order_with_nothing_to_pay_is_paid_and_has_no_payment(api: Api, shop: Shop) -> None:
    make_voucher(amount=None, percent="100")
    id = fill_cart(shop, delivery="pickup", now=clock.now())
    token = token_for("cart", id)
    cart = api.ask("PUT", f"/carts/{id}/voucher", {"code": "bienvenue"}, token=token).json()
    assert cart["total"]["minor"] == 0
    body = api.order_body(id, token) | {"payment": {}}
    answers = [api.ask("POST", f"/carts/{id}/order", body, token=token, idempotency_key="k1").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert (answers[0]["status"], answers[0]["total"]["minor"], answers[0]["payment"]) == ("paid", 0, None)
    shown = api.ask("GET", f"/orders/{answers[0]['id']}", token=answers[0]["token"]).json()
    assert (shown["status"], shown["payments"]) == ("paid", [])


def test_a_code_that_is_over_meanwhile_is_a_conflict(api: Api, shop: Shop) -> None:
    known = make_voucher()
    id, token = api.cart(shop)
    api.ask("PUT", f"/carts/{id}/voucher", {"code": "bienvenue"}, token=token)
    body = api.order_body(id, token)
    switch_voucher_off(voucher_id=known.id, actor=OWNER, now=NOON)
    refused = api.ask("POST", f"/carts/{id}/order", body, token=token, idempotency_key="k1")
    assert (refused.status_code, refused.json()["code"]) == (409, "pricing.voucher_switched_off")
    assert refused.json()["voucher"] == "BIENVENUE"


def test_the_same_key_gives_the_same_answer_to_the_byte(api: Api, shop: Shop) -> None:
    id, token = api.cart(shop)
    body = api.order_body(id, token)
    answers = [api.ask("POST", f"/carts/{id}/order", body, token=token, idempotency_key="k1").content for _ in range(3)]
    assert len(set(answers)) == 1
    other = api.ask("POST", f"/carts/{id}/order", body, token=token, idempotency_key="k2")
    assert (other.status_code, other.json()["code"]) == (409, "cart.closed")


def test_a_machine_records_the_payment_and_ships(api: Api, shop: Shop) -> None:
    order = api.order(shop).json()
    secret = key("orders.*", "payments.*", "fulfilment.*", "inventory.*", "invoicing.*")
    amount = {"amount": order["total"], "bank_reference": "VIR 42"}
    paid = api.ask("POST", f"/orders/{order['id']}/record-payment", amount, token=secret)
    assert (paid.status_code, paid.json()["status"]) == (200, "paid")
    shipped = api.ask("POST", f"/orders/{order['id']}/ship", {"tracking_number": "6A123456789"}, token=secret).json()
    assert shipped["status"] == "shipped"
    assert shipped["parcels"][0]["tracking_number"] == "6A123456789"
    assert [document["kind"] for document in shipped["documents"]] == ["invoice"]
    listed = api.ask("GET", "/orders?status=shipped&q=martin", token=secret).json()
    assert [row["number"] for row in listed["items"]] == [order["number"]]


def test_a_machine_counts_stock_and_sets_prices(api: Api, shop: Shop) -> None:
    counts = {"counts": [{"sku": shop.sku, "quantity": 7, "place": "entrepot"}]}
    secret = key("inventory.adjust", "pricing.edit")
    assert api.ask("POST", "/inventory/counts", counts, token=secret).json() == {"lines": 1, "changed": 1}
    assert api.ask("POST", "/inventory/counts", counts, token=secret).json() == {"lines": 1, "changed": 0}
    assert level(shop.variant_id).on_hand == 7
    prices = {"prices": [{"sku": shop.sku, "amount": {"minor": 990, "currency": "EUR"}}]}
    assert api.ask("POST", "/prices", prices, token=secret).json() == {"lines": 1, "changed": 1}
    assert prices_for([shop.variant_id], market="fr")[shop.variant_id].amount == Money(990, "EUR")


@pytest.mark.parametrize("path", ["/openapi.json", "/reference"])
def test_the_interface_describes_itself(api: Api, shop: Shop, path: str) -> None:
    assert api.ask("GET", path).status_code == 200


def test_gift_cards_pay_first_and_their_codes_are_worth_what_they_say(api: Api, shop: Shop) -> None:
    card, other = sell_card(1_000), sell_card(9_000)
    worth = api.ask("POST", "/stored-value/balance", {"code": card.code, "market": "fr"}).json()
    assert worth == {
        "kind": "gift_card",
        "ends_in": card.code[-4:],
        "balance": {"minor": 1_000, "currency": "EUR"},
        "expires_on": None,
    }
    id, token = api.cart(shop)
    body = api.order_body(id, token)
    body["payment"] |= {"stored_value": [card.code]}
    answers = [api.ask("POST", f"/carts/{id}/order", body, token=token, idempotency_key="k") for _ in range(2)]
    assert answers[0].content == answers[1].content  # the code is used up by now, and the answer still the same
    order = answers[0].json()
    assert (order["status"], order["total"]["minor"], order["payment"]["amount"]["minor"]) == (
        "awaiting_payment",
        3_070,
        2_070,
    )
    shown = api.ask("GET", f"/orders/{order['id']}", token=order["token"]).json()
    assert [(each["status"], each["amount"]["minor"]) for each in shown["payments"]] == [
        ("captured", 1_000),
        ("pending", 2_070),
    ]
    api.ask("POST", f"/orders/{order['id']}/cancel", token=order["token"])
    assert api.ask("POST", "/stored-value/balance", {"code": card.code}).json()["balance"]["minor"] == 1_000
    id, token = api.cart(shop)
    body = api.order_body(id, token)
    body["payment"] = {"stored_value": [card.code, other.code]}
    paid = api.ask("POST", f"/carts/{id}/order", body, token=token, idempotency_key="k").json()
    assert paid["status"] == "paid"


def test_unknown_and_blocked_codes_get_the_same_answer(api: Api, shop: Shop) -> None:
    blocked = sell_card(1_000)
    block_account(account_id=blocked.account_id, because="lost", actor=OWNER, now=NOON)
    id, token = api.cart(shop)
    answers, refusals = set(), set()
    for code in (blocked.code, "0000-0000-0000-0000"):
        told = api.ask("POST", "/stored-value/balance", {"code": code})
        body = api.order_body(id, token)
        body["payment"] |= {"stored_value": [code]}
        refused = api.ask("POST", f"/carts/{id}/order", body, token=token, idempotency_key=code)
        assert (told.status_code, refused.status_code) == (422, 422)
        answers.add((told.json()["code"], told.json()["detail"]))
        refusals.add((refused.json()["code"], refused.json()["detail"]))
    assert len(answers) == len(refusals) == 1
    assert {code for code, _ in answers | refusals} == {"stored_value.unusable_code"}
