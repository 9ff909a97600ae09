"""Delivery, payment, pages, the settings and staff: each page saves what it shows and refuses what is wrong."""

import re
from functools import partial

import pytest
from django.core import signing
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.accounts.queries import actor_of_key, api_keys, staff
from comptoir.domains.catalogue.actions import set_variant_kind
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.catalogue.values import VariantKind
from comptoir.domains.content.queries import page, terms_version
from comptoir.domains.customers.queries import customer_rows
from comptoir.domains.delivery.queries import methods as delivery_methods
from comptoir.domains.markets.queries import legal_entities, market, merchant
from comptoir.domains.messages.actions import give_up_message, queue_order_message
from comptoir.domains.messages.queries import given_up_messages, latest_messages
from comptoir.domains.messages.values import MessageKind
from comptoir.domains.network.queries import places_for
from comptoir.domains.payments.queries import offered_methods
from comptoir.kernel import clock
from comptoir.kernel.money import Money
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOON, OWNER

DELIVERY = {
    "label_fr": "Chronopost", "label_en": "Chronopost", "kind": "home", "carrier": "Chronopost", "cut_off": "12:30",
    "handling_days": "1", "transit_days_min": "1", "transit_days_max": "1", "position": "2",
}  # fmt: skip


def rates(*rows: dict[str, str], known: int = 0) -> dict[str, str]:
    sent = {"rates-TOTAL_FORMS": str(len(rows)), "rates-INITIAL_FORMS": str(known)}
    for index, row in enumerate(rows):
        sent |= {f"rates-{index}-{name}": value for name, value in row.items()}
    return sent


def delivery(code: str):
    return next(one for one in delivery_methods("fr", actor=OWNER) if one.code == code)


def test_a_way_of_delivery_and_its_prices(owner: Client) -> None:
    wrong = owner.post("/back-office/delivery/new/", {**DELIVERY, "code": "chrono", "kind": "pickup"})
    assert wrong.status_code == 422
    assert "Choose a pickup location." in wrong.text
    answer = owner.post("/back-office/delivery/new/", {**DELIVERY, "code": "chrono"})
    assert answer["Location"] == "/back-office/delivery/methods/chrono/"
    address = "/back-office/delivery/methods/chrono/prices/"
    bad = owner.post(address, rates({"price": "14,90", "countries": "Frankreich"}, {"price": "-1"}))
    assert bad.status_code == 422
    assert 'id="id_rates-0-countries_error"' in bad.text
    assert 'id="id_rates-1-price_error"' in bad.text
    elsewhere = owner.post(address, rates({"price": "14,90", "countries": "US"}))
    assert elsewhere.status_code == 422, "the market does not deliver there"
    owner.post(address, rates({"price": "14,90"}, {"price": "0", "from_total": "100"}))
    prices = [(rate.from_total, rate.price) for rate in delivery("chrono").rates]
    assert prices == [(Money(0, "EUR"), Money(1490, "EUR")), (Money(10000, "EUR"), Money(0, "EUR"))]
    owner.post("/back-office/delivery/methods/chrono/active/", {"active": "no"})
    assert delivery("chrono").active is False
    assert "No longer offered" in owner.get("/back-office/delivery/methods/chrono/").text


