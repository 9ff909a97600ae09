from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.ledger import models
from comptoir.domains.ledger.actions import open_accounts, post_entry
from comptoir.domains.ledger.errors import BadPosting, KeyTaken, Unbalanced
from comptoir.domains.ledger.permissions import LEDGER_POST, LEDGER_VIEW
from comptoir.domains.ledger.queries import balances, entries_about
from comptoir.domains.ledger.testing import ENTITY, make_entry
from comptoir.domains.ledger.values import (
    BANK,
    CUSTOMERS,
    EVERYDAY_ACCOUNTS,
    GOODS_SOLD,
    Balance,
    EntryDraft,
    credit,
    debit,
)
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody

pytestmark = pytest.mark.django_db


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def post(draft: EntryDraft) -> int:
    return post_entry(draft=draft, actor=OWNER, now=NOON)


def test_an_entry_is_posted_and_read_back():
    entry_id = post(make_entry(debit(BANK, euros(1200)), credit(CUSTOMERS, euros(1000)), credit("7085", euros(200))))

    (entry,) = entries_about("reference test", actor=OWNER)
    assert (entry.id, entry.entity, entry.on, entry.posted_at) == (entry_id, ENTITY, date(2026, 11, 23), NOON)
    assert [(line.account, line.debit.minor, line.credit.minor) for line in entry.postings] == [
        ("512", 1200, 0),
        ("411", 0, 1000),
        ("7085", 0, 200),
    ]
    (line,) = history_of("ledger.entry", entry_id)
    assert (line.action, line.actor_label, line.after["key"]) == ("posted", "Camille Test", "test")


def test_balances_are_debits_less_credits_of_one_entity():
    post(make_entry(key="one", amount=1200))
    post(make_entry(key="two", amount=300, on=date(2026, 12, 1)))
    post(make_entry(key="other", amount=999, entity=new_id()))

    assert balances(ENTITY, actor=OWNER) == (
        Balance(account="411", debit=euros(0), credit=euros(1500)),
        Balance(account="512", debit=euros(1500), credit=euros(0)),
    )
    assert [line.balance for line in balances(ENTITY, actor=OWNER)] == [euros(-1500), euros(1500)]
    assert [line.balance for line in balances(ENTITY, actor=OWNER, up_to=date(2026, 11, 30))] == [
        euros(-1200),
        euros(1200),
    ]


def test_currencies_have_accounts_of_their_own():
    francs = Money(500, "CHF")
    post(make_entry())
    post(make_entry(debit(BANK, francs), credit(CUSTOMERS, francs), key="francs"))

    assert [(line.account, line.balance) for line in balances(ENTITY, actor=OWNER)] == [
        ("411", Money(-500, "CHF")),
        ("411", euros(-1200)),
        ("512", Money(500, "CHF")),
        ("512", euros(1200)),
    ]


def test_the_same_key_posts_once():
    first = post(make_entry())
    again = post_entry(draft=replace(make_entry(), label="Again"), actor=OWNER, now=NOON + timedelta(days=1))

    assert again == first
    assert (models.Entry.objects.count(), models.Line.objects.count()) == (1, 2)
    assert len(history_of("ledger.entry", first)) == 1


@pytest.mark.parametrize("changed", [make_entry(amount=1201), make_entry(entity=new_id())])
def test_the_same_key_for_another_entry_is_refused(changed):
    post(make_entry())

    with pytest.raises(KeyTaken), transaction.atomic():
        post(changed)
    assert models.Entry.objects.count() == 1


@pytest.mark.parametrize("actor", [NOBODY, anybody(LEDGER_VIEW)])
def test_whoever_may_not_posts_nothing(actor):
    with pytest.raises(NotAllowed):
        post_entry(draft=make_entry(), actor=actor, now=NOON)

    assert (models.Entry.objects.count(), models.Account.objects.count()) == (0, 0)


def test_an_unbalanced_draft_posts_nothing():
    with pytest.raises(Unbalanced):
        post(make_entry(debit(BANK, euros(2)), credit(CUSTOMERS, euros(1))))

    assert (models.Entry.objects.count(), models.Account.objects.count()) == (0, 0)


