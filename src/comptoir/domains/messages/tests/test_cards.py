"""The letter with the code of a gift card or store credit: to whom it belongs, and readable nowhere else."""

from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from comptoir.domains.customers.testing import make_customer
from comptoir.domains.messages import jobs
from comptoir.domains.messages.actions import (
    give_up_message,
    queue_card_message,
    queue_test_message,
    resend_card_message,
    resend_given_up_messages,
)
from comptoir.domains.messages.errors import NotResendable
from comptoir.domains.messages.queries import (
    given_up_messages,
    latest_messages,
    letter_for,
    message,
    messages_of_account,
)
from comptoir.domains.messages.values import Letter, MessageId, MessageKind, MessageState
from comptoir.domains.orders.testing import make_order
from comptoir.domains.stored_value.actions import block_account, issue_stored_value
from comptoir.domains.stored_value.testing import make_account
from comptoir.domains.stored_value.values import AccountDraft, AccountId, AccountKind, Issued, Origin
from comptoir.kernel import clock
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, at_once, snapshot

pytestmark = pytest.mark.django_db
ELSEWHERE = anybody("messages.*", "stored_value.*", markets=frozenset({"de"}))


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MAIL_TRANSPORT, settings.MAIL_FOLDER = "files", tmp_path
    return tmp_path


def credit(**how: Any) -> Issued:
    return make_account(kind=AccountKind.STORE_CREDIT, **how)


def queued(issued: Issued) -> MessageId:
    id = queue_card_message(account_id=issued.account_id, actor=OWNER, now=NOON)
    assert id is not None
    return id


def written(issued: Issued) -> Letter:
    letter = letter_for(message(queued(issued)), now=NOON)
    assert letter is not None
    return letter


