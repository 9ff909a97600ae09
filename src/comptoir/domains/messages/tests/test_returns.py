"""Letters about returns: the acknowledgement the law asks for, and what follows it."""

from datetime import timedelta
from typing import Any

import pytest

from comptoir.domains.messages.actions import queue_return_message, resend_message
from comptoir.domains.messages.errors import NotResendable
from comptoir.domains.messages.queries import letter_for, message
from comptoir.domains.messages.values import Letter, MessageKind
from comptoir.domains.network.testing import WAREHOUSE, make_place
from comptoir.domains.orders.testing import make_order
from comptoir.domains.orders.values import Order
from comptoir.domains.returns.actions import accept_return, refuse_return, request_return
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import Return, ReturnKind
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent() -> Order:
    make_place(WAREHOUSE)
    made = make_order()
    execute("UPDATE orders_orderline SET shipped = quantity WHERE order_id = %s", [made.id])
    execute("UPDATE orders_order SET shipped_at = %s WHERE id = %s", [NOON, made.id])
    return made


def asked(sent: Order, **how: Any) -> Return:
    return request_return(asked=asked_for(sent.id, **how), actor=OWNER, now=NOON)


def told(kind: MessageKind, found: Return) -> Letter | None:
    id = queue_return_message(kind=kind, return_id=found.id, actor=OWNER, now=NOON)
    return None if id is None else letter_for(message(id))


def test_the_acknowledgement_holds_the_statement_its_day_and_its_hour(sent: Order) -> None:
    found = asked(sent)
    letter = told(MessageKind.RETURN_ACKNOWLEDGED, found)
    assert letter is not None
    assert letter.to == "lucie@exemple.example"
    for words in (found.number, sent.number, "Lucie Martin", "12:00", sent.lines[0].title):
        assert words in letter.text
        assert words in letter.html
    assert told(MessageKind.RETURN_ACKNOWLEDGED, found) is None  # told once


def test_a_withdrawal_is_accepted_with_its_acknowledgement_a_complaint_by_a_letter_of_its_own(sent: Order) -> None:
    assert told(MessageKind.RETURN_ACCEPTED, asked(sent)) is None
    broken = asked(sent, kind=ReturnKind.COMPLAINT)
    assert told(MessageKind.RETURN_ACCEPTED, broken) is None
    accept_return(return_id=broken.id, actor=OWNER, now=NOON)
    assert told(MessageKind.RETURN_ACCEPTED, broken) is not None


def test_a_refusal_says_why(sent: Order) -> None:
    broken = asked(sent, kind=ReturnKind.COMPLAINT)
    refuse_return(return_id=broken.id, because="It was worn.", actor=OWNER, now=NOON + timedelta(hours=1))
    letter = told(MessageKind.RETURN_REFUSED, broken)
    assert letter is not None
    assert "It was worn." in letter.text


def test_a_letter_about_a_return_is_not_resent_as_one_about_its_order(sent: Order) -> None:
    with pytest.raises(NotResendable):
        resend_message(kind=MessageKind.RETURN_RECEIVED, order_id=sent.id, actor=OWNER, now=NOON)


def test_not_just_anyone_tells_of_returns(sent: Order) -> None:
    found = asked(sent)
    before = snapshot()
    with pytest.raises(NotAllowed):
        queue_return_message(kind=MessageKind.RETURN_ACKNOWLEDGED, return_id=found.id, actor=NOBODY, now=NOON)
    assert snapshot() == before
