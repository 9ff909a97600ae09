from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.domains.content.queries import terms_version
from comptoir.domains.content.testing import make_pages
from comptoir.domains.messages import jobs
from comptoir.domains.messages.actions import (
    give_up_message,
    mark_sent,
    postpone_message,
    queue_order_message,
    queue_receipt_message,
    queue_test_message,
    resend_message,
)
from comptoir.domains.messages.errors import LetterRefused, NotResendable
from comptoir.domains.messages.queries import letter_for, message, messages_of, waiting_messages
from comptoir.domains.messages.rules import kinds_for, still_true
from comptoir.domains.messages.values import Letter, MessageId, MessageKind, MessageState
from comptoir.domains.network.testing import SHOP, make_place
from comptoir.domains.orders.testing import make_order
from comptoir.domains.orders.values import Order, OrderState
from comptoir.domains.payments.testing import make_payment
from comptoir.kernel import clock, ports
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import NOBODY, NOON, OWNER

pytestmark = pytest.mark.django_db


@pytest.fixture
def placed(settings: Any, tmp_path: Path) -> Order:
    """An order that waits for its payment; letters go to a folder of this test."""
    settings.MAIL_TRANSPORT, settings.MAIL_FOLDER = "files", tmp_path
    return make_order()


def queue(placed: Order, kind: MessageKind = MessageKind.ORDER_TO_PAY, again: str = "") -> MessageId | None:
    return queue_order_message(kind=kind, order_id=placed.id, again=again, actor=OWNER, now=NOON)


def queued(placed: Order, kind: MessageKind = MessageKind.ORDER_TO_PAY) -> MessageId:
    id = queue(placed, kind)
    assert id is not None
    return id


def letters(folder: Path) -> list[EmailMessage]:
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]


def happened(about: Order, column: str, at: datetime) -> None:
    execute(f"UPDATE orders_order SET {column} = %s WHERE id = %s", [at, about.id])


