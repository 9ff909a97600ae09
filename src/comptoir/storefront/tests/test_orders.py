"""The order's own pages behind its signed address."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from comptoir.domains.fulfilment.actions import report_parcel
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import TrackingStatus
from comptoir.domains.invoicing.actions import render_document
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.messages.actions import queue_order_message
from comptoir.domains.messages.queries import letter_for, message, messages_of
from comptoir.domains.messages.values import Letter, MessageKind
from comptoir.domains.orders.queries import order as order_of
from comptoir.domains.orders.values import OrderChange, OrderId, OrderState
from comptoir.domains.payments.queries import payments_of, refunds_to_send
from comptoir.domains.payments.testing import make_method, pay_otherwise
from comptoir.domains.payments.values import BankAccount, PaymentState
from comptoir.flows.edit_order import edit_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.kernel import ports
from comptoir.kernel.clock import set_clock
from comptoir.kernel.formats import money_label
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.carts import key_of, opened
from comptoir.storefront.tests.buying import attribute, location, ordered, shown
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
TOTAL = Money(1870, "EUR")


def id_of(key: str) -> OrderId:
    id = opened("order", key)
    assert id is not None
    return OrderId(id)


def letters_waiting(order_id: OrderId) -> list[Letter]:
    """What is to be told of the change, as it would leave now."""
    queue_order_message(kind=MessageKind.ORDER_CHANGED, order_id=order_id, again="2", actor=OWNER, now=NOON)
    told = [letter_for(each, now=NOON) for each in messages_of(order_id, actor=OWNER)]
    return [letter for letter in told if letter is not None]


@pytest.fixture
def key(client: Client, selling: Selling) -> str:
    """The key of an order that waits for a transfer."""
    cart_key = ordered(client)
    last = client.get(f"/fr/paiement/{cart_key}", follow=True).redirect_chain[-1][0]
    return str(last).rpartition("/")[2]


def pay(key: str, *, now: datetime = NOON) -> None:
    record_payment(order_id=id_of(key), amount=TOTAL, bank_reference="SEPA 1", actor=OWNER, now=now)


LATER = NOON + timedelta(days=1)


def ship(key: str) -> None:
    pay(key)
    ship_order(
        order_id=id_of(key), carrier="Colissimo", tracking_number="8R42180093", prepare=True, actor=OWNER, now=NOON
    )


def test_an_unpaid_order_tells_how_to_pay_it(client: Client, key: str):
    html = shown(client.get(f"/fr/suivi/{key}"))
    assert "Il reste à payer votre commande" in html
    assert "FR14 2004 1010 0505 0001 3M02 606" in html
    assert "Annuler toute la commande" in html
    assert "au plus tard lundi 30 novembre" in html


def test_a_paid_order(client: Client, key: str):
    pay(key)
    html = shown(client.get(f"/fr/suivi/{key}"))
    assert "Votre commande est payée" in html
    assert "IBAN" not in html
    assert "payé le 23 novembre 2026" in html


def test_a_card_that_is_being_given_up_is_told_as_abandoned(client: Client, key: str):
    card = pay_otherwise(id_of(key))
    client.post(f"/fr/suivi/{key}/annuler")
    waiting = payments_of(id_of(key))[-1]
    assert (waiting.id, waiting.state, waiting.voiding) == (card.id, PaymentState.AUTHORISED, True)
    assert "abandonné, rien n’a été débité" in shown(client.get(f"/fr/suivi/{key}"))


def test_money_that_goes_back_by_transfer_asks_where_to(client: Client, key: str):
    assert 'name="iban"' not in shown(client.get(f"/fr/suivi/{key}"))
    pay(key)
    client.post(f"/fr/suivi/{key}/annuler")
    html = shown(client.get(f"/fr/suivi/{key}"))
    assert attribute(html, "holder") == "Lucie Martin"
    wrong = shown(client.post(f"/fr/suivi/{key}/compte", {"holder": "Lucie Martin", "iban": "FR14"}), 422)
    assert attribute(wrong, "iban") == "FR14"
    given = {"holder": "Lucie Martin", "iban": "FR14 2004 1010 0505 0001 3M02 606"}
    assert location(client.post(f"/fr/suivi/{key}/compte", given)) == f"/fr/suivi/{key}"
    html = shown(client.get(f"/fr/suivi/{key}"))
    assert "2606" in html
    assert "FR14 2004" not in html  # whoever finds the link reads no account
    (refund,) = refunds_to_send(id_of(key))
    assert refund.to == BankAccount(holder="Lucie Martin", iban="FR1420041010050500013M02606")


def test_an_empty_basket_tells_of_the_order_that_waits(client: Client, key: str):
    html = shown(client.get("/fr/panier"))
    assert order_of(id_of(key)).number in html
    assert f"/fr/suivi/{key}" in html
    pay(key)
    assert f"/fr/suivi/{key}" not in shown(client.get("/fr/panier"))


def test_who_chose_a_transfer_may_pay_another_way(client: Client, key: str):
    assert 'class="pay-again"' not in shown(client.get(f"/fr/suivi/{key}"))  # there is no other way here
    make_method(provider="simulator")
    html = shown(client.get(f"/fr/suivi/{key}"))
    assert 'class="pay-again"' in html
    assert ('value="simulator"' in html, 'value="transfer"' in html) == (True, False)


def difference(key: str) -> None:
    """Another jar is wanted of what was paid."""
    pay(key)
    found = order_of(id_of(key))
    change = OrderChange(builds_on=found.revision, added={found.lines[0].sku: 1})
    edit_order(order_id=found.id, change=change, because="asked for", actor=OWNER, now=NOON)


def test_a_difference_by_transfer_is_told_as_it_is(client: Client, key: str):
    difference(key)
    due = money_label(order_of(id_of(key)).due, "fr")
    assert client.get(f"/fr/merci/{key}").status_code == 303
    page = client.post(f"/fr/paiement/{key}", {"method": "transfer"}, follow=True)
    html = shown(page)
    assert str(page.redirect_chain[-1][0]).startswith("/fr/merci/")
    assert "FR14 2004 1010 0505 0001 3M02 606" in html
    assert due in html.split('class="transfer"')[1].partition("</section>")[0]
    assert "Votre commande est payée" not in html


def test_a_day_is_promised_while_the_promise_holds(client: Client, key: str):
    assert "25 novembre" not in shown(client.get(f"/fr/suivi/{key}"))  # it counts from the payment
    pay(key)
    assert "Votre commande sera chez vous mercredi 25 novembre au plus tard." in shown(client.get(f"/fr/suivi/{key}"))
    set_clock(NOON + timedelta(days=7))
    assert "nous sommes en retard" in shown(client.get(f"/fr/suivi/{key}"))


def test_nothing_is_promised_for_money_that_came_later(client: Client, key: str):
    pay(key, now=NOON + timedelta(days=4))
    html = shown(client.get(f"/fr/suivi/{key}"))
    assert "Un message vous prévient quand le colis part" in html
    assert "25 novembre" not in html


def test_a_parcel_that_should_be_there_is_asked_after(client: Client, key: str):
    ship(key)
    assert "Votre commande sera chez vous mercredi 25 novembre" in shown(client.get(f"/fr/suivi/{key}"))
    set_clock(NOON + timedelta(days=7))
    assert "Il devait être chez vous mercredi 25 novembre au plus tard." in shown(client.get(f"/fr/suivi/{key}"))


def test_what_was_collected_is_not_waited_with(client: Client, selling: Selling):
    cart_key = ordered(client, delivery_method="pickup", shown_total="1380 EUR", shown_rest="1380 EUR")
    last = client.get(f"/fr/paiement/{cart_key}", follow=True).redirect_chain[-1][0]
    key = str(last).rpartition("/")[2]
    record_payment(order_id=id_of(key), amount=Money(1380, "EUR"), bank_reference="SEPA 1", actor=OWNER, now=NOON)
    html = shown(client.get(f"/fr/suivi/{key}"))
    assert "Elle sera prête" in html
    assert "prévient" not in html  # no message goes out when an order is ready
    ship_order(order_id=id_of(key), carrier="", tracking_number="", prepare=True, actor=OWNER, now=NOON)
    html = shown(client.get(f"/fr/suivi/{key}"))
    assert "Vous avez retiré votre commande" in html
    for word in ("Elle sera prête", "prêt ", "Votre colis"):
        assert word not in html, word


def test_one_address_for_both_is_told_once(client: Client, key: str):
    html = shown(client.get(f"/fr/suivi/{key}"))
    assert "Livraison et facturation" in html
    assert html.count("8 rue des Remparts") == 1


def test_a_parcel_can_be_followed_and_the_invoice_read(client: Client, key: str):
    ship(key)
    html = shown(client.get(f"/fr/suivi/{key}"))
    assert "Votre colis est parti" in html
    assert "https://www.laposte.fr/outils/suivre-vos-envois?code=8R42180093" in html
    assert "2 × Confiture d’abricots" in html
    assert "Annuler toute la commande" not in html
    (invoice,) = documents_of(id_of(key))
    address = f"/fr/suivi/{key}/{invoice.number}.pdf"
    assert invoice.number in html
    assert address not in html
    assert "Le PDF est en cours de création." in html
    waiting = client.get(address)
    assert waiting.status_code == 503
    assert waiting["Retry-After"] == "5"
    render_document(document_id=invoice.id, actor=OWNER, now=NOON)
    assert address in shown(client.get(f"/fr/suivi/{key}"))
    pdf = client.get(address)
    assert pdf.status_code == 200
    assert pdf.content.startswith(b"%PDF-")
    assert pdf["Cache-Control"] == "private, no-store"
    assert pdf["Content-Disposition"] == f'attachment; filename="{invoice.number}.pdf"'
    assert client.get(f"/fr/suivi/{key}/OTHER-1.pdf").status_code == 404


def test_the_invoice_of_another_order_is_not_found(client: Client, selling: Selling, key: str):
    ship(key)
    (invoice,) = documents_of(id_of(key))
    other = ordered(Client())
    other_key = client.get(f"/fr/paiement/{other}", follow=True).redirect_chain[-1][0].rpartition("/")[2]
    assert client.get(f"/fr/suivi/{other_key}/{invoice.number}.pdf").status_code == 404


def test_the_buyer_calls_the_order_off(client: Client, key: str):
    address = f"/fr/suivi/{key}/annuler"
    assert client.get(address).status_code == 405
    assert location(client.post(address)) == f"/fr/suivi/{key}"
    html = shown(client.get(f"/fr/suivi/{key}"))
    assert "Votre commande est annulée" in html
    assert "Rien n’a été débité." in html
    assert location(client.post(address)) == f"/fr/suivi/{key}"
    assert location(client.get(f"/fr/merci/{key}")) == f"/fr/suivi/{key}"


def test_what_was_paid_comes_back(client: Client, key: str):
    pay(key)
    assert "18,70\u00a0€ vous sont remboursés" in shown(client.get(f"/fr/suivi/{key}"))
    client.post(f"/fr/suivi/{key}/annuler")
    html = shown(client.get(f"/fr/suivi/{key}"))
    assert "Votre commande est annulée" in html
    assert "18,70\u00a0€ vous sont remboursés" in html


def test_too_late_to_call_it_off(client: Client, key: str):
    pay(key)
    prepare_order(order_id=id_of(key), actor=OWNER, now=NOON)
    html = shown(client.post(f"/fr/suivi/{key}/annuler"), 409)
    assert "Cette commande ne peut plus être annulée ici" in html
    assert order_of(id_of(key)).state is OrderState.PREPARING


def test_another_site_cannot_call_it_off(client: Client, key: str):
    answer = client.post(f"/fr/suivi/{key}/annuler", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert order_of(id_of(key)).state is OrderState.AWAITING_PAYMENT


def test_in_english_too(client: Client, key: str):
    ship(key)
    html = shown(client.get(f"/en/track/{key}"))
    assert "Your parcel has shipped" in html
    assert "Invoice " in html
    (parcel,) = shipments_of(id_of(key))

    def told(status: TrackingStatus, on: date) -> str:
        report_parcel(
            shipment_id=parcel.id, status=status, on=on, because="", time_zone="Europe/Paris", actor=OWNER, now=LATER
        )
        return shown(client.get(f"/en/track/{key}"))

    assert "Something went wrong on its way" in told(TrackingStatus.LOST, LATER.date())
    delivered = told(TrackingStatus.DELIVERED, LATER.date())
    assert "Your order was delivered" in delivered
    assert "Your parcel has shipped" not in delivered


def test_letters_lead_to_the_order(client: Client, key: str):
    links = ports.load("links", "storefront")
    address = links.order_page(order_id=id_of(key), market="fr", language="en")
    assert address == f"http://localhost:8000/en/track/{key_of('order', id_of(key))}"
    assert client.get(address.removeprefix("http://localhost:8000")).status_code == 200
    assert "/fr/suivi/" in links.order_page(order_id=id_of(key), market="fr", language="xx")


def test_a_corrected_e_mail_closes_the_old_link(client: Client, key: str):
    """Whoever was written to by mistake sees nothing more, and takes no refund to an account of theirs."""
    change = OrderChange(builds_on=1, email="right@example.org")
    edit_order(order_id=id_of(key), change=change, because="a typing error", actor=OWNER, now=NOON)
    for answer in (client.get(f"/fr/suivi/{key}"), client.get(f"/fr/paiement/{key}"), client.get(f"/fr/merci/{key}")):
        assert answer.status_code == 404
    assert "rue des Remparts" not in client.get(f"/fr/suivi/{key}").text
    link = ports.load("links", "storefront").order_page(order_id=id_of(key), market="fr", language="fr")
    assert key not in link
    assert client.get(link.removeprefix("http://localhost:8000")).status_code == 200
    (letter,) = [each for each in letters_waiting(id_of(key)) if each.to == "right@example.org"]
    assert link in letter.text


def test_what_waited_for_the_wrong_address_leaves_for_the_right_one(client: Client, key: str):
    pay(key)
    queued = queue_order_message(kind=MessageKind.ORDER_CONFIRMED, order_id=id_of(key), actor=OWNER, now=NOON)
    assert queued is not None
    change = OrderChange(builds_on=1, email="right@example.org")
    edit_order(order_id=id_of(key), change=change, because="a typing error", actor=OWNER, now=NOON)
    letter = letter_for(message(queued), now=NOON)
    assert letter is not None
    assert letter.to == "right@example.org"


def test_staff_are_led_to_what_the_buyer_sees(client: Client, key: str):
    links = ports.load("links", "storefront")
    product = links.product_page(slug="miel", market="fr", language="en")
    page = links.content_page(slug="cgv", market="fr", language="fr")
    assert (product, page) == ("http://localhost:8000/en/products/miel", "http://localhost:8000/fr/infos/cgv")


def test_nothing_about_an_order_is_kept_or_indexed(client: Client, key: str):
    for path in (f"/fr/suivi/{key}", f"/fr/merci/{key}"):
        page = client.get(path)
        assert page["Cache-Control"] == "private, no-store"
        assert '<meta name="robots" content="noindex">' in page.content.decode()
        assert page["Referrer-Policy"] == "same-origin"