def test_balances_and_entries_are_for_those_who_may():
    with pytest.raises(NotAllowed):
        balances(ENTITY, actor=anybody(LEDGER_POST))
    with pytest.raises(NotAllowed):
        entries_about("x", actor=NOBODY)


def test_an_entry_is_one_statement_and_two_when_it_was_posted_before(
    django_assert_num_queries: DjangoAssertNumQueries,
):
    with django_assert_num_queries(3):  # the accounts are opened: tried, opened, posted
        post(make_entry(key="first"))
    with django_assert_num_queries(1):
        post(make_entry(key="second"))
    with django_assert_num_queries(2):
        post(make_entry(key="second"))
    with django_assert_num_queries(1):
        balances(ENTITY, actor=OWNER)


def by_hand(*lines: tuple[str, int, int], entity_of_accounts: UUID = ENTITY, key: str = "by hand") -> None:
    """Write past the action, as a bug or a person with a console would, and commit."""
    with transaction.atomic():
        entry = models.Entry.objects.create(
            entity_id=ENTITY, journal="OD", entered_on=NOON.date(), key=key, posted_at=NOON
        )
        for code, debits, credits in lines:
            account, _ = models.Account.objects.get_or_create(entity_id=entity_of_accounts, code=code, currency="EUR")
            models.Line.objects.create(entry=entry, account=account, debit_minor=debits, credit_minor=credits)
        connection.check_constraints()  # what a commit does


@pytest.mark.parametrize(
    "lines", [[], [(BANK, 100, 0)], [(BANK, 100, 0), (GOODS_SOLD, 0, 99)], [(BANK, 100, 0), (GOODS_SOLD, 50, 0)]]
)
def test_the_database_refuses_an_unbalanced_entry_at_commit(lines):
    with pytest.raises(IntegrityError, match="not balanced"):
        by_hand(*lines)


def test_the_database_takes_a_balanced_one_and_refuses_the_accounts_of_another_entity():
    by_hand((BANK, 100, 0), (GOODS_SOLD, 0, 100))
    with pytest.raises(IntegrityError, match="not balanced"):
        by_hand((BANK, 100, 0), (GOODS_SOLD, 0, 100), entity_of_accounts=new_id(), key="elsewhere")


@pytest.mark.parametrize("amounts", [(100, 100), (0, 0), (-100, 0)])
def test_the_database_refuses_a_line_with_two_sides_or_none(amounts):
    with pytest.raises(IntegrityError, match="ledger_line_has_one_side"):
        by_hand((BANK, *amounts))


@pytest.mark.parametrize("model", [models.Entry, models.Line, models.Account])
def test_nothing_posted_is_ever_changed(model):
    post(make_entry())
    rows = model.objects.all()
    with pytest.raises((InternalError, ProgrammingError), match="append-only"), transaction.atomic():
        rows.update(id=0)
    with pytest.raises((InternalError, ProgrammingError), match="append-only"), transaction.atomic():
        rows._raw_delete("default")


def test_accounts_opened_beforehand_spare_the_first_sale_two_statements(
    django_assert_num_queries: DjangoAssertNumQueries,
):
    facts: dict[str, Any] = {"entity": ENTITY, "codes": EVERYDAY_ACCOUNTS, "currency": "EUR", "now": NOON}
    assert open_accounts(**facts, actor=OWNER) == 5
    assert open_accounts(**facts, actor=OWNER) == 0
    (line,) = history_of("ledger.account", ENTITY)
    assert (line.action, line.after["codes"]) == ("accounts opened", ["411", "4191", "512", "707", "7085"])

    with django_assert_num_queries(1):
        post(make_entry())


def test_opening_accounts_is_refused_to_those_who_may_not_and_for_codes_that_cannot_be():
    facts: dict[str, Any] = {"entity": ENTITY, "currency": "EUR", "now": NOON}
    with pytest.raises(NotAllowed):
        open_accounts(codes=[BANK], actor=NOBODY, **facts)
    with pytest.raises(BadPosting):
        open_accounts(codes=[BANK, "bank"], actor=OWNER, **facts)
    assert models.Account.objects.count() == 0