class Away:
    """A mail server that cannot be reached, or refuses."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def send(self, letter: Letter) -> None:
        raise self.error


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """From now on the transport raises this."""

    def use(error: Exception) -> None:
        load = ports.load
        monkeypatch.setattr(ports, "load", lambda port, kind: Away(error) if port == "mail" else load(port, kind))

    return use


def test_the_same_news_is_told_once(placed: Order) -> None:
    assert queue(placed) is not None
    assert queue(placed) is None
    assert queue(placed, again="second attempt") is not None


def test_a_letter_goes_out_in_the_customers_language_with_text_and_html(placed: Order, tmp_path: Path) -> None:
    id = queued(placed)
    jobs.send_waiting_messages.call()
    (letter,) = letters(tmp_path)
    assert letter["To"] == "lucie@exemple.example"
    assert letter["Subject"] == f"Votre commande {placed.number} attend votre paiement"
    text = letter.get_body(("plain",))
    html = letter.get_body(("html",))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        for told in (placed.number, "2 × Miel de châtaignier", "30,70\u00a0€", "Lyon", "France"):
            assert told in part, told
    assert message(id).state is MessageState.SENT
    assert message(id).text == text.get_content().replace("\r\n", "\n")
    assert waiting_messages(clock.now()) == []


def test_a_letter_names_the_terms_that_were_accepted(placed: Order) -> None:
    letter = letter_for(message(queued(placed)), now=NOON)
    assert letter is not None
    assert "2026-01-05.1" not in letter.text, "there is no page to lead to"
    make_pages()
    letter = letter_for(message(queued(make_order(terms_version=terms_version()))), now=NOON)
    assert letter is not None
    for part in (letter.text, letter.html):
        assert f"version {terms_version()}, que vous avez acceptées" in part
        assert "/fr/infos/conditions-generales-de-vente" in part


def test_who_collects_is_told_where(placed: Order) -> None:
    place = make_place(SHOP)
    delivery = replace(placed.delivery, kind="pickup", place_code=place.code)
    letter = letter_for(message(queued(make_order(delivery=delivery))), now=NOON)
    assert letter is not None
    for part in (letter.text, letter.html):
        assert "Retrait" in part
        assert place.name["fr"] in part
        assert place.address.line1 in part
        assert placed.shipping_address.line1 not in part


@pytest.mark.parametrize(("days", "promised"), [(0, True), (4, False)])
def test_a_day_is_promised_only_for_money_that_came_at_once(placed: Order, days: int, promised: bool) -> None:
    execute(
        "UPDATE orders_order SET state = 'paid', paid_at = %s WHERE id = %s",
        [placed.placed_at + timedelta(days=days), placed.id],
    )
    id = queue_order_message(
        kind=MessageKind.ORDER_CONFIRMED, order_id=placed.id, actor=OWNER, now=placed.placed_at + timedelta(days=days)
    )
    assert id is not None
    letter = letter_for(message(id), now=NOON)
    assert letter is not None
    for part in (letter.text, letter.html):
        assert ("devrait vous parvenir" in part) is promised


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", [MessageKind.ORDER_TO_PAY, MessageKind.TEST])
def test_every_letter_can_be_written_in_both_languages(placed: Order, kind: MessageKind, language: str) -> None:
    id = queue_test_message(to="x@exemple.example", language=language, actor=OWNER, now=NOON)
    if kind is not MessageKind.TEST:
        id = queued(make_order(language=language))
    letter = letter_for(message(id), now=NOON)
    assert letter is not None
    assert letter.subject
    assert "{{" not in letter.text + letter.html
    assert "\n\n\n" not in letter.text


def test_news_that_no_longer_holds_is_given_up_not_sent(placed: Order, tmp_path: Path) -> None:
    id = queued(placed, MessageKind.ORDER_SHIPPED)
    jobs.send_waiting_messages.call()
    assert letters(tmp_path) == []
    assert (message(id).state, message(id).failure) == (MessageState.GIVEN_UP, "no longer true")


def test_a_server_that_is_away_loses_nothing(placed: Order, refuse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    id = queued(placed)
    refuse(ConnectionRefusedError("away"))
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=2))
    jobs.send_waiting_messages.call()
    assert message(id).state is MessageState.QUEUED


def test_a_letter_is_not_tried_for_ever(placed: Order, refuse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    id = queued(placed)
    refuse(ConnectionRefusedError("away"))
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=4))
    jobs.send_waiting_messages.call()
    assert message(id).state is MessageState.GIVEN_UP


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_one_letter_that_cannot_leave_holds_nobody_up(
    placed: Order, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    full, others = queued(placed), [queued(make_order()) for _ in range(3)]
    load = ports.load

    class FullMailbox:
        def send(self, letter: Letter) -> None:
            if letter.message_id == full:
                raise OSError("452 mailbox full")
            load("mail", "files").send(letter)

    monkeypatch.setattr(ports, "load", lambda port, kind: FullMailbox() if port == "mail" else load(port, kind))
    at(monkeypatch, NOON)
    jobs.send_waiting_messages.call()
    assert {message(id).state for id in others} == {MessageState.SENT}
    assert (message(full).state, message(full).failure) == (MessageState.QUEUED, "452 mailbox full")

    # The pauses grow, up to a limit.
    pauses = []
    now = NOON
    for _ in range(7):
        pause = next(wait for wait in range(1, 1_000) if waiting_messages(now + timedelta(seconds=wait)))
        now += timedelta(seconds=pause)
        pauses.append(pause)
        at(monkeypatch, now)
        jobs.send_waiting_messages.call()
    assert pauses == [15, 30, 60, 120, 240, 300, 300]
    monkeypatch.undo()
    jobs.send_waiting_messages.call()
    assert (message(full).state, message(full).failure) == (MessageState.SENT, "")


def test_a_letter_that_cannot_be_written_waits_like_any_other_and_is_told(
    placed: Order, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = queued(placed), queued(make_order())

    def write(about: Any, *, now: datetime) -> Letter | None:
        if about.id == broken:
            raise KeyError("no such word")
        return letter_for(about, now=now)

    monkeypatch.setattr(jobs, "letter_for", write)
    at(monkeypatch, NOON)
    jobs.send_waiting_messages.call()
    assert (message(broken).state, message(sound).state) == (MessageState.QUEUED, MessageState.SENT)
    assert "no such word" in message(broken).failure
    assert "letter could not be sent" in caplog.text


def test_a_server_that_is_away_is_not_asked_for_every_letter(placed: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Letter] = []

    class Gone:
        def send(self, letter: Letter) -> None:
            asked.append(letter)
            raise ConnectionRefusedError("away")

    for order in (placed, *(make_order() for _ in range(5))):
        queued(order)
    load = ports.load
    monkeypatch.setattr(ports, "load", lambda port, kind: Gone() if port == "mail" else load(port, kind))
    at(monkeypatch, NOON)
    jobs.send_waiting_messages.call()
    assert len(asked) == jobs.MOST_FAILURES


def test_a_letter_refused_for_good_does_not_hold_up_the_others(placed: Order, refuse: Any) -> None:
    first, second = queued(placed), queued(make_order())
    refuse(LetterRefused(reason="550 no such user"))
    jobs.send_waiting_messages.call()
    assert [message(id).state for id in (first, second)] == [MessageState.GIVEN_UP] * 2
    assert "550 no such user" in message(first).failure


def test_staff_may_tell_it_again_when_it_is_true(placed: Order) -> None:
    queue(placed)
    resend_message(kind=MessageKind.ORDER_TO_PAY, order_id=placed.id, actor=OWNER, now=NOON)
    assert len(messages_of(placed.id, actor=OWNER)) == 2
    with pytest.raises(NotResendable), transaction.atomic():
        resend_message(kind=MessageKind.ORDER_SHIPPED, order_id=placed.id, actor=OWNER, now=NOON)


@pytest.mark.parametrize(
    ("kind", "moment"),
    [
        (MessageKind.ORDER_CONFIRMED, "paid_at"),
        (MessageKind.ORDER_SHIPPED, "shipped_at"),
        (MessageKind.ORDER_CANCELLED, "cancelled_at"),
    ],
)
def test_what_happened_long_ago_is_no_news(placed: Order, kind: MessageKind, moment: str) -> None:
    happened(placed, moment, NOON - timedelta(days=3, seconds=1))
    assert queue(placed, kind) is None
    assert messages_of(placed.id, actor=OWNER) == []
    happened(placed, moment, NOON - timedelta(days=3))
    assert queue(placed, kind) is not None


def test_what_may_be_told_follows_from_the_state() -> None:
    unpaid = (MessageKind.ORDER_TO_PAY, MessageKind.PAYMENT_RECEIVED, MessageKind.ORDER_CHANGED)
    assert kinds_for(OrderState.AWAITING_PAYMENT) == unpaid
    told = (
        MessageKind.PAYMENT_RECEIVED,
        MessageKind.ORDER_CONFIRMED,
        MessageKind.ORDER_CHANGED,
        MessageKind.ORDER_SHIPPED,
        MessageKind.ORDER_DOWNLOADS,
    )
    assert MessageKind.ORDER_TO_PAY in kinds_for(OrderState.PAID, difference=True)
    assert MessageKind.ORDER_TO_PAY not in kinds_for(OrderState.CANCELLED, difference=True)
    assert kinds_for(OrderState.SHIPPED) == told
    assert set(kinds_for(OrderState.PARTLY_SHIPPED)) == {*told, MessageKind.ORDER_READY}
    assert still_true(MessageKind.TEST, OrderState.CANCELLED)


def test_without_the_permission_every_verb_is_refused_and_changes_nothing(placed: Order) -> None:
    id = queued(placed)
    before = messages_of(placed.id, actor=OWNER)
    letter = letter_for(message(id), now=NOON)
    assert letter is not None
    kind = MessageKind.ORDER_TO_PAY
    with pytest.raises(NotAllowed):
        queue_order_message(kind=kind, order_id=placed.id, again="x", actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        queue_receipt_message(payment_id=make_payment(order_id=placed.id).id, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        resend_message(kind=kind, order_id=placed.id, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        queue_test_message(to="x@exemple.example", language="fr", actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        mark_sent(message_id=UUID(str(id)), letter=letter, actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        give_up_message(message_id=UUID(str(id)), reason="", actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        postpone_message(message_id=UUID(str(id)), reason="", actor=NOBODY, now=NOON)
    with pytest.raises(NotAllowed):
        messages_of(placed.id, actor=NOBODY)
    assert messages_of(placed.id, actor=OWNER) == before
