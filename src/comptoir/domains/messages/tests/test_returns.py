"""Letters about returns: the acknowledgement the law asks for, and what follows it."""

from datetime import timedelta
from typing import Any

import pytest

from comptoir.domains.catalogue.testing import make_product, soap
from comptoir.domains.messages.actions import queue_return_message, resend_message
from comptoir.domains.messages.errors import NotResendable
from comptoir.domains.messages.queries import letter_for, message
from comptoir.domains.messages.values import Letter, MessageKind
from comptoir.domains.network.queries import place
from comptoir.domains.network.testing import WAREHOUSE, make_place
from comptoir.domains.orders.testing import make_order
from comptoir.domains.orders.values import Order
from comptoir.domains.payments.testing import make_payment
from comptoir.domains.payments.values import PaymentState
from comptoir.domains.returns.actions import (
    accept_return,
    promise_replacement,
    record_return_receipt,
    refuse_return,
    request_return,
)
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.returns.values import AmountBack, ReceivedLine, Return, ReturnKind
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.money import Money
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
    return None if id is None else letter_for(message(id), now=NOON)


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


def test_an_exchange_is_told_with_what_was_chosen_and_what_is_still_to_be_paid(sent: Order) -> None:
    large = make_product(soap()).variants[1]
    instead = make_order(replaces=sent.id, awaits_goods_until=NOON)
    wanted = asked_for(sent.id, kind=ReturnKind.EXCHANGE, swap_for=large.id)
    found = request_return(asked=wanted, replacement_id=instead.id, actor=OWNER, now=NOON)
    letter = told(MessageKind.RETURN_ACKNOWLEDGED, found)
    assert letter is not None
    for words in (found.number, "→ 300 g", WAREHOUSE.address.city):
        assert words in letter.text
        assert words in letter.html
    assert told(MessageKind.RETURN_ACCEPTED, found) is None  # its acknowledgement says so
    part = instead.total - Money(200, "EUR")
    record_return_receipt(
        return_id=found.id,
        lines=[ReceivedLine(position=1, received=1)],
        place_code=WAREHOUSE.code,
        back=AmountBack(amount=part, with_delivery=False, swapped=part),
        actor=OWNER,
        now=NOON,
    )
    make_payment(order_id=instead.id, amount=part, state=PaymentState.CAPTURED)
    letter = told(MessageKind.RETURN_RECEIVED, found)
    assert letter is not None
    for words in (instead.number, "2,00"):
        assert words in letter.text
        assert words in letter.html


def test_a_complaint_that_is_answered_by_others_says_so(sent: Order) -> None:
    found = asked(sent, kind=ReturnKind.COMPLAINT)
    accept_return(return_id=found.id, actor=OWNER, now=NOON)
    assert told(MessageKind.RETURN_ACCEPTED, found) is not None
    instead = make_order(replaces=sent.id, awaits_goods_until=NOON)
    promise_replacement(return_id=found.id, replacement_id=instead.id, swaps=[], actor=OWNER, now=NOON)
    letter = told(MessageKind.RETURN_ACCEPTED, found)
    assert letter is not None
    assert told(MessageKind.RETURN_ACCEPTED, found) is None
    execute("UPDATE orders_order SET state = 'cancelled', cancelled_at = %s WHERE id = %s", [NOON, instead.id])
    called_off = letter_for(message(letter.message_id), now=NOON)
    assert called_off is not None
    assert called_off.text != letter.text


def test_whoever_withdraws_from_what_has_not_left_is_not_asked_to_send_it_back(sent: Order) -> None:
    request = asked_for(sent.id, 2)
    execute("UPDATE orders_orderline SET shipped = 0 WHERE order_id = %s", [sent.id])
    found = request_return(asked=request, called_off={1: 2}, actor=OWNER, now=NOON)
    letter = told(MessageKind.RETURN_ACKNOWLEDGED, found)
    assert letter is not None
    address = place(found.place_code).address.line1
    for written in (letter.text, letter.html):
        assert sent.lines[0].title in written
        assert address not in written
