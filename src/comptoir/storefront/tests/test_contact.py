"""Writing to the shop, finding the way back to an order, finding a shop."""

from html import unescape

import pytest
from django.test import Client

from comptoir.domains.cases.queries import inbox
from comptoir.domains.cases.values import CaseFilter, CaseKind
from comptoir.domains.messages.queries import latest_messages
from comptoir.domains.messages.values import MessageKind
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.kernel.testing import OWNER
from comptoir.storefront.carts import opened
from comptoir.storefront.tests.buying import ordered
from comptoir.storefront.tests.selling import SELLING, Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db(transaction=True)]
ASKED = {
    "name": "Lucie Martin",
    "email": "lucie@example.org",
    "topic": "goods",
    "order_number": "",
    "text": "Le miel est-il cristallisé ?",
    "website": "",
}


@pytest.fixture
def selling(db: None) -> Selling:
    return SELLING.laid()


def cases() -> list[str]:
    return [str(one.facts["name"]) for one in inbox(CaseFilter(kind=CaseKind.QUESTION), actor=OWNER).items]


def letters(kind: MessageKind) -> list[str]:
    return [one.to for one in latest_messages(actor=OWNER) if one.kind is kind]


def page(client: Client, path: str) -> str:
    return unescape(client.get(path).text)


def test_a_question_arrives_and_the_visitor_is_told(client: Client, selling: Selling) -> None:
    sent = client.post("/fr/contact", ASKED, follow=True)
    assert sent.redirect_chain == [("/fr/contact?sent=1", 303)]
    assert "Votre question nous est parvenue" in unescape(sent.text)
    assert cases() == ["Lucie Martin"]
    assert len(letters(MessageKind.QUESTION)) == 1


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(client: Client, selling: Selling) -> None:
    answer = client.post("/fr/contact", {**ASKED, "email": "nobody", "text": ""})
    shown = unescape(answer.text)
    assert answer.status_code == 422
    assert 'href="#f-email"' in shown
    assert 'href="#f-text"' in shown
    assert 'value="Lucie Martin"' in shown
    assert cases() == []


def test_a_program_that_fills_in_everything_is_told_nothing_and_asks_nothing(client: Client, selling: Selling) -> None:
    answer = client.post("/fr/contact", {**ASKED, "website": "https://spam.example"})
    assert (answer.status_code, answer["Location"]) == (303, "/fr/contact?sent=1")
    assert cases() == []


def test_there_is_a_limit_for_an_address_and_one_for_all(client: Client, selling: Selling, settings) -> None:
    settings.COMPTOIR_ENV = "production"
    settings.RATE_LIMITS = {"storefront.questions.all": (6, 1)}
    for number in range(5):
        assert client.post("/fr/contact", {**ASKED, "text": f"Question {number}"}).status_code == 303
    refused = client.post("/fr/contact", {**ASKED, "text": "Question 6"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert client.post("/fr/contact", ASKED, REMOTE_ADDR="203.0.113.1").status_code == 303
    assert client.post("/fr/contact", ASKED, REMOTE_ADDR="203.0.113.2").status_code == 429
    assert len(cases()) == 6


def test_another_sites_form_is_refused(client: Client, selling: Selling) -> None:
    assert client.post("/fr/contact", ASKED, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert cases() == []


def test_the_link_of_an_order_goes_to_whoever_ordered(client: Client, selling: Selling) -> None:
    key = ordered(client)
    path = client.get(f"/fr/paiement/{key}", follow=True).redirect_chain[-1][0]
    placed = order(OrderId(opened("order", path.rpartition("/")[2])))  # type: ignore[arg-type]  # a key of our own
    asked = {"number": placed.number.lower(), "email": placed.email}
    sent = client.post("/fr/retractation", asked, follow=True)
    assert sent.redirect_chain == [("/fr/retractation?sent=1", 303)]
    assert letters(MessageKind.ORDER_LINK) == [placed.email]
    # Who guesses is answered alike, and sets off nothing.
    other = client.post("/fr/retractation", {**asked, "email": "somebody@example.org"}, follow=True)
    assert other.text == sent.text
    assert letters(MessageKind.ORDER_LINK) == [placed.email]


def test_both_fields_are_needed(client: Client, selling: Selling) -> None:
    answer = client.post("/en/withdrawal", {"number": " ", "email": "x"})
    assert answer.status_code == 422
    assert 'href="#f-number"' in answer.text
    assert 'href="#f-email"' in answer.text


def test_shops_are_listed_with_a_page_each(client: Client, selling: Selling) -> None:
    listed = page(client, "/fr/boutiques")
    assert "/fr/boutiques/boutique" in listed
    assert "/fr/boutiques/entrepot" not in listed
    shown = page(client, "/fr/boutiques/boutique")
    assert "Horaires" in shown
    assert "fermé" in shown
    assert '"@type":"Store"' in shown
    assert client.get("/fr/boutiques/entrepot").status_code == 404
    assert client.get("/en/shops/boutique").status_code == 200


def test_every_page_leads_to_them_from_its_foot(client: Client, selling: Selling) -> None:
    footer = client.get("/fr/produits").text.partition("<footer")[2]
    for path in ("/fr/boutiques", "/fr/contact", "/fr/retractation", "/fr/cookies"):
        assert f'href="{path}"' in footer, path
