"""Accounts, as buyers use them through Django's client."""

import io
import re
import zipfile
from datetime import timedelta
from html import unescape
from typing import Any

import orjson
import pytest
from django.test import Client

from comptoir.domains.customers.testing import PASSWORD, SoftPasskey, how_many, latest_link
from comptoir.domains.customers.values import Ceremony
from comptoir.domains.orders.queries import order_rows
from comptoir.domains.orders.values import OrderFilter, OrderRow
from comptoir.kernel.access import token_for
from comptoir.kernel.clock import set_clock
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.carts import COOKIE as CART
from comptoir.storefront.sessions import COOKIE
from comptoir.storefront.tests.buying import DETAILS, attribute, filled, location, order, put_in, shown
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
EMAIL = DETAILS["email"]


@pytest.fixture(autouse=True)
def _open(selling: Selling) -> None:
    """Every test here has the shop."""


def letter_to(email: str = EMAIL) -> str:
    """The address that the letter to somebody leads to."""
    id = latest_link(email)
    return f"/fr/compte/lien/{id}.{token_for('account_link', id)}"


def the_order() -> OrderRow:
    (found,) = order_rows(OrderFilter(), actor=OWNER).items
    return found


def sign_up(client: Client, email: str = EMAIL, password: str = PASSWORD) -> Any:
    client.post("/fr/compte/lien", {"email": email})
    return client.post(letter_to(email), {"password": password, "name": "Lucie Martin"})


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD, then: str = "") -> Any:
    return client.post("/fr/compte/connexion", {"do": "password", "email": email, "password": password, "then": then})


def ceremony(response: Any, kind: str) -> Ceremony:
    html = response.content.decode()
    found = re.search(rf'data-passkey="{kind}" data-options="([^"]*)"', html)
    assert found is not None
    state = re.search(r'name="state" value="([^"]*)"', html[found.start() :])
    assert state is not None
    return Ceremony(options=unescape(found.group(1)), state=unescape(state.group(1)))


def in_basket(client: Client) -> str:
    return attribute(shown(client.get("/fr/panier")), "quantity")


def test_an_account_is_made_by_a_letter_and_signed_in_to_with_a_password(client: Client):
    assert "est en route vers" in shown(client.post("/fr/compte/lien", {"email": EMAIL}))
    page = shown(client.get(letter_to()))
    assert EMAIL in page
    assert how_many()[0] == 0
    assert location(client.post(letter_to(), {"password": PASSWORD, "name": "Lucie Martin"})) == "/fr/compte"
    assert "Bonjour Lucie" in shown(client.get("/fr/compte"))
    assert "Mon compte" in shown(client.get("/fr/"))
    assert location(client.post("/fr/compte/deconnexion")) == "/fr/"
    assert location(client.get("/fr/compte/commandes")) == "/fr/compte/connexion?then=orders"
    assert location(sign_in(client, then="orders")) == "/fr/compte/commandes"


def test_nobody_learns_who_has_an_account(client: Client):
    sign_up(client)
    client.post("/fr/compte/deconnexion")

    def of(email: str) -> tuple[str, str]:
        asked = shown(client.post("/fr/compte/lien", {"email": email})).replace(email, "…")
        refused = sign_in(client, email, "not the password")
        assert refused.status_code == 422
        html = refused.content.decode().replace(email, "…")
        return asked, re.sub(r'(data-options|name="state" value)="[^"]*"', "", html)

    assert of(EMAIL) == of("nobody@exemple.example")


def test_a_link_that_was_used_says_so_and_leads_on(client: Client):
    sign_up(client)
    used = letter_to()
    for response in (client.get(used), client.post(used, {"password": PASSWORD})):
        assert "Ce lien n’est plus valable" in shown(response, 409)
    shown(client.get("/fr/compte/lien/none"), 404)
    shown(client.get(f"{used}x"), 404)


def test_a_weak_password_is_told_beside_the_field(client: Client):
    client.post("/fr/compte/lien", {"email": EMAIL})
    html = shown(client.post(letter_to(), {"password": "court", "name": "Lucie"}), 422)
    assert 'id="f-password-error"' in html
    assert attribute(html, "name") == "Lucie"
    assert PASSWORD not in html


def test_trying_passwords_is_slow_whoever_tries(client: Client, settings: Any):
    settings.RATE_LIMITS = {"storefront.sign_ins_of_account": (2, 1)}
    assert [sign_in(client).status_code for _ in range(3)] == [422, 422, 429]
    assert sign_in(client, "emma@exemple.example").status_code == 422


