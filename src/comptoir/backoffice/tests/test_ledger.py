"""The books as staff look at them, and the file that leaves with the accountant."""

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.markets.queries import market_settings
from comptoir.domains.orders.queries import order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.kernel import clock
from comptoir.kernel.testing import OWNER

BOOKS = "/back-office/settings/ledger/"
ENTRY = 'class="ledger stackable entry"'


@pytest.fixture
def sold(working: Working) -> Working:
    """The order is paid and has left: 30.70 with VAT at 5.5 %."""
    now = clock.now()
    record_payment(order_id=working.order_id, amount=order(working.order_id).total, actor=OWNER, now=now)
    ship_order(order_id=working.order_id, prepare=True, actor=OWNER, now=now)
    return working


def test_the_trial_balance_of_a_year_and_of_a_month_without_trade(owner: Client, sold: Working) -> None:
    shown = owner.get(BOOKS).text
    for words in (
        "Trial balance",
        ">411<",
        "Customers",
        "Advances received from customers",
        "VAT charged, FR",
        "€30.70",
    ):
        assert words in shown, words
    other = clock.now().month % 12 + 1
    quiet = owner.get(f"{BOOKS}?month={other}").text
    if other > clock.now().month:
        assert "Moved in all" in quiet, "what stood before still stands"
    assert owner.get(f"{BOOKS}?year=abc&month=99&entity=halle").status_code == 200
    assert owner.get(f"{BOOKS}?entity=nobody").status_code == 404


def test_entries_are_found_by_their_document_and_lead_to_the_order(owner: Client, sold: Working) -> None:
    shown = owner.get(f"{BOOKS}entries/").text
    assert shown.count(ENTRY) == 3
    assert f'href="/back-office/orders/{sold.order_id}/"' in shown
    year = clock.now().year
    by_document = owner.get(f"{BOOKS}entries/?q=f{year}-000001").text
    assert by_document.count(ENTRY) == 1
    assert owner.get(f"{BOOKS}entries/?journal=BQ").text.count(ENTRY) == 2
    assert owner.get(f"{BOOKS}entries/?account=707").text.count(ENTRY) == 1
    assert "No entries match in this period." in owner.get(f"{BOOKS}entries/?q=zzz").text
    assert owner.get(f"{BOOKS}entries/?cursor=nonsense").status_code == 302


def test_the_file_for_the_tax_office_is_downloaded(owner: Client, sold: Working) -> None:
    (entity,) = market_settings().legal_entities
    year = clock.now().year
    answer = owner.get(f"{BOOKS}fec/{entity.code}/{year}/")
    assert isinstance(answer, StreamingHttpResponse)
    assert answer["Content-Disposition"] == f'attachment; filename="{entity.siren}FEC{year}1231.txt"'
    rows = answer.getvalue().decode().split("\r\n")
    assert rows[0].startswith("JournalCode\tJournalLib\t")
    assert {row.count("\t") for row in rows[:-1]} == {17}
    for address in (f"{BOOKS}fec/nobody/{year}/", f"{BOOKS}fec/{entity.code}/99999/"):
        assert owner.get(address).status_code == 404


def test_the_books_are_for_accountants(sold: Working) -> None:
    packer = signed_in("stock@halle.example", roles=("warehouse",))
    accountant = signed_in("books@halle.example", roles=("accountant",))
    (entity,) = market_settings().legal_entities
    for address in (BOOKS, f"{BOOKS}entries/", f"{BOOKS}fec/{entity.code}/{clock.now().year}/"):
        assert packer.get(address).status_code == 403
        assert accountant.get(address).status_code == 200
        assert accountant.post(address).status_code == 405


def test_a_deposit_invoice_is_asked_for_once(owner: Client, working: Working) -> None:
    page, deposit = f"/back-office/orders/{working.order_id}/", f"/back-office/orders/{working.order_id}/deposit/"
    assert "Issue a deposit invoice" not in owner.get(page).text, "nothing was received yet"
    record_payment(order_id=working.order_id, amount=order(working.order_id).total, actor=OWNER, now=clock.now())
    assert deposit in owner.get(page).text
    assert signed_in("stock@halle.example", roles=("warehouse",)).post(deposit).status_code == 403
    assert owner.post(deposit)["Location"] == page
    shown = owner.get(page).text
    assert "Deposit invoice F" in shown
    assert deposit not in shown
    again = owner.post(deposit, follow=True, headers={"referer": f"http://testserver{page}"})
    assert "is left to invoice" in again.text
