"""Who wants the shop's letters, at the desk: seen, found, taken along, and taken off when somebody telephones."""

import csv
from io import StringIO

import pytest
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.customers.actions import withdraw_consent
from comptoir.domains.customers.queries import consents_of, subscriber_rows
from comptoir.domains.customers.testing import make_subscriber
from comptoir.domains.customers.values import Purpose
from comptoir.kernel.testing import NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db

NEWS = "/back-office/customers/news/"
EXPORT = f"{NEWS}export.csv"


def lines(client: Client, address: str = EXPORT) -> list[list[str]]:
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_while_nobody_has_signed_up_it_says_how_people_do(owner: Client) -> None:
    for purpose in Purpose:
        [buyer] = subscriber_rows(purpose=purpose, actor=OWNER).items
        withdraw_consent(customer_id=buyer.customer_id, purpose=purpose, actor=OWNER, now=NOON)
    shown = owner.get(NEWS).text
    assert "Nobody has signed up yet" in shown
    assert "Add the Invitation block to your home page." in shown
    assert 'href="/back-office/pages/designs/home/"' in shown
    assert EXPORT not in shown
    advice = owner.get(f"{NEWS}?view=advice").text
    assert ("Nobody has signed up yet" in advice, "under “News and consent”" in advice) == (True, True)


def test_they_are_listed_counted_and_found_by_half_an_address(owner: Client) -> None:
    id = make_subscriber("helene@ruche.example")
    make_subscriber("jean@courriel.example")
    make_subscriber("jean@courriel.example", purpose=Purpose.ADVICE)
    shown = owner.get(NEWS).text
    assert shown.index("jean@courriel.example") < shown.index("helene@ruche.example")
    assert f'href="/back-office/customers/{id}/"' in shown
    assert 'Newsletter <span class="tab-count">3</span>' in shown
    assert 'Advice on purchases <span class="tab-count">2</span>' in shown
    found = owner.get(f"{NEWS}?q=ruche").text
    assert ("helene@ruche.example" in found, "jean@courriel.example" in found) == (True, False)
    assert f"{EXPORT}?q=ruche" in found
    assert "Nobody matches" in owner.get(f"{NEWS}?q=zzz").text
    assert "All customers" in owner.get("/back-office/customers/").text


def test_the_file_holds_the_proof_and_no_formula(owner: Client) -> None:
    make_subscriber("jean@courriel.example", wording="=HYPERLINK(1)", now=NOON)
    make_subscriber("+49@courriel.example", now=NOON)
    head, *rows, _buyer = lines(owner)
    assert head == [
        "E-mail", "Name", "Language", "Market", "Purpose of the consent", "Agreed on", "Given on", "Words shown",
        "Language of the words", "Source (hash)",
    ]  # fmt: skip
    assert rows == [
        ["'+49@courriel.example", "", "fr", "fr", "newsletter", "2026-11-23 12:00", "/en/", "I want news by e-mail.",
         "en", "a hash"],
        ["jean@courriel.example", "", "fr", "fr", "newsletter", "2026-11-23 12:00", "/en/", "'=HYPERLINK(1)",
         "en", "a hash"],
    ]  # fmt: skip
    assert len(lines(owner, f"{EXPORT}?q=jean")) == 2
    assert len(lines(owner, f"{EXPORT}?view=advice")) == 2


def test_somebody_who_telephones_is_taken_off_and_it_is_told_who_did_it(owner: Client) -> None:
    id = make_subscriber("jean@courriel.example")
    page = f"/back-office/customers/{id}/"
    assert "I want news by e-mail." in owner.get(page).text
    asked = owner.get(f"{page}news/stop/").text
    assert "jean@courriel.example receives no more letters of this kind" in asked
    assert consents_of(id)[0].granted, "nothing happens before the button is pressed"
    answer = owner.post(f"{page}news/stop/", {"because": "By phone"}, follow=True)
    assert answer.redirect_chain[-1][0] == NEWS
    assert "jean@courriel.example is off the list." in answer.text
    assert not consents_of(id)[0].granted
    told = owner.get(page).text
    for words in (
        "Taken back",
        "Told to your team",
        "Asked not to be written to any more",
        "By phone",
        "Élodie Martin",
    ):
        assert words in told, words
    again = owner.post(f"{page}news/stop/", {}, follow=True).text
    assert "jean@courriel.example was off the list already." in again


def test_advice_is_another_list_than_news(owner: Client) -> None:
    id = make_subscriber("jean@courriel.example")
    make_subscriber("jean@courriel.example", purpose=Purpose.ADVICE)
    answer = owner.post(f"/back-office/customers/{id}/news/stop/?view=advice", {"because": ""})
    assert answer["Location"] == f"{NEWS}?view=advice"
    assert len(lines(owner, f"{EXPORT}?q=jean&view=advice")) == 1
    assert "jean@courriel.example" in owner.get(NEWS).text


ROLES = {
    "marketing": (200, 200, 200), "support": (200, 403, 200),
    **dict.fromkeys(("orders", "catalogue", "warehouse", "accountant", "readonly"), (403, 403, 403)),
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_it_needs(working: Working, role: str) -> None:
    id = make_subscriber("jean@courriel.example")
    client = signed_in(f"{role}@halle.example", roles=(role,))
    addresses = (NEWS, EXPORT, f"/back-office/customers/{id}/news/stop/")
    assert tuple(client.get(address).status_code for address in addresses) == ROLES[role]
    assert (EXPORT in client.get(NEWS).text) == (ROLES[role][1] == 200)


def test_who_may_not_changes_nothing(working: Working) -> None:
    id = make_subscriber("jean@courriel.example")
    for client in (
        signed_in("orders@halle.example", roles=("orders",)),
        signed_in("liege@halle.example", roles=("support",), markets=("be",)),
    ):
        before = snapshot()
        assert client.post(f"/back-office/customers/{id}/news/stop/", {"because": "x"}).status_code == 403
        assert {table for table, digest in snapshot().items() if before[table] != digest} <= {
            "accounts_session",
            "django_session",
        }
    abroad = signed_in("namur@halle.example", roles=("marketing",), markets=("be",))
    assert "jean@courriel.example" not in abroad.get(NEWS).text
    assert len(lines(abroad)) == 1
