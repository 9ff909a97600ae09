"""Letters that visitors set off: a question to the shop, the link of an order to whoever ordered."""

from datetime import timedelta
from uuid import uuid4

import pytest

from comptoir.domains.markets.testing import make_market
from comptoir.domains.messages.actions import queue_order_link, queue_question_message
from comptoir.domains.messages.queries import latest_messages, letter_for, message, messages_of
from comptoir.domains.messages.values import Asked, MessageKind
from comptoir.domains.orders.testing import make_order
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db
VISITOR = anybody("messages.link")


def asked(**changes: str) -> Asked:
    told = {
        "name": "Lucie Martin",
        "email": "lucie@example.org",
        "topic": "goods",
        "order_number": "",
        "text": "Miel ?",
    }
    return Asked(case_id=uuid4(), **{**told, **changes})


def test_without_the_permission_nothing_happens() -> None:
    placed = make_order()
    before = snapshot()
    with pytest.raises(NotAllowed):
        queue_question_message(asked=asked(), to="shop@halle.example", language="fr", actor=VISITOR, now=NOON)
    with pytest.raises(NotAllowed):
        queue_order_link(number=placed.number, email=placed.email, actor=NOBODY, now=NOON)
    assert snapshot() == before


def test_the_shop_is_written_to_and_answers_the_visitor() -> None:
    make_market()
    question = asked(order_number="FR-1", text="<b>Bonjour</b>\nMerci")
    id = queue_question_message(asked=question, to="shop@halle.example", language="fr", actor=OWNER, now=NOON)
    letter = letter_for(message(id), now=NOON)
    assert letter is not None
    assert (letter.to, letter.reply_to) == ("shop@halle.example", "lucie@example.org")
    assert letter.subject == "Question de Lucie Martin"
    assert "<b>Bonjour</b>\nMerci" in letter.text
    assert "FR-1" in letter.text
    assert "&lt;b&gt;Bonjour&lt;/b&gt;" in letter.html


def test_one_case_is_one_letter() -> None:
    make_market()
    question = asked()
    for _ in range(2):
        queue_question_message(asked=question, to="shop@halle.example", language="fr", actor=OWNER, now=NOON)
    assert len([one for one in latest_messages(actor=OWNER) if one.kind is MessageKind.QUESTION]) == 1


def links_of(placed) -> list[MessageKind]:
    return [one.kind for one in messages_of(placed.id, actor=OWNER) if one.kind is MessageKind.ORDER_LINK]


def test_the_link_goes_to_the_orders_own_address_once_an_hour() -> None:
    placed = make_order()
    for _ in range(2):
        queue_order_link(number=placed.number, email=placed.email.upper(), actor=VISITOR, now=NOON)
    assert len(links_of(placed)) == 1
    [told] = [one for one in messages_of(placed.id, actor=OWNER) if one.kind is MessageKind.ORDER_LINK]
    letter = letter_for(told, now=NOON)
    assert letter is not None
    assert letter.to == placed.email
    assert "/suivi/" in letter.text
    queue_order_link(number=placed.number, email=placed.email, actor=VISITOR, now=NOON + timedelta(hours=1))
    assert len(links_of(placed)) == 2


def test_whoever_guesses_a_number_sets_off_nothing() -> None:
    placed = make_order()
    before = snapshot()
    queue_order_link(number=placed.number, email="somebody@example.org", actor=VISITOR, now=NOON)
    queue_order_link(number="FR-0", email=placed.email, actor=VISITOR, now=NOON)
    assert snapshot() == before