def test_what_a_guest_ordered_is_in_the_account_of_the_verified_address(client: Client):
    put_in(client)
    key = location(order(client)).rpartition("/")[2]
    thanks = shown(client.get(f"/fr/paiement/{key}", follow=True))
    assert 'action="/fr/compte/lien"' in thanks
    number = the_order().number
    sign_up(Client(), "emma@exemple.example")
    stranger = Client()
    sign_in(stranger, "emma@exemple.example")
    assert number not in shown(stranger.get("/fr/compte/commandes"))
    sign_up(client)
    html = shown(client.get("/fr/compte/commandes"))
    assert number in html
    href = re.search(r'href="(/fr/suivi/[^"]+)"', html)
    assert href is not None
    assert number in shown(client.get(href.group(1)))
    assert number in shown(client.get("/fr/compte"))


def test_a_basket_is_found_again_elsewhere_and_joined_once(client: Client):
    put_in(client, quantity=2)
    sign_up(client)
    assert in_basket(client) == "2"
    phone = Client()
    put_in(phone, quantity=3)
    sign_in(phone)
    assert in_basket(phone) == "5"
    assert in_basket(client) == "5"
    sign_in(phone)
    assert in_basket(phone) == "5"
    tablet = Client()
    sign_in(tablet)
    assert in_basket(tablet) == "5"


def test_a_tab_that_has_not_heard_of_signing_in_adds_to_the_same_basket(client: Client):
    put_in(client, quantity=1)
    sign_up(client)
    phone = Client()
    put_in(phone, quantity=1)
    stale = phone.cookies[CART].value
    sign_in(phone)
    old_tab = Client()
    old_tab.cookies[CART] = stale
    put_in(old_tab, quantity=4)
    assert in_basket(client) == "6"


def test_signing_out_takes_the_basket_out_of_the_browser_and_not_out_of_the_account(client: Client):
    put_in(client, quantity=2)
    sign_up(client)
    kept = client.cookies[CART].value
    client.post("/fr/compte/deconnexion")
    client.cookies[CART] = kept  # a copy of the cookie opens nothing any more
    assert 'name="quantity"' not in shown(client.get("/fr/panier"))
    sign_in(client)
    assert in_basket(client) == "2"


def test_the_checkout_is_filled_for_who_is_signed_in(client: Client):
    sign_up(client)
    home = {"do": "save", "name": "Lucie Martin", "line1": "8 rue des Remparts", "postal_code": "69002"}
    assert client.post("/fr/compte/adresses", {**home, "country": "FR"}).status_code == 422
    client.post("/fr/compte/adresses", {**home, "city": "Lyon", "country": "FR"})
    client.post("/fr/compte/adresses", {**home, "line1": "2 quai Rambaud", "city": "Lyon", "country": "FR"})
    put_in(client)
    html = shown(client.get("/fr/commande"))
    assert (attribute(html, "email"), attribute(html, "line1")) == (EMAIL, "8 rue des Remparts")
    other = re.search(r'value="(saved:[^"]+)"', html)
    assert other is not None
    html = shown(client.post("/fr/commande", filled(client, do=other.group(1))))
    assert attribute(html, "line1") == "2 quai Rambaud"


def test_who_is_signed_in_finds_the_order_whatever_address_they_typed(client: Client):
    sign_up(client)
    put_in(client)
    order(client, email="bureau@exemple.example")
    assert the_order().number in shown(client.get("/fr/compte/commandes"))


def test_a_passkey_signs_in_without_a_password(client: Client):
    sign_up(client)
    device = SoftPasskey("http://localhost:8000")
    answered = device.registers(ceremony(client.get("/fr/compte/securite"), "create"))
    told = {"do": "passkey", "label": "Téléphone", "answer": answered.answer, "state": answered.state}
    assert "Téléphone" in shown(client.post("/fr/compte/securite", told))
    client.post("/fr/compte/securite", {"do": "no_password"})
    client.post("/fr/compte/deconnexion")
    assert sign_in(client).status_code == 422
    answered = device.signs_in(ceremony(client.get("/fr/compte/connexion"), "get"))
    told = {"do": "passkey", "answer": answered.answer, "state": answered.state}
    assert location(client.post("/fr/compte/connexion", told)) == "/fr/compte"
    assert client.post("/fr/compte/connexion", told).status_code == 422


def test_what_is_grave_asks_again_after_a_while(client: Client):
    sign_up(client)
    shown(client.get("/fr/compte/securite"))
    set_clock(NOON + timedelta(minutes=20))
    assert location(client.get("/fr/compte/securite")) == "/fr/compte/connexion?then=security"
    assert "Est-ce bien vous" in shown(client.get("/fr/compte/connexion?then=security"))
    assert location(sign_in(client, then="security")) == "/fr/compte/securite"
    set_clock(NOON)


