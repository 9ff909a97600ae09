"""Gift cards in the shop, without JavaScript: typed in the basket or on the way to the order, deducted, told."""

import pytest
from django.test import Client

from comptoir.domains.orders.queries import order as order_of
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.pricing.testing import make_voucher
from comptoir.domains.stored_value.actions import adjust_stored_value, block_account
from comptoir.domains.stored_value.values import Issued
from comptoir.flows.testing import sell_card
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.carts import opened
from comptoir.storefront.tests.buying import DETAILS, attribute, filled, location, order, put_in, shown
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]


@pytest.fixture
def card(selling: Selling) -> Issued:
    """Ten euros; the basket of two jars comes to 18.70 with its delivery."""
    return sell_card(1_000)


def use(client: Client, code: str) -> object:
    return client.post("/fr/panier", {"do": "code", "code": code})


def paid_by(key: str) -> list[tuple[str, int]]:
    return [(each.method, each.amount.minor) for each in payments_of(OrderId(opened("order", key)))]  # type: ignore[arg-type]  # a key of our own


def order_key(client: Client, **changes: str) -> str:
    return location(order(client, **changes)).rpartition("/")[2]


def test_a_market_without_gift_cards_asks_for_no_code(client: Client, selling: Selling):
    put_in(client)
    assert 'name="code"' not in shown(client.get("/fr/panier"))
    assert 'name="code"' not in shown(client.get("/fr/commande"))


def test_a_card_is_used_in_the_basket_and_taken_out_again(client: Client, card: Issued):
    put_in(client)
    assert location(use(client, f" {card.code.lower()} ")) == "/fr/panier"
    html = shown(client.get("/fr/panier"))
    assert f"…{card.code[-4:]}" in html
    assert "-10,00\u00a0€" in html
    assert "3,80\u00a0€" in html  # 13.80 without delivery
    assert card.code not in html
    account_id = attribute(html, "remove_code")
    assert location(client.post("/fr/panier", {"remove_code": account_id})) == "/fr/panier"
    assert f"…{card.code[-4:]}" not in shown(client.get("/fr/panier"))
    assert location(client.post("/fr/panier", {"remove_code": "nonsense"})) == "/fr/panier"


def test_the_card_pays_first_and_the_order_tells_both(client: Client, card: Issued):
    put_in(client)
    typed = filled(client, do="code", code=card.code)
    html = shown(client.post("/fr/commande", typed))
    assert attribute(html, "email") == DETAILS["email"]  # nothing typed is lost
    assert attribute(html, "shown_rest") == "870 EUR"
    key = location(client.post("/fr/commande", filled(client, delivery_method="home"))).rpartition("/")[2]
    page = client.get(f"/fr/paiement/{key}", follow=True)
    html = shown(page)
    assert "10,00\u00a0€" in html
    assert "8,70\u00a0€" in html


def test_pressing_enter_in_the_field_uses_the_code_and_orders_nothing(client: Client, card: Issued):
    put_in(client)
    half = shown(client.post("/fr/commande", filled(client, do="refresh", code=card.code[:9])))
    assert attribute(half, "code") == card.code[:9]  # looking again uses nothing
    html = shown(client.post("/fr/commande", filled(client, code=card.code)))
    assert f"…{card.code[-4:]}" in html


def test_a_card_that_covers_everything_needs_no_other_way_to_pay(client: Client, selling: Selling):
    card = sell_card(5_000)
    put_in(client)
    use(client, card.code)
    html = shown(client.post("/fr/commande", filled(client, do="refresh")))
    assert 'name="payment_method"' not in html
    key = order_key(client, payment_method="")
    button = html.partition('class="pay"')[2].partition("</button>")[0]
    assert "18,70\u00a0€" in button  # the button says that it obliges to pay
    assert paid_by(key) == [("stored_value", 1_870)]
    assert "31,30\u00a0€" in shown(client.get(f"/fr/suivi/{key}"))  # what the card holds still
    assert order_of(OrderId(opened("order", key))).state is OrderState.PAID  # type: ignore[arg-type]  # a key of our own


def test_a_balance_that_fell_meanwhile_is_shown_before_anything_is_paid(client: Client, card: Issued):
    put_in(client)
    use(client, card.code)
    typed = filled(client)
    shown(client.post("/fr/commande", typed | {"do": "refresh"}))
    typed = filled(client)
    down = Money(-500, "EUR")
    adjust_stored_value(account_id=card.account_id, amount=down, because="x", key="k", actor=OWNER, now=NOON)
    html = shown(client.post("/fr/commande", typed), 409)
    assert attribute(html, "shown_rest") == "1370 EUR"


@pytest.mark.django_db(transaction=True)
def test_a_code_that_cannot_be_used_or_is_worse_is_told_beside_the_field(client: Client, card: Issued):
    """Last, and alone of its kind: it sees the shop of the module outside a transaction, and ends it."""
    put_in(client)
    block_account(account_id=card.account_id, because="lost", actor=OWNER, now=NOON)
    told = set()
    for code in (card.code, "0000-0000-0000-0000"):
        html = shown(use(client, code), 422)
        assert attribute(html, "code") == code
        told.add(html.split('id="f-code-error"')[1].split("</p>")[0])
        html = shown(client.post("/fr/commande", filled(client, do="code", code=code)), 422)
        told.add(html.split('id="f-code-error"')[1].split("</p>")[0])
        assert attribute(html, "email") == DETAILS["email"]
    assert len(told) == 1
    make_voucher()
    make_voucher("PETIT", amount=100)
    use(client, "bienvenue")
    html = shown(use(client, "petit"), 422)
    assert "BIENVENUE" in html.split('id="f-code-error"')[1].split("</p>")[0]
    assert (attribute(html, "code"), 'value="code_instead"' in html) == ("petit", True)
    html = shown(client.post("/fr/commande", filled(client, do="code", code="petit")), 422)
    assert 'value="code_instead"' in html
    assert location(client.post("/fr/panier", {"do": "code_instead", "code": "petit"})) == "/fr/panier"
    assert "PETIT" in shown(client.get("/fr/panier"))
