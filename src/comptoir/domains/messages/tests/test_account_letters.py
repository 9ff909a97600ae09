"""Letters about a buyer's own account: to the right mailbox, with a link that nobody reads afterwards."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from comptoir.domains.customers.actions import (
    ask_account_link,
    ask_email_change,
    ask_news,
    change_email,
    change_password,
)
from comptoir.domains.customers.testing import PASSWORD, make_login
from comptoir.domains.customers.values import LinkId, LoginId
from comptoir.domains.markets.testing import make_market
from comptoir.domains.messages.actions import (
    forget_addressee,
    mark_sent,
    queue_link_message,
    queue_login_message,
    queue_test_message,
)
from comptoir.domains.messages.models import Message as MessageRow
from comptoir.domains.messages.queries import letter_for, letters_to, message
from comptoir.domains.messages.values import Letter, MessageId, MessageKind, MessageState
from comptoir.kernel.access import NotAllowed, token_for
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db
EMAIL = "lucie.martin@courriel.example"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MAIL_TRANSPORT, settings.MAIL_FOLDER = "files", tmp_path
    make_market()
    return tmp_path


def asked(language: str = "fr") -> LinkId:
    with transaction.atomic():
        return ask_account_link(email=EMAIL, market="fr", language=language, actor=OWNER, now=NOON)


def told() -> list[MessageRow]:
    """What the news of now has queued."""
    while sum(deliver(lane) for lane in Lane):
        pass
    return list(MessageRow.objects.order_by("queued_at", "id"))


def letter(row: MessageRow, minutes: int = 1) -> Letter | None:
    return letter_for(message(MessageId(row.id)), now=NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize(("language", "words"), [("fr", "Créer mon compte"), ("en", "Create my account")])
def test_a_link_goes_to_its_address_in_its_language_and_is_not_kept(language: str, words: str) -> None:
    link_id = asked(language)
    (row,) = told()
    sent = letter(row)
    assert sent is not None
    secret = token_for("account_link", link_id)
    assert (sent.to, secret in sent.text, secret in sent.html) == (EMAIL, True, True)
    assert words in sent.text
    mark_sent(message_id=row.id, letter=sent, actor=OWNER, now=NOON)
    (kept,) = letters_to([EMAIL.upper()])
    assert secret not in kept.text
    assert "lien/" in kept.text or "link/" in kept.text
    assert queue_link_message(link_id=link_id, actor=OWNER, now=NOON) is None


def test_who_asked_for_the_shops_letters_confirms_that_from_their_mailbox() -> None:
    with transaction.atomic():
        link_id = ask_news(
            email=EMAIL,
            wording="I want news by e-mail.",
            given_on="/en/",
            source="",
            market="fr",
            language="en",
            actor=OWNER,
            now=NOON,
        )
    (row,) = told()
    sent = letter(row)
    assert sent is not None
    assert (sent.to, MessageKind(row.kind)) == (EMAIL, MessageKind.NEWS_LINK)
    page = f"/en/newsletter/{link_id}.{token_for('news_link', link_id)}"
    for words in ("Yes, write to me", "“I want news by e-mail.”", page):
        assert words in sent.text
        assert words in sent.html
    assert page not in sent.as_kept().text


def test_who_has_an_account_is_told_so_in_their_own_mailbox_alone() -> None:
    make_login(EMAIL)
    asked()
    row = told()[-1]
    sent = letter(row)
    assert sent is not None
    assert "Choisissez un nouveau mot de passe" in sent.text


def test_a_link_that_opens_nothing_any_more_is_not_sent() -> None:
    asked()
    (row,) = told()
    assert letter(row, minutes=24 * 60) is None


def test_a_changed_way_in_is_told() -> None:
    login_id = make_login(EMAIL)
    with transaction.atomic():
        change_password(login_id=login_id, password=f"{PASSWORD} 2", kept=None, actor=OWNER, now=NOON)
    row = told()[-1]
    sent = letter(row)
    assert sent is not None
    assert (sent.to, sent.subject) == (EMAIL, "Votre mot de passe a changé")


def test_of_another_address_the_former_one_is_told() -> None:
    login_id = make_login(EMAIL)
    with transaction.atomic():
        link_id = ask_email_change(
            login_id=login_id, email="lucie@maison.example", language="fr", actor=OWNER, now=NOON
        )
    assert told()[-1].to == "lucie@maison.example"
    with transaction.atomic():
        change_email(link_id=link_id, actor=OWNER, now=NOON + timedelta(minutes=1))
    row = told()[-1]
    sent = letter(row)
    assert sent is not None
    assert (sent.to, sent.subject) == (EMAIL, "Votre compte a une nouvelle adresse e-mail")


def test_letters_to_who_is_forgotten_are_empty() -> None:
    asked()
    (row,) = told()
    other = queue_test_message(to="emma@courriel.example", language="fr", actor=OWNER, now=NOON)
    assert forget_addressee(emails=[EMAIL.upper()], actor=OWNER, now=NOON) == 1
    row.refresh_from_db()
    assert (row.to, row.text, row.state) == ("", "", MessageState.GIVEN_UP)
    assert message(other).state is MessageState.QUEUED
    assert MessageKind(row.kind) is MessageKind.ACCOUNT_LINK


def test_without_the_right_nothing_is_queued_or_forgotten() -> None:
    link_id = asked()
    before = snapshot()
    with pytest.raises(NotAllowed):
        queue_link_message(link_id=link_id, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        queue_login_message(login_id=LoginId(new_id()), what="password", link_id="", actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        forget_addressee(emails=[EMAIL], actor=NOBODY, now=NOON)
    assert snapshot() == before