def test_ways_to_pay_are_set_up_and_switched_off(owner: Client) -> None:
    assert [method.code for method in offered_methods("fr")] == ["transfer"]
    sent = {"label_fr": "Banque de test", "label_en": "Test bank", "hold_hours": "0.5", "position": "1"}
    answer = owner.post("/back-office/payments/new/simulator/", sent)
    assert answer["Location"] == "/back-office/payments/methods/simulator/"
    assert [method.hold_minutes for method in offered_methods("fr") if method.code == "simulator"] == [30]
    owner.post("/back-office/payments/methods/transfer/offered/", {"enabled": "no"})
    assert [method.code for method in offered_methods("fr")] == ["simulator"]
    assert owner.get("/back-office/payments/new/nobody/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_page_is_published_in_versions_and_nobody_is_overwritten(owner: Client) -> None:
    before, terms = terms_version(), page("terms")
    sent = {"title_fr": "CGV", "title_en": "Terms", "body_fr": "<p>Un</p><script>x</script>", "body_en": "<p>One</p>"}
    answer = owner.post(
        "/back-office/pages/terms/edit/", {**sent, "based_on": terms.number, "in_footer": "on", "position": "2"}
    )
    assert answer.status_code == 302
    assert page("terms").bodies["fr"] == "<p>Un</p>"
    assert terms_version() != before
    late = owner.post("/back-office/pages/terms/edit/", {**sent, "title_fr": "Les miennes", "based_on": terms.number})
    assert late.status_code == 422
    assert page("terms").titles["fr"] == "CGV"
    old = owner.get(f"/back-office/pages/terms/edit/?version={terms.number}").text
    assert terms.titles["fr"] in old
    free = {**sent, "key": "artisans", "based_on": "0", "title_fr": "Nos artisans", "title_en": "Our makers"}
    assert owner.post("/back-office/pages/new/", free)["Location"] == "/back-office/pages/artisans/edit/"


@pytest.mark.django_db(transaction=True)
def test_the_shop_the_entity_and_the_market(owner: Client) -> None:
    sent = {
        "name": "La Halle", "support_email": "aide@halle.example", "phone": "", "sender_name": "La Halle",
        "sender_email": "bonjour@halle.example", "default_market": "fr",
    }  # fmt: skip
    assert owner.post("/back-office/settings/", {**sent, "sender_email": "nobody"}).status_code == 422
    owner.post("/back-office/settings/", sent)
    assert merchant().name == "La Halle"
    [entity] = legal_entities()
    names = ("name", "legal_form", "siren", "siret", "vat_number", "rcs", "iban", "bic", "email", "phone")
    values = {name: getattr(entity, name) for name in names}
    values |= {name: getattr(entity.address, name) for name in ("line1", "line2", "postal_code", "city", "country")}
    address = f"/back-office/settings/entities/{entity.code}/"
    wrong = owner.post(address, {**values, "iban": "FR00"})
    assert 'id="id_iban_error"' in wrong.text
    owner.post(address, {**values, "share_capital": "12 000,50", "name": "La Halle SAS"})
    assert (legal_entities()[0].name, legal_entities()[0].share_capital) == ("La Halle SAS", Money(1200050, "EUR"))
    terms = {
        "name": "France", "countries": ["FR", "BE"], "languages": ["fr", "en"], "default_language": "fr",
        "time_zone": "Europe/Paris", "legal_entity": str(entity.id), "order_prefix": "FR", "capture_at": "shipment",
        "invoice_at": "payment", "sourcing": "nearest", "return_postage": "merchant", "active": "on", "gift_wrap": "on",
    }  # fmt: skip
    owner.post("/back-office/settings/markets/fr/", terms)
    assert (market("fr").countries, market("fr").capture_at.value) == (("FR", "BE"), "shipment")
    assert (market("fr").sourcing.value, market("fr").split_allowed) == ("nearest", False)
    assert (market("fr").return_postage.value, market("fr").gift_wrap) == ("merchant", True)
    known = make_product().variants[0]
    for sku in ("NOWHERE", known.sku):  # there is none, and one that is no service
        named = {**terms, "gift_wrap_sku": sku}
        assert owner.post("/back-office/settings/markets/fr/", named).status_code == 422
    set_variant_kind(variant_id=known.id, kind=VariantKind.SERVICE, actor=OWNER, now=NOON)
    owner.post("/back-office/settings/markets/fr/", {**terms, "gift_wrap_sku": known.sku})
    assert market("fr").gift_wrap_article_id == known.id
    assert f'value="{known.sku}"' in owner.get("/back-office/settings/markets/fr/").text
    owner.post("/back-office/settings/markets/fr/", terms)
    assert market("fr").gift_wrap_article_id is None
    closed = owner.post("/back-office/settings/markets/fr/", {**terms, "active": ""})
    assert "The default market must stay open" in closed.text


def test_a_place_with_its_hours(owner: Client) -> None:
    sent = {
        "code": "annecy", "name_fr": "Boutique d’Annecy", "name_en": "Annecy shop", "kind": "shop",
        "line1": "1 rue Carnot",
        "postal_code": "74000", "city": "Annecy", "country": "FR", "priority": "3", "active": "on",
        "offers_pickup": "on",
    }  # fmt: skip
    wrong = owner.post("/back-office/settings/places/new/", {**sent, "hours_mon": "19h-9h"})
    assert wrong.status_code == 422
    answer = owner.post("/back-office/settings/places/new/", {**sent, "hours_mon": "9h-12h30, 14:00–19:00"})
    assert answer["Location"] == "/back-office/settings/places/annecy/", answer.text
    place = places_for(["annecy"])["annecy"]
    assert (place.partner, place.territory) == (False, ())
    theirs = {**sent, "partner": "on", "territory": "fr-74, CH"}
    owner.post("/back-office/settings/places/annecy/", {**theirs, "hours_mon": "9h-12h30, 14:00–19:00"})
    place = places_for(["annecy"])["annecy"]
    assert (place.partner, place.territory) == (True, ("FR-74", "CH"))
    assert place.opening_hours["mon"] == (("09:00", "12:30"), ("14:00", "19:00"))


def test_a_test_mail_is_queued_and_told(owner: Client) -> None:
    assert owner.post("/back-office/settings/mail/", {"to": "nobody"}).status_code == 422
    owner.post("/back-office/settings/mail/", {"to": "elodie@halle.example"})
    [message] = [one for one in latest_messages(actor=OWNER) if one.kind is MessageKind.TEST]
    assert message.to == "elodie@halle.example"
    assert "elodie@halle.example" in owner.get("/back-office/settings/mail/").text


def test_letters_that_could_not_be_delivered_are_sent_again(owner: Client, working: Working) -> None:
    address = "/back-office/settings/mail/"
    queue = partial(queue_order_message, kind=MessageKind.ORDER_TO_PAY, order_id=working.order_id, actor=OWNER)
    ids = [id for number in range(3) if (id := queue(again=str(number), now=clock.now()))]
    for id in ids:
        give_up_message(message_id=id, reason="550 no such mailbox", actor=OWNER, now=clock.now())
    shown = owner.get(address).text
    assert shown.count("550 no such mailbox") >= 3
    assert "First tick the e-mails" in owner.post(f"{address}resend/", {}, follow=True).text
    assert owner.post(f"{address}resend/", {"message": ["x"]}).status_code == 404
    assert "1 e-mail resent." in owner.post(f"{address}resend/", {"message": [str(ids[0])]}, follow=True).text
    assert [one.id for one in given_up_messages(actor=OWNER)] == [ids[2], ids[1]]
    assert "2 e-mails resent." in owner.post(f"{address}resend/", {"all": "yes"}, follow=True).text
    assert "Could not be delivered" not in owner.get(address).text


def test_staff_are_let_in_changed_and_let_go(owner: Client) -> None:
    sent = {
        "name": "Karim",
        "email": "karim@halle.example",
        "roles": ["warehouse"],
        "language": "fr",
        "password": "court",
    }
    weak = owner.post("/back-office/settings/staff/new/", sent)
    assert 'id="id_password_error"' in weak.text
    owner.post("/back-office/settings/staff/new/", {**sent, "password": "le cheval mange du foin bleu"})
    [karim] = [one for one in staff(actor=OWNER) if one.email == "karim@halle.example"]
    address = f"/back-office/settings/staff/{karim.id}/"
    owner.post(address, {"roles": ["orders", "warehouse"], "markets": ["fr"]})
    owner.post(f"{address}active/", {"active": "no"})
    [karim] = [one for one in staff(actor=OWNER) if one.email == "karim@halle.example"]
    assert (karim.roles, karim.markets, karim.active) == (("orders", "warehouse"), frozenset({"fr"}), False)
    told = owner.get(address).text
    assert "Roles changed" in told
    assert "Account closed" in told


@pytest.mark.django_db(transaction=True)
def test_nobody_can_shut_out_the_last_owner(owner: Client) -> None:
    [own] = [one for one in staff(actor=OWNER) if one.email == "owner@halle.example"]
    answer = owner.post(f"/back-office/settings/staff/{own.id}/active/", {"active": "no"})
    assert answer.status_code == 422
    assert "at least one active owner" in answer.text


def test_a_key_is_shown_once_and_opens_only_what_it_names(owner: Client) -> None:
    answer = owner.post("/back-office/settings/keys/", {"label": "ERP", "scopes": ["inventory.adjust"]})
    secret = answer.text.split('class="fixed-pitch secret">')[1].split("<")[0]
    assert actor_of_key(secret, now=NOON).permissions == {"inventory.adjust"}
    assert answer["Cache-Control"] == "private, no-store"
    assert secret not in owner.get("/back-office/settings/keys/").text
    [key] = api_keys(actor=OWNER)
    owner.post(f"/back-office/settings/keys/{key.id}/revoke/")
    assert api_keys(actor=OWNER)[0].revoked_at is not None


@pytest.mark.django_db(transaction=True)
def test_customers_are_found_and_corrected(owner: Client, working: Working) -> None:
    [row] = customer_rows(actor=OWNER).items
    address = f"/back-office/customers/{row.id}/"
    assert "Lucie Martin" in owner.get("/back-office/customers/?q=lucie").text
    shown = owner.get(address).text
    assert working.number in shown
    sent = {
        "name": "Lucie Martin",
        "company": "",
        "email": row.email,
        "phone": "+33600000001",
        "vat_number": "",
        "language": "fr",
    }
    owner.post(address, {**sent, "version": "1"})
    assert "+33600000001" in owner.get(address).text
    late = owner.post(address, {**sent, "phone": "+33600000002", "version": "1"})
    assert late.status_code == 422
    assert "+33600000002" in late.text, "what was written is kept"


def test_the_trail_shows_what_people_did_and_everything_on_request(owner: Client, working: Working) -> None:
    owner.post("/back-office/settings/mail/", {"to": "elodie@halle.example"})
    trail = owner.get("/back-office/settings/audit/").text
    assert "Order placed" not in trail, "a customer did that"
    everything = owner.get("/back-office/settings/audit/?view=everything").text
    assert "Order placed" in everything
    ((number,),) = fetch("SELECT number FROM orders_order WHERE id = %s", [working.order_id])
    assert re.search(rf'href="/back-office/orders/{working.order_id}/"[^>]*>\s*[^<]*{number}', everything)


def test_the_trail_names_who_did_what(owner: Client, working: Working) -> None:
    owner.post(f"/back-office/orders/{working.order_id}/record-payment/", {"reference": "VIR 1"})
    told = owner.get("/back-office/settings/audit/").text
    assert "Payment recorded" in told
    assert f'href="/back-office/orders/{working.order_id}/"' in told
    for word in ("None", "{", "_minor", "&#x27;"):
        assert word not in told.split('class="trail"')[1].split("</ol>")[0], word


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_desk_speaks_the_language_chosen(owner: Client, language: str) -> None:
    answer = owner.post("/back-office/preferences/", {"language": language, "next": "/back-office/orders/"})
    assert answer["Location"] == "/back-office/orders/"
    shown = owner.get("/back-office/orders/").text
    assert f'<html lang="{language}"' in shown
    assert ("Réglages" in shown) is (language == "fr")


def test_a_market_that_is_not_open_to_them_cannot_be_chosen(working: Working) -> None:
    client = signed_in("lyon@halle.example", roles=("orders",))
    client.post("/back-office/preferences/", {"market": signing.dumps("xx")})
    assert client.get("/back-office/orders/").status_code == 200
