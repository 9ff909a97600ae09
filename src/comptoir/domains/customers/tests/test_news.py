"""The shop's letters: a consent only where the mailbox was opened, in the words that were shown, and easily undone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from comptoir.domains.customers.actions import (
    ask_account_link,
    ask_news,
    confirm_news,
    enter_by_link,
    erase_customers,
    forget_stale_sessions,
    stop_news,
)
from comptoir.domains.customers.errors import LinkSpent, UnknownLink
from comptoir.domains.customers.models import Customer
from comptoir.domains.customers.queries import consents_of, link_by_id, news_wanted
from comptoir.domains.customers.testing import PASSWORD, make_customer, make_login
from comptoir.domains.customers.values import Consent, LinkId, Purpose
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.emails import BadEmail
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db
BUYER = anybody("customers.sign_in")
EMAIL = "lucie.martin@courriel.example"
WORDS = "I want news by e-mail."
LATER = NOON + timedelta(minutes=2)


def asked(email: str = EMAIL) -> LinkId:
    make_market()
    return ask_news(
        email=email,
        wording=WORDS,
        given_on="/en/",
        source="a hash",
        market="fr",
        language="en",
        actor=BUYER,
        now=NOON,
    )


def test_an_address_that_was_typed_is_nobodys_consent():
    link_id = asked()
    assert not news_wanted(link_id)
    assert not Customer.objects.exists()


def test_who_opens_the_letter_and_confirms_has_agreed_to_what_was_shown():
    link_id = asked(" Lucie.Martin@Courriel.example")
    own = confirm_news(link_id=link_id, actor=BUYER, now=LATER)
    line = Consent(
        purpose=Purpose.NEWSLETTER,
        granted=True,
        wording=WORDS,
        language="en",
        given_on="/en/",
        source="a hash",
        at=LATER,
    )
    assert (consents_of(own), news_wanted(link_id)) == ((line,), True)


def test_somebody_who_is_known_stays_who_they_are():
    own = make_customer(EMAIL, "Lucie Martin")
    assert confirm_news(link_id=asked(), actor=BUYER, now=LATER) == own
    assert Customer.objects.get().name == "Lucie Martin"


def test_a_letter_is_answered_once_and_within_a_day():
    first, second = asked(), asked()
    confirm_news(link_id=first, actor=BUYER, now=LATER)
    for spent in (first, second):
        with pytest.raises(LinkSpent), transaction.atomic():
            confirm_news(link_id=spent, actor=BUYER, now=LATER)
    late = asked("emma@courriel.example")
    with pytest.raises(LinkSpent), transaction.atomic():
        confirm_news(link_id=late, actor=BUYER, now=NOON + timedelta(hours=24))
    with pytest.raises(UnknownLink):
        confirm_news(link_id=LinkId(new_id()), actor=BUYER, now=LATER)


def test_it_is_taken_back_by_the_same_link_however_old():
    link_id = asked()
    own = confirm_news(link_id=link_id, actor=BUYER, now=LATER)
    for _ in range(2):
        stop_news(link_id=link_id, actor=BUYER, now=NOON + timedelta(days=400))
    assert [(line.granted, line.given_on) for line in consents_of(own)] == [(False, "letter"), (True, "/en/")]
    assert not news_wanted(link_id)


def test_stopping_what_never_began_leaves_nothing():
    stop_news(link_id=asked(), actor=BUYER, now=LATER)
    assert not Customer.objects.exists()


def test_a_link_into_an_account_is_no_link_to_the_letters_and_the_other_way_round():
    news = asked()
    account = ask_account_link(email=EMAIL, market="fr", language="fr", actor=BUYER, now=NOON)
    confirm_news(link_id=news, actor=BUYER, now=LATER)
    assert link_by_id(account).open_until is not None
    with pytest.raises(UnknownLink):
        confirm_news(link_id=account, actor=BUYER, now=LATER)
    with pytest.raises(UnknownLink):
        enter_by_link(link_id=news, password=PASSWORD, actor=BUYER, now=LATER)


def test_an_address_that_nobody_confirmed_is_forgotten_after_a_week():
    unconfirmed, confirmed = asked("emma@courriel.example"), asked()
    confirm_news(link_id=confirmed, actor=BUYER, now=LATER)
    forget_stale_sessions(actor=OWNER, now=NOON + timedelta(days=7))
    assert link_by_id(unconfirmed).wording == WORDS
    forget_stale_sessions(actor=OWNER, now=NOON + timedelta(days=7, seconds=1))
    with pytest.raises(UnknownLink):
        link_by_id(unconfirmed)
    assert link_by_id(confirmed).wording == WORDS


def test_who_is_forgotten_leaves_no_link_behind():
    login_id, link_id = make_login(EMAIL), asked()
    own = confirm_news(link_id=link_id, actor=BUYER, now=LATER)
    erase_customers(login_id=login_id, customer_ids=[own], actor=OWNER, now=LATER)
    with pytest.raises(UnknownLink):
        link_by_id(link_id)


def test_a_typing_error_is_told():
    make_market()
    with pytest.raises(BadEmail):
        asked("lucie@")


_LINK = LinkId(new_id())
REFUSED: list[Callable[[], object]] = [
    lambda: ask_news(
        email=EMAIL, wording=WORDS, given_on="", source="", market="fr", language="en", actor=NOBODY, now=NOON
    ),
    lambda: confirm_news(link_id=_LINK, actor=NOBODY, now=NOON),
    lambda: stop_news(link_id=_LINK, actor=NOBODY, now=NOON),
]


@pytest.mark.parametrize("act", REFUSED)
def test_without_the_right_nothing_happens(act: Callable[[], object]):
    make_market()
    before = snapshot()
    with pytest.raises(NotAllowed):
        act()
    assert snapshot() == before