def test_another_address_is_used_once_its_letter_was_opened(client: Client):
    sign_up(client)
    shown(client.post("/fr/compte/securite", {"do": "email", "email": "lucie@maison.example"}))
    assert sign_in(Client()).status_code == 303
    client.post(letter_to("lucie@maison.example"))
    assert sign_in(Client()).status_code == 422
    assert sign_in(Client(), "lucie@maison.example").status_code == 303
    assert "lucie@maison.example" in shown(client.get("/fr/compte"))


def test_signing_out_everywhere_else(client: Client):
    sign_up(client)
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit Safari/605"})
    sign_in(phone)
    assert "Safari, iPhone" in shown(client.get("/fr/compte/securite"))
    shown(client.post("/fr/compte/securite", {"do": "close_others"}))
    assert how_many() == (1, 1)
    assert phone.get("/fr/compte").status_code == 303


def test_the_address_of_a_company_is_shown_and_edited_as_one(client: Client):
    sign_up(client)
    book, company = "/fr/compte/adresses", "Atelier du Canal"
    saved = {"do": "save", "country": "FR", "name": "Lucie", "company": company, "line1": "4 quai du Port"}
    assert location(client.post(book, saved | {"postal_code": "69002", "city": "Lyon"})) == book
    html = shown(client.get(book))
    assert html.index(company) < html.index('<p class="entry-line">Lucie</p>')
    assert attribute(shown(client.get(f"{book}?address={attribute(html, 'address')}")), "company") == company
    assert 'name="company"' not in shown(client.get(book))


def test_consents_are_kept_in_the_words_that_were_shown(client: Client):
    sign_up(client)
    shown(client.post("/fr/compte/consentements", {"newsletter": "1"}))
    html = shown(client.post("/fr/compte/consentements", {}))
    assert html.index("Retiré") < html.index("Accepté")
    assert "«\N{NO-BREAK SPACE}Je souhaite recevoir" in html


def test_everything_that_is_known_is_one_file(client: Client):
    put_in(client)
    order(client)
    sign_up(client)
    response = client.get("/fr/compte/donnees/fichier")
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        names = sorted(archive.namelist())
        known = orjson.loads(archive.read(names[1]))
        readable = archive.read(names[0]).decode()
    assert [name.rpartition(".")[2] for name in names] == ["html", "json"]
    (bought,) = known["orders"]
    assert (bought["email"], bought["shipping_address"]["line1"]) == (EMAIL, "8 rue des Remparts")
    assert bought["number"] in readable
    assert "argon2" not in response.content.decode("latin-1")


def test_an_account_is_deleted_once_nothing_is_under_way(client: Client):
    sign_up(client)
    put_in(client)
    key = location(order(client)).rpartition("/")[2]
    shown(client.post("/fr/compte/donnees", {"do": "erase"}), 422)
    number = the_order().number
    assert number in shown(client.post("/fr/compte/donnees", {"do": "erase", "sure": "1"}), 409)
    page = client.get(f"/fr/paiement/{key}", follow=True).redirect_chain[-1][0].rpartition("/")[2]
    client.post(f"/fr/suivi/{page}/annuler")
    location(client.post("/fr/compte/donnees", {"do": "erase", "sure": "1"}))
    assert not client.cookies[COOKIE].value
    assert how_many()[0] == 0
    assert sign_in(client).status_code == 422
    assert the_order().email == ""


def test_a_basket_shown_to_others_opens_as_a_copy(client: Client):
    put_in(client, quantity=2)
    link = location(client.post("/fr/panier/partage"))
    page = shown(client.get(link))
    shared = re.search(r'value="[^"]*?(/fr/panier/partage/[^"]+)"', page)
    assert shared is not None
    put_in(client, quantity=1)  # what is added afterwards is not shown
    friend = Client()
    html = shown(friend.get(shared.group(1)))
    assert "Remplacer" not in html
    assert not friend.cookies
    location(friend.post(shared.group(1), {"do": "add"}))
    assert in_basket(friend) == "2"
    assert "Remplacer mon panier" in shown(friend.get(shared.group(1)))
    friend.post(shared.group(1), {"do": "add"})
    assert in_basket(friend) == "4"
    friend.post(shared.group(1), {"do": "instead"})
    assert in_basket(friend) == "2"
    assert in_basket(client) == "3"
    shown(friend.get("/fr/panier/partage/none"), 404)
