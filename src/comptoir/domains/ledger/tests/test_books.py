"""The books of a year: numbered, carried over, matched."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.ledger.actions import post_entry
from comptoir.domains.ledger.errors import ForeignCurrency, NoSiren
from comptoir.domains.ledger.permissions import LEDGER_POST
from comptoir.domains.ledger.queries import book_lines, entry_page, fec_of, trial_balance, years_of_books
from comptoir.domains.ledger.rules import fec_row, letters_of
from comptoir.domains.ledger.testing import ENTITY
from comptoir.domains.ledger.values import (
    ADVANCES_RECEIVED,
    BANK,
    CUSTOMERS,
    FEC_COLUMNS,
    GOODS_SOLD,
    BookLine,
    EntryDraft,
    Journal,
    Posting,
    account_name,
    credit,
    debit,
    output_vat,
)
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody

pytestmark = pytest.mark.django_db

VAT = output_vat("FR", Decimal(20))


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def post(
    key: str, *postings: Posting, on: date, journal: Journal = Journal.SALES, party: str = "C1", order: str = "FR1"
) -> int:
    draft = EntryDraft(
        entity=ENTITY,
        journal=journal,
        on=on,
        label=f"{key} Jeanne Martin",
        reference=key,
        key=key,
        postings=postings,
        party=party,
        party_name="Jeanne Martin",
        matched_by=order,
    )
    return post_entry(draft=draft, actor=OWNER, now=NOON)


def sale(key: str, amount: int, paid: int, *, on: date, order: str = "FR1") -> int:
    """An invoice (or, negative, a credit note) over so much, of which so much was paid."""
    return post(
        key,
        debit(CUSTOMERS, euros(amount)),
        credit(GOODS_SOLD, euros(amount)),
        debit(ADVANCES_RECEIVED, euros(paid)),
        credit(CUSTOMERS, euros(paid)),
        on=on,
        order=order,
    )


def books(year: int) -> list[BookLine]:
    return list(book_lines(ENTITY, year=year, actor=OWNER))


def matched(year: int) -> list[tuple[str, int, int | None]]:
    return [
        (line.reference, line.debit.minor - line.credit.minor, line.matching)
        for line in books(year)
        if line.account == CUSTOMERS
    ]


def test_entries_are_numbered_as_they_were_posted_and_only_customers_have_accounts_below():
    sale("F1", 1200, 1200, on=date(2026, 3, 2))
    sale("F2", 500, 500, on=date(2026, 3, 1))
    sale("F3", 700, 700, on=date(2025, 12, 31))

    lines = books(2025)
    assert [line.number for line in lines] == [1, 1, 1, 1]
    lines = [line for line in books(2026) if line.journal != "AN"]
    assert [(line.number, line.reference) for line in lines] == [(2, "F1")] * 4 + [(3, "F2")] * 4
    assert {line.account: (line.party, line.party_name) for line in lines} == {
        CUSTOMERS: ("C1", "Jeanne Martin"),
        GOODS_SOLD: ("", ""),
        ADVANCES_RECEIVED: ("", ""),
    }


def test_a_year_begins_with_what_the_years_before_left():
    post("capture", debit(BANK, euros(1900)), credit(ADVANCES_RECEIVED, euros(1900)), on=date(2025, 5, 1))
    sale("F1", 1200, 1200, on=date(2025, 5, 2), order="FR1")
    sale("F2", 700, 600, on=date(2025, 5, 3), order="FR2")
    sale("F3", 1, 1, on=date(2026, 1, 2), order="FR3")

    opening = [line for line in books(2026) if line.number == 1]
    assert {line.journal for line in opening} == {"AN"}
    assert {line.on for line in opening} == {date(2026, 1, 1)}
    assert [(line.account, line.party, line.debit.minor, line.credit.minor) for line in opening] == [
        (CUSTOMERS, "C1", 100, 0),
        (ADVANCES_RECEIVED, "", 0, 100),
        (BANK, "", 1900, 0),
        ("120", "", 0, 1900),
    ]
    assert books(2024) == []


def test_what_is_paid_with_its_invoice_is_matched_at_once():
    paid = sale("F1", 1200, 1200, on=date(2026, 3, 2))

    assert matched(2026) == [("F1", 1200, paid), ("F1", -1200, paid)]


def test_a_debt_is_matched_by_what_settles_it():
    sale("F1", 1200, 200, on=date(2026, 3, 2))
    whole = sale("F2", 50, 50, on=date(2026, 3, 3))
    assert matched(2026) == [("F1", 1200, None), ("F1", -200, None), ("F2", 50, whole), ("F2", -50, whole)]

    note = sale("A1", -400, 0, on=date(2026, 3, 4))
    assert note not in {matching for *_, matching in matched(2026)}, "600 are still owed"
    last = sale("A2", -600, 0, on=date(2026, 3, 5))
    sale("F9", 10, 0, on=date(2026, 3, 6), order="FR9")
    after = sale("F3", 30, 30, on=date(2026, 3, 7))

    assert matched(2026) == [
        ("F1", 1200, last), ("F1", -200, last), ("F2", 50, whole), ("F2", -50, whole), ("A1", -400, last),
        ("A2", -600, last), ("F9", 10, None), ("F3", 30, after), ("F3", -30, after),
    ]  # fmt: skip


def test_a_debt_of_last_year_is_carried_over_under_the_letters_of_what_settles_it():
    sale("F1", 1200, 200, on=date(2025, 12, 30))
    settled = sale("A1", -1000, 0, on=date(2026, 1, 9))

    assert matched(2025) == [("F1", 1200, None), ("F1", -200, None)]
    assert matched(2026) == [("AN2026", 1000, settled), ("A1", -1000, settled)]
    assert matched(2027) == []


def test_books_in_another_currency_are_refused():
    francs = Money(500, "CHF")
    post("F1", debit(CUSTOMERS, francs), credit(GOODS_SOLD, francs), on=date(2026, 3, 2))

    with pytest.raises(ForeignCurrency):
        book_lines(ENTITY, year=2026, actor=OWNER)


@pytest.mark.parametrize("actor", [NOBODY, anybody(LEDGER_POST)])
def test_books_are_for_those_who_may(actor):
    with pytest.raises(NotAllowed):
        book_lines(ENTITY, year=2026, actor=actor)
    with pytest.raises(NotAllowed):
        fec_of(ENTITY, siren="732829320", year=2026, actor=actor)
    with pytest.raises(NotAllowed):
        trial_balance(ENTITY, since=date(2026, 1, 1), until=date(2026, 1, 31), actor=actor)
    with pytest.raises(NotAllowed):
        entry_page(ENTITY, since=date(2026, 1, 1), until=date(2026, 1, 31), actor=actor)
    with pytest.raises(NotAllowed):
        years_of_books(ENTITY, actor=actor)


def test_the_file_is_named_after_the_siren_and_the_end_of_the_year():
    sale("F1", 123456, 123456, on=date(2026, 3, 2))

    fec = fec_of(ENTITY, siren="732829320", year=2026, actor=OWNER)
    assert fec.filename == "732829320FEC20261231.txt"
    head, first, *_ = fec.lines
    assert head == "\t".join(FEC_COLUMNS) + "\r\n"
    columns = first.removesuffix("\r\n").split("\t")
    assert columns[:13] == [
        "VE", "Ventes", "1", "20260302", "411", "Clients", "C1", "Jeanne Martin", "F1", "20260302", "F1 Jeanne Martin",
        "1234,56", "0,00",
    ]  # fmt: skip
    assert columns[14:] == ["20260302", "20261123", "", ""]
    with pytest.raises(NoSiren):
        fec_of(ENTITY, siren="", year=2026, actor=OWNER)


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_people_are_called_the_columns_stay_where_they_are(name, label):
    line = BookLine(
        number=1,
        journal=Journal.SALES,
        on=date(2026, 1, 1),
        account=CUSTOMERS,
        party="C1",
        party_name=name,
        reference="F1",
        label=label,
        debit=euros(1),
        credit=euros(0),
        matching=None,
        matched_on=None,
        posted_on=date(2026, 1, 1),
    )
    row = fec_row(line)
    assert (row.count("\t"), row.count("\n"), row[-2:]) == (17, 1, "\r\n")


def test_letters():
    assert [letters_of(entry) for entry in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert len({letters_of(entry) for entry in range(1, 5000)}) == 4999


def test_accounts_have_their_names():
    assert account_name("44571FR0550") == "TVA collectée FR 5,5 %"
    assert account_name("44571FR2000") == "TVA collectée FR 20 %"
    assert account_name("5115STRIPE") == "Encaissements en cours STRIPE"
    assert account_name("411") == "Clients"
    assert account_name("6271") == "Compte 6271"


def test_the_trial_balance_carries_over_what_stays_and_begins_income_anew():
    sale("F1", 1200, 200, on=date(2025, 12, 30))
    sale("F2", 500, 500, on=date(2026, 1, 10))
    sale("F3", 300, 0, on=date(2026, 2, 10))
    sale("F4", 999, 0, on=date(2026, 3, 1))

    found = trial_balance(ENTITY, since=date(2026, 2, 1), until=date(2026, 2, 28), actor=OWNER)
    assert [
        (line.account, line.before.minor, line.debit.minor, line.credit.minor, line.after.minor) for line in found
    ] == [
        (CUSTOMERS, 1000, 300, 0, 1300),
        (ADVANCES_RECEIVED, 700, 0, 0, 700),
        (GOODS_SOLD, -500, 0, 300, -800),
    ]
    assert years_of_books(ENTITY, actor=OWNER) == (2026, 2025)


def test_entries_are_found_by_day_journal_account_and_document():
    first = sale("F1", 1200, 1200, on=date(2026, 3, 2), order="FR7")
    money = post(
        "p1", debit(BANK, euros(5)), credit(ADVANCES_RECEIVED, euros(5)), on=date(2026, 3, 2), journal=Journal.BANK
    )
    later = sale("F2", 500, 500, on=date(2026, 3, 3), order="FR7")
    sale("F3", 500, 500, on=date(2026, 4, 1))

    def ids(**wanted):
        page = entry_page(ENTITY, since=date(2026, 3, 1), until=date(2026, 3, 31), actor=OWNER, **wanted)
        return [entry.id for entry in page.items]

    assert ids() == [later, money, first]
    assert ids(journal=Journal.BANK) == [money]
    assert ids(account=GOODS_SOLD) == [later, first]
    assert ids(about="F1") == [first]
    assert ids(about="FR7") == [later, first]
    page = entry_page(ENTITY, since=date(2026, 3, 1), until=date(2026, 3, 31), actor=OWNER, page_size=2)
    assert ids(cursor=page.next_cursor) == [first]
