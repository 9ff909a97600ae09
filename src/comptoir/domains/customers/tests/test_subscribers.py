"""Who may be written to: found, counted, taken along and taken off, by whom it concerns."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.customers.actions import (
    ask_news,
    confirm_news,
    erase_customers,
    note_consents,
    remember_customer,
    withdraw_consent,
)
from comptoir.domains.customers.errors import UnknownCustomer
from comptoir.domains.customers.queries import consents_of, news_wanted, subscriber_counts, subscriber_rows
from comptoir.domains.customers.testing import make_customer, make_login, make_subscriber
from comptoir.domains.customers.values import ConsentGiven, CustomerId, Purpose
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import Actor, NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.paging import BadCursor
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db

STAFF = anybody("customers.news")
LATER = NOON + timedelta(days=3)


def emails(purpose: Purpose = Purpose.NEWSLETTER, *, q: str = "", actor: Actor = STAFF) -> list[str]:
    return [one.email for one in subscriber_rows(purpose=purpose, actor=actor, q=q).items]


def said(customer_id: CustomerId, purpose: Purpose, *, granted: bool) -> None:
    line = ConsentGiven(purpose=purpose, granted=granted, wording="Yes", language="fr", given_on="account")
    note_consents(customer_id=customer_id, given=[line], actor=OWNER, now=LATER)


def a_german() -> CustomerId:
    save_market(market=replace(make_market(), code="de", order_prefix="DE"), actor=OWNER, now=NOON)
    id = remember_customer(email="de@courriel.example", name="D", market="de", language="fr", actor=OWNER, now=NOON)
    said(id, Purpose.NEWSLETTER, granted=True)
    return id


def test_whoever_agreed_is_listed_with_the_proof_and_who_did_not_is_not() -> None:
    make_customer("silent@courriel.example")
    id = make_subscriber()
    [one] = subscriber_rows(purpose=Purpose.NEWSLETTER, actor=STAFF).items
    assert (one.customer_id, one.email, one.market, one.language) == (id, "lucie.martin@courriel.example", "fr", "fr")
    assert (one.consent,) == consents_of(id)
    assert subscriber_rows(purpose=Purpose.ADVICE, actor=STAFF).items == []
    assert subscriber_counts(actor=STAFF) == {Purpose.NEWSLETTER: 1, Purpose.ADVICE: 0}


def test_only_the_last_word_counts_and_each_purpose_by_itself() -> None:
    fickle, loyal = make_subscriber("fickle@courriel.example"), make_subscriber("loyal@courriel.example")
    said(fickle, Purpose.ADVICE, granted=True)
    said(fickle, Purpose.NEWSLETTER, granted=False)
    assert (emails(), emails(Purpose.ADVICE)) == (["loyal@courriel.example"], ["fickle@courriel.example"])
    said(fickle, Purpose.NEWSLETTER, granted=True)
    said(loyal, Purpose.NEWSLETTER, granted=False)
    assert emails() == ["fickle@courriel.example"]
    assert subscriber_counts(actor=STAFF) == {Purpose.NEWSLETTER: 1, Purpose.ADVICE: 1}


def test_half_an_address_is_enough_to_be_found_and_the_count_follows() -> None:
    for email in ("helene@ruche.example", "jean@ruche.example", "helene@courriel.example"):
        make_subscriber(email)
    assert emails(q="HÉLÈNE@") == ["helene@courriel.example", "helene@ruche.example"]
    assert emails(q="ruche hel") == ["helene@ruche.example"]
    assert emails(q="%") == []
    assert subscriber_counts(actor=STAFF, q="ruche")[Purpose.NEWSLETTER] == 2


def test_the_list_pages_from_who_agreed_last(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ids = [make_subscriber(f"c{number}@courriel.example") for number in range(7)]
    seen, cursor = [], None
    while True:
        with django_assert_num_queries(1):
            page = subscriber_rows(purpose=Purpose.NEWSLETTER, actor=STAFF, cursor=cursor, page_size=3)
        seen += [one.customer_id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ids[::-1]
    with pytest.raises(BadCursor):
        subscriber_rows(purpose=Purpose.NEWSLETTER, actor=STAFF, cursor="nonsense")


def test_staff_see_their_own_markets_only() -> None:
    make_subscriber()
    a_german()
    scoped = anybody("customers.news", markets=frozenset({"fr"}))
    assert emails(actor=scoped) == ["lucie.martin@courriel.example"]
    assert subscriber_counts(actor=scoped)[Purpose.NEWSLETTER] == 1
    assert subscriber_counts(actor=STAFF)[Purpose.NEWSLETTER] == 2


def test_who_is_forgotten_is_gone_from_the_list() -> None:
    login_id, id = make_login(), make_subscriber()
    erase_customers(login_id=login_id, customer_ids=[id], actor=OWNER, now=LATER)
    assert emails() == []
    assert subscriber_counts(actor=STAFF)[Purpose.NEWSLETTER] == 0


def test_a_withdrawal_that_was_told_is_written_down_with_who_heard_it() -> None:
    id = make_subscriber()
    told = "By phone"
    assert withdraw_consent(customer_id=id, purpose=Purpose.NEWSLETTER, because=told, actor=STAFF, now=LATER)
    last, first = consents_of(id)
    assert (last.granted, last.wording, last.given_on, last.at) == (False, first.wording, "staff", LATER)
    [line] = history_of("customers.customer", id)
    assert (line.action, line.actor_label, line.before, line.because) == (
        "consent_withdrawn",
        "Camille Test",
        {"purpose": "newsletter"},
        "By phone",
    )
    assert emails() == []


@pytest.mark.parametrize("agreed", [True, False])
def test_what_does_not_stand_is_not_taken_back(agreed: bool) -> None:
    id = make_subscriber() if agreed else make_customer()
    if agreed:
        withdraw_consent(customer_id=id, purpose=Purpose.NEWSLETTER, actor=STAFF, now=LATER)
    before = snapshot()
    assert not withdraw_consent(customer_id=id, purpose=Purpose.NEWSLETTER, actor=STAFF, now=LATER)
    assert not withdraw_consent(customer_id=id, purpose=Purpose.ADVICE, actor=STAFF, now=LATER)
    assert snapshot() == before


def test_who_was_taken_off_is_known_by_their_letter_and_may_come_back() -> None:
    make_market()
    asked = {"email": "lucie@courriel.example", "given_on": "/en/", "source": "", "market": "fr", "language": "en"}
    first = ask_news(**asked, wording="Yes", actor=OWNER, now=NOON)
    id = confirm_news(link_id=first, actor=OWNER, now=NOON)
    withdraw_consent(customer_id=id, purpose=Purpose.NEWSLETTER, actor=STAFF, now=NOON)
    assert not news_wanted(first)
    again = ask_news(**asked, wording="Yes", actor=OWNER, now=LATER)
    confirm_news(link_id=again, actor=OWNER, now=LATER)
    assert emails() == ["lucie@courriel.example"]


REFUSED: list[Callable[[CustomerId], object]] = [
    lambda id: withdraw_consent(customer_id=id, purpose=Purpose.NEWSLETTER, actor=NOBODY, now=NOON),
    lambda id: withdraw_consent(
        customer_id=id,
        purpose=Purpose.NEWSLETTER,
        actor=anybody("customers.view", "customers.edit", "customers.own"),
        now=NOON,
    ),
    lambda id: withdraw_consent(
        customer_id=id,
        purpose=Purpose.NEWSLETTER,
        actor=anybody("customers.news", markets=frozenset({"be"})),
        now=NOON,
    ),
    lambda _id: subscriber_rows(purpose=Purpose.NEWSLETTER, actor=anybody("*.view")),
    lambda _id: subscriber_counts(actor=anybody("*.view")),
]


@pytest.mark.parametrize("act", REFUSED)
def test_without_the_right_nothing_happens(act: Callable[[CustomerId], object]) -> None:
    id = make_subscriber()
    before = snapshot()
    with pytest.raises(NotAllowed), transaction.atomic():
        act(id)
    assert snapshot() == before


def test_nobody() -> None:
    make_market()
    with pytest.raises(UnknownCustomer):
        withdraw_consent(customer_id=CustomerId(new_id()), purpose=Purpose.NEWSLETTER, actor=STAFF, now=NOON)