def everything_kept() -> str:
    """All that stands in any table of ours and of the queue, in plain text."""
    tables = [model._meta.db_table for model in apps.get_models()]
    with connection.cursor() as cursor:
        texts = [f"SELECT coalesce(string_agg(row::text, '|'), '') FROM {table} AS row" for table in tables]
        cursor.execute(" UNION ALL ".join(texts))
        return "".join(text for (text,) in cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_the_code_reaches_its_owner_and_is_kept_nowhere(folder: Path) -> None:
    issued = credit(now=clock.now())
    while deliver(Lane.URGENT):
        pass
    [waiting] = messages_of_account(issued.account_id, actor=OWNER)
    assert (waiting.kind, waiting.to, waiting.state) == (
        MessageKind.STORED_VALUE_ISSUED, "lucie@exemple.example", MessageState.QUEUED,
    )  # fmt: skip
    jobs.send_waiting_messages.call()
    [sent] = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")]
    parts = [part.get_content() for part in sent.walk() if part.get_content_maintype() == "text"]
    assert [issued.code in part for part in parts] == [True, True]
    kept = message(waiting.id)
    assert f"••••-••••-••••-{issued.code[-4:]}" in kept.text
    everything = everything_kept()
    assert str(issued.account_id) in everything
    assert issued.code not in everything
    assert issued.code.replace("-", "") not in everything


def test_what_the_letter_says() -> None:
    issued = credit()
    assert message(queued(issued)).language == "fr", "the market speaks it first"
    issued = credit()
    make_customer(email="Lucie@Exemple.example", language="en")
    english = written(issued)
    assert english.subject == "Your store credit of €50.00"
    for words in (issued.code, "It is worth €50.00 and can be spent at any time", "http://localhost:8000/en/"):
        assert words in english.text
        assert words in english.html
    assert english.secret == issued.code
    assert issued.code not in repr(english)


def test_the_language_of_the_order_it_stands_in_for() -> None:
    placed = make_order(language="en")
    draft = AccountDraft(
        kind=AccountKind.GIFT_CARD,
        market=placed.market,
        amount=Money(1_000, "EUR"),
        origin=Origin.REFUND,
        email=placed.email,
        order_id=placed.id,
        expires_on=date(2027, 1, 31),
    )
    letter = written(issue_stored_value(draft=draft, key="k", actor=OWNER, now=NOON))
    assert letter.subject == "Your gift card of €10.00"
    assert "can be spent until 31 January 2027" in letter.text


def test_told_once_and_only_where_there_is_somebody_to_tell() -> None:
    issued = credit()
    queued(issued)
    assert queue_card_message(account_id=issued.account_id, actor=OWNER, now=NOON) is None
    assert queue_card_message(account_id=make_account().account_id, actor=OWNER, now=NOON) is None
    later = NOON + timedelta(days=4)
    assert queue_card_message(account_id=credit().account_id, actor=OWNER, now=later) is None, "no news any more"


def test_what_cannot_be_spent_any_more_is_not_told() -> None:
    issued = credit()
    id = queued(issued)
    block_account(account_id=issued.account_id, because="lost", actor=OWNER, now=NOON)
    assert letter_for(message(id), now=NOON) is None
    before = snapshot()
    for account_id in (issued.account_id, make_account().account_id):
        with pytest.raises(NotResendable):
            resend_card_message(account_id=account_id, actor=OWNER, now=NOON)
    assert snapshot().keys() == before.keys()
    assert len(messages_of_account(issued.account_id, actor=OWNER)) == 1


def test_staff_have_it_sent_again_however_late() -> None:
    issued, later = credit(), NOON + timedelta(days=40)
    queued(issued)
    again = resend_card_message(account_id=issued.account_id, actor=OWNER, now=later)
    letter = letter_for(message(again), now=later)
    assert letter is not None
    assert issued.code in letter.text
    assert [line.action for line in history_of("messages.message", again)] == ["resent"]
    assert len(messages_of_account(issued.account_id, actor=OWNER)) == 2


def given_up(issued: Issued, reason: str = "550 no such mailbox") -> MessageId:
    id = queued(issued)
    give_up_message(message_id=id, reason=reason, actor=OWNER, now=NOON)
    return id


def test_letters_that_failed_are_tried_again_like_new_ones() -> None:
    first, second, overtaken = given_up(credit()), given_up(credit()), given_up(credit(), "no longer true")
    waiting = queued(credit())
    assert [one.id for one in given_up_messages(actor=OWNER)] == [second, first]
    later = NOON + timedelta(days=9)
    ids = [first, waiting, MessageId(new_id())]
    assert resend_given_up_messages(message_ids=ids, actor=OWNER, now=later) == 1
    assert resend_given_up_messages(message_ids=ids, actor=OWNER, now=later) == 0
    tried = message(first)
    assert (tried.state, tried.failure, tried.queued_at) == (MessageState.QUEUED, "", later)
    assert message(overtaken).state is MessageState.GIVEN_UP
    assert [one.id for one in given_up_messages(actor=OWNER)] == [second]


@pytest.mark.django_db(transaction=True)
def test_pressed_by_two_at_once_each_letter_is_tried_once() -> None:
    ids = [given_up(credit()) for _ in range(5)]
    tried = at_once([lambda: resend_given_up_messages(message_ids=ids, actor=OWNER, now=NOON)] * 4)
    assert sorted(count for count in tried if isinstance(count, int)) == [0, 0, 0, 5]


@pytest.mark.django_db(transaction=True)
def test_without_the_right_or_elsewhere_nothing_is_sent() -> None:
    issued = credit()
    failed = given_up(issued)
    before = snapshot()
    for actor in (NOBODY, anybody("messages.view"), ELSEWHERE):
        with pytest.raises(NotAllowed):
            resend_card_message(account_id=issued.account_id, actor=actor, now=NOON)
        with pytest.raises(NotAllowed):
            resend_given_up_messages(message_ids=[failed], actor=actor, now=NOON)
    for actor in (NOBODY, anybody("messages.view")):
        with pytest.raises(NotAllowed):
            queue_card_message(account_id=issued.account_id, actor=actor, now=NOON)
    assert snapshot() == before


def test_who_works_for_another_market_sees_no_letter_of_this_one() -> None:
    given_up(credit())
    test = queue_test_message(to="karim@halle.example", language="fr", actor=OWNER, now=NOON)
    assert given_up_messages(actor=ELSEWHERE) == []
    assert [one.id for one in latest_messages(actor=ELSEWHERE)] == [test]
    assert len(latest_messages(actor=OWNER)) == 2
    assert AccountId(new_id()) not in {one.account_id for one in latest_messages(actor=OWNER)}
