"""Who comes in, and what a stranger sees."""

import pytest
from django.test import Client
from django.urls import resolve

from comptoir.backoffice.accounts.first import FIRST_OWNER
from comptoir.backoffice.tests.addresses import desk_addresses, shown_addresses
from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.accounts.actions import set_user_active
from comptoir.domains.accounts.queries import staff
from comptoir.domains.accounts.testing import PASSWORD, make_user
from comptoir.domains.markets.queries import market_settings
from comptoir.domains.network.queries import places
from comptoir.domains.payments.queries import offered_methods
from comptoir.kernel.access import token_for
from comptoir.kernel.history import history_of
from comptoir.kernel.testing import NOON, OWNER

SIGN_IN = "/back-office/account/sign-in/"


def test_every_page_of_the_desk_is_among_those_that_are_looked_at(owner: Client, working: Working) -> None:
    looked_at = {
        resolve(f"/back-office/{address.partition('?')[0]}").url_name for address in shown_addresses(working).values()
    }
    pages = {name for name, address in desk_addresses().items() if owner.get(address).status_code != 405}
    assert pages - looked_at == {
        "receipt",
        "document",
        "settings-fec",
        "return",
        "parcel-label-pdf",
        "batch-labels",
        "parcel-slip",
        "batch-slips",
        "orders-export",
        "redirects-export",
        "news-export",
        "design-preview",
        "purchase-pdf",
    }, "because their own tests look at files, at previews, at a return and at goods that came"


@pytest.mark.django_db
def test_a_stranger_is_led_to_the_door_from_every_page() -> None:
    addresses = desk_addresses()
    assert len(addresses) > 50
    for name, address in addresses.items():
        for method in ("get", "post"):
            answer = getattr(Client(), method)(address)
            assert answer.status_code in {302, 405}, (name, method)
            if answer.status_code == 302:
                assert answer["Location"].startswith(SIGN_IN), (name, method)


def test_without_a_role_nothing_opens_but_the_first_page(working: Working) -> None:
    client = signed_in("nobody@halle.example", roles=())
    for name, address in desk_addresses().items():
        answers = {getattr(client, method)(address).status_code for method in ("get", "post")}
        expected = {200, 405} if name in {"home", "search"} else {403, 405, 404}
        assert answers <= expected, (name, answers)
        if name not in {"home", "search"}:
            assert 403 in answers, name


def test_the_refusal_says_what_is_missing_and_who_can_help(working: Working) -> None:
    client = signed_in("stock@halle.example", roles=("warehouse",))
    answer = client.get("/back-office/settings/staff/")
    assert answer.status_code == 403
    assert "accounts.view" in answer.text
    assert "An owner can grant it" in answer.text
    assert 'href="/back-office/settings/staff/"' not in client.get("/back-office/settings/").text


def test_sign_in_with_address_and_password(working: Working) -> None:
    make_user("karim@halle.example", password=PASSWORD)
    client = Client()
    wrong = client.post(
        SIGN_IN, {"login": "karim@halle.example", "password": "faux"}, headers={"accept-language": "en"}
    )
    assert wrong.status_code == 200
    assert "Incorrect e-mail address or password" in wrong.text
    right = client.post(f"{SIGN_IN}?next=/back-office/orders/", {"login": "Karim@Halle.example", "password": PASSWORD})
    assert (right.status_code, right["Location"]) == (302, "/back-office/orders/")
    assert client.get("/back-office/orders/").status_code == 200


def test_guessing_is_slowed_down(working: Working) -> None:
    make_user("karim@halle.example", password=PASSWORD)
    client = Client(headers={"accept-language": "en"})
    for _ in range(8):
        client.post(SIGN_IN, {"login": "karim@halle.example", "password": "faux"})
    answer = client.post(SIGN_IN, {"login": "karim@halle.example", "password": PASSWORD})
    assert "try again in" in answer.text
    assert client.get("/back-office/").status_code == 302
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    answer = elsewhere.post(SIGN_IN, {"login": "karim@halle.example", "password": PASSWORD})
    assert answer.status_code == 302, "somebody far away cannot lock Karim out"


def test_an_account_that_is_closed_is_out_with_the_next_click(owner: Client) -> None:
    (user,) = staff(actor=OWNER)
    make_user("second@halle.example")
    assert owner.get("/back-office/").status_code == 200
    set_user_active(user_id=user.id, active=False, actor=OWNER, now=NOON)
    assert owner.get("/back-office/")["Location"].startswith(SIGN_IN)


def test_forms_without_their_token_are_refused(owner: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = owner.cookies
    answer = strict.post("/back-office/settings/", {"name": "Stolen"})
    assert answer.status_code == 403
    merchant = market_settings().merchant
    assert merchant is not None
    assert merchant.name != "Stolen"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_preferences_lead_nowhere_else(owner: Client, address: str) -> None:
    answer = owner.post("/back-office/preferences/", {"theme": "dark", "next": address})
    assert answer["Location"] == "/back-office/"
    assert answer.cookies["comptoir_theme"].value == "dark"
    assert answer.cookies["comptoir_theme"]["httponly"] is True


OWNER_FORM = {"name": "Élodie Martin", "email": "elodie@halle.example", "password": PASSWORD}
SHOP_FORM = {
    "name": "La Halle", "support_email": "aide@halle.example", "sender_email": "bonjour@halle.example", "phone": "",
    "registered_name": "La Halle SAS", "legal_form": "SAS", "siren": "732829320", "vat_number": "FR44732829320",
    "rcs": "Lyon",
    "line1": "12 quai des Étroits", "line2": "", "postal_code": "69005", "city": "Lyon", "country": "FR",
    "iban": "FR1420041010050500013M02606", "bic": "PSSTFRPPLYO",
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_first_owner_comes_in_by_the_printed_link_and_sets_the_shop_up() -> None:
    client = Client(headers={"accept-language": "en"})
    assert client.get("/back-office/set-up/").status_code == 403
    assert client.get("/back-office/welcome/guessed/").status_code == 403
    address = f"/back-office/welcome/{token_for(FIRST_OWNER, FIRST_OWNER)}/"
    weak = client.post(address, {**OWNER_FORM, "password": "court"})
    assert (weak.status_code, len(staff(actor=OWNER))) == (422, 0)
    assert client.post(address, OWNER_FORM)["Location"] == "/back-office/set-up/"
    assert client.get("/back-office/orders/")["Location"] == "/back-office/set-up/"
    wrong = client.post("/back-office/set-up/", {**SHOP_FORM, "siren": "123", "postal_code": ""})
    assert wrong.status_code == 422
    assert market_settings().merchant is None
    done = client.post("/back-office/set-up/", SHOP_FORM)
    assert done["Location"] == "/back-office/", done.text
    merchant = market_settings().merchant
    assert merchant is not None
    assert (merchant.name, merchant.default_market) == ("La Halle", "fr")
    assert [place.code for place in places()] == ["warehouse"]
    assert [method.code for method in offered_methods("fr")] == ["transfer"]
    home = client.get("/back-office/").text
    assert "Before the first sale" in home
    assert Client().get(address)["Location"] == "/back-office/", "the link opens nothing once there is an owner"
    [line] = history_of("markets.merchant", 1)
    assert line.actor_label == "Élodie Martin"
