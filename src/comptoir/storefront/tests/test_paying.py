"""To the bank and back, through Django's client and a bank that does as it is told."""

import pytest
from django.test import Client

from comptoir.domains.orders.queries import order as order_of
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import OutcomeStatus, PaymentState
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.testing import buyer
from comptoir.kernel.testing import NOON
from comptoir.storefront.carts import opened
from comptoir.storefront.tests.bank import PAGE, Script
from comptoir.storefront.tests.buying import filled, location, order, put_in, shown
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]


def come_back(client: Client, bank: Script) -> str:
    """Order by card, be sent to the bank, and come back to where the bank was told: the path of that page."""
    put_in(client)
    assert location(order(client, payment_method="simulator")) == PAGE
    assert bank.asked[-1].return_url.startswith("http://localhost:8000/fr/paiement/")
    return bank.asked[-1].return_url.removeprefix("http://localhost:8000")


def id_of(path: str) -> OrderId:
    id = opened("order", path.rpartition("/")[2])
    assert id is not None
    return OrderId(id)


def test_a_card_that_is_taken_at_once(client: Client, paid_by_card: Selling, bank: Script):
    bank.authorise = OutcomeStatus.CAPTURED
    put_in(client)
    thanks = client.get(location(order(client, payment_method="simulator")), follow=True)
    assert "Votre commande est payée." in shown(thanks)
    assert "/fr/merci/" in thanks.redirect_chain[-1][0]


def test_the_bank_is_asked_on_the_buyers_return(client: Client, paid_by_card: Selling, bank: Script):
    path = come_back(client, bank)
    bank.look_up = OutcomeStatus.CAPTURED
    thanks = client.get(path, follow=True)
    assert "Merci, Lucie" in shown(thanks)
    assert bank.looked_up == 1
    assert order_of(id_of(thanks.redirect_chain[-1][0])).state is OrderState.PAID


def test_waiting_for_the_bank_the_page_asks_again_by_itself(client: Client, paid_by_card: Selling, bank: Script):
    path = come_back(client, bank)
    page = client.get(path)
    html = shown(page)
    assert "Nous attendons la réponse de votre banque" in html
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in html
    assert 'hx-trigger="every 3s"' in html
    assert f'href="{PAGE}"' in html
    bank.look_up = OutcomeStatus.CAPTURED
    told = client.get(path, headers={"HX-Request": "true"})
    assert told.status_code == 200
    assert told["HX-Redirect"].startswith("/fr/merci/")


def test_impatience_does_not_reach_the_bank(client: Client, paid_by_card: Selling, bank: Script):
    path = come_back(client, bank)
    for _ in range(9):
        assert client.get(path).status_code == 200
    assert bank.looked_up == 5


def test_a_refused_card_can_be_tried_again(client: Client, paid_by_card: Selling, bank: Script):
    path = come_back(client, bank)
    bank.look_up = OutcomeStatus.DECLINED
    html = shown(client.get(path))
    assert "Le paiement n’a pas abouti" in html
    assert "La banque a refusé la carte." in html
    assert "Payer 18,70\u00a0€" in html
    action = html.split('class="pay-again" action="')[1].partition('"')[0]
    assert location(client.post(action, {"method": "simulator"})) == PAGE
    assert [payment.state for payment in payments_of(id_of(action))] == [PaymentState.FAILED, PaymentState.PENDING]
    bank.look_up = OutcomeStatus.CAPTURED
    assert "Merci, Lucie" in shown(client.get(action, follow=True))


def test_trying_again_while_an_attempt_is_open_is_the_same_attempt(client: Client, paid_by_card: Selling, bank: Script):
    path = come_back(client, bank)
    for _ in range(2):
        assert location(client.post(path, {"method": "simulator"})) == PAGE
    assert len({asked.payment_id for asked in bank.asked}) == 1
    bank.look_up = OutcomeStatus.CAPTURED
    thanks = client.get(path, follow=True)
    assert location(client.post(path, {"method": "simulator"})).startswith("/fr/paiement/")
    assert len(payments_of(id_of(thanks.redirect_chain[-1][0]))) == 1


def test_a_way_to_pay_that_is_not_offered(client: Client, paid_by_card: Selling, bank: Script):
    bank.authorise = OutcomeStatus.DECLINED
    put_in(client)
    path = location(order(client, payment_method="simulator"))
    assert "Ce moyen de paiement n’est pas disponible." in shown(client.post(path, {"method": "gold"}), 422)
    assert client.post(path, {}).status_code == 422


def test_a_cancelled_order_cannot_be_paid(client: Client, paid_by_card: Selling, bank: Script):
    bank.authorise = OutcomeStatus.DECLINED
    put_in(client)
    path = location(order(client, payment_method="simulator"))
    cancel_order(order_id=id_of(path), because="test", actor=buyer(), now=NOON)
    assert "/fr/suivi/" in location(client.get(path))
    assert location(client.post(path, {"method": "simulator"})) == path
    assert len(payments_of(id_of(path))) == 1


def test_a_providers_own_fields_come_with_their_policy(client: Client, paid_by_card: Selling, bank: Script, settings):
    settings.STRIPE_JS_BASE = "https://js.stripe.com"
    bank.client = {"client_secret": "pi_1_secret_2", "publishable_key": "pk_1", "js_base": "https://js.stripe.com"}
    put_in(client)
    page = order(client, payment_method="simulator")
    html = shown(page)
    assert 'data-client-secret="pi_1_secret_2"' in html
    assert 'data-publishable-key="pk_1"' in html
    assert "https://js.stripe.com" in page["Content-Security-Policy"].split("script-src")[1].partition(";")[0]
    path = html.split('data-back="')[1].partition('"')[0]
    html = shown(client.get(path))
    assert "Votre paiement a été commencé, mais pas terminé." in html
    assert 'name="method" value="simulator"' in html
    assert 'data-client-secret="pi_1_secret_2"' in shown(client.post(path, {"method": "simulator"}))


def test_forms_may_lead_to_the_bank_and_nowhere_else(client: Client, paid_by_card: Selling):
    put_in(client)
    policy = client.get("/fr/commande")["Content-Security-Policy"]
    allowed = policy.split("form-action ")[1].partition(";")[0].split(" ")
    assert allowed == ["'self'", "http://localhost:8001"]
    assert "stripe" not in policy


@pytest.mark.parametrize("path", ["/fr/paiement/", "/fr/merci/", "/fr/suivi/"])
@pytest.mark.parametrize("key", ["x", "01a20322-8a40-761a-970a-5e0293eda9e9.forged", "..", "a.b"])
def test_nobody_learns_which_orders_exist(client: Client, paid_by_card: Selling, path: str, key: str):
    assert "Ce lien ne mène à aucune commande" in shown(client.get(path + key), 404)


def test_too_many_orders_from_one_address(client: Client, paid_by_card: Selling, settings):
    settings.COMPTOIR_ENV = "production"
    put_in(client)
    typed = filled(client, payment_method="")
    statuses = [client.post("/fr/commande", typed).status_code for _ in range(21)]
    assert statuses == [422] * 20 + [429]
    last = client.post("/fr/commande", typed)
    assert last["Retry-After"] == "6"
    assert "Un instant, s’il vous plaît" in shown(last, 429)
