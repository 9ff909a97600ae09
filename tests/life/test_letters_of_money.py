"""What buyers are written when the money of their order is not the usual: a difference, or a part."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from comptoir.domains.messages.queries import letter_for, messages_of
from comptoir.domains.messages.values import Letter, MessageKind
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Gesture, GestureWay, OrderId
from comptoir.domains.payments.testing import make_method
from comptoir.domains.payments.values import DisputeState
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.refund_order import refund_order
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.testing import Shop, buyer, sell_card
from comptoir.kernel.clock import set_clock
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOON, OWNER
from tests.kept import laid_shop
from tests.life.test_disputes import told as disputed
from tests.life.test_due_changes import AGAIN, by_transfer, unpaid
from tests.life.test_pieces import change, euros, paid

pytestmark = pytest.mark.django_db(transaction=True)

GOES_BACK = "%(goes_back)s is refunded to your original payment method, usually within a few days."
BY_TRANSFER = "%(transferred)s is refunded by bank transfer."
DISPUTED = "You have disputed %(disputed)s with your bank: it decides about that."


@pytest.fixture
def shop() -> Shop:
    set_clock(NOON)
    return laid_shop(stock=10)


def told_of(sentence: str, letter: Letter | None) -> str | None:
    """The amount that the letter names in this sentence, in whatever language it is written; None without it."""
    assert letter is not None
    with translation.override("fr"):
        words = re.escape(gettext(sentence))
    found = re.search(re.sub(r"%\\\(\w+\\\)s", r"([0-9,]+).€", words), letter.text)
    return found[1] if found else None


def letters(order_id: OrderId, kind: MessageKind) -> list[Letter | None]:
    """Of that kind, as they would leave now."""
    while deliver(Lane.URGENT):
        pass
    told = [each for each in messages_of(order_id, actor=OWNER) if each.kind is kind]
    return [letter_for(each, now=NOON) for each in told]


def test_who_pays_a_difference_by_transfer_is_told_how(shop: Shop) -> None:
    order_id = paid(shop, prepared=False)
    letters(order_id, MessageKind.ORDER_TO_PAY)
    change(order_id, added={shop.sku: 1})
    by_transfer(order_id)
    letter = letters(order_id, MessageKind.ORDER_TO_PAY)[-1]
    assert letter is not None
    for fact in ("12,90", "FR14", order(order_id).number):
        assert fact in letter.text, fact
        assert fact in letter.html, fact


def test_a_difference_that_came_is_confirmed(shop: Shop) -> None:
    order_id = paid(shop, prepared=False)
    change(order_id, added={shop.sku: 1})
    record_payment(order_id=order_id, amount=euros(1_000), actor=OWNER, now=NOON)
    (letter,) = letters(order_id, MessageKind.PAYMENT_RECEIVED)
    assert letter is not None
    assert "10,00" in letter.subject
    assert "2,90" in letter.text


def difference_by_card(shop: Shop) -> OrderId:
    """A paid order that became dearer, by what a gift card then paid."""
    make_method(provider="stored_value")
    order_id = paid(shop, prepared=False)
    change(order_id, added={shop.sku: 1})
    card = sell_card(1_290).account_id
    retry_payment(order_id=order_id, method="", stored_value=(card,), paying=AGAIN, actor=buyer(), now=NOON)
    return order_id


def test_a_difference_by_card_is_confirmed(shop: Shop) -> None:
    order_id = difference_by_card(shop)
    (letter,) = letters(order_id, MessageKind.PAYMENT_RECEIVED)
    assert letter is not None
    assert "12,90" in letter.subject


def test_a_part_of_an_unpaid_order_is_confirmed_with_what_is_missing(shop: Shop) -> None:
    order_id = unpaid(shop)
    record_payment(order_id=order_id, amount=euros(1_000), actor=OWNER, now=NOON)
    (letter,) = letters(order_id, MessageKind.PAYMENT_RECEIVED)
    assert letter is not None
    assert "10,00" in letter.subject
    for fact in ("20,70", "FR14"):
        assert fact in letter.text, fact


def test_what_is_paid_at_once_is_told_by_its_confirmation_alone(shop: Shop) -> None:
    order_id = paid(shop, prepared=False)
    assert letters(order_id, MessageKind.PAYMENT_RECEIVED) == []
    assert len(letters(order_id, MessageKind.ORDER_CONFIRMED)) == 1


def test_of_a_cancelled_order_it_is_told_what_really_goes_back(shop: Shop) -> None:
    order_id = paid(shop, prepared=False)
    gesture = Gesture(id=new_id(), amount=euros(700), way=GestureWay.REFUND)
    refund_order(order_id=order_id, gesture=gesture, because="x", actor=OWNER, now=NOON)
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=NOON)
    (letter,) = letters(order_id, MessageKind.ORDER_CANCELLED)
    assert letter is not None
    assert "36,60" in letter.text


def test_what_is_disputed_is_for_the_bank_to_decide(shop: Shop) -> None:
    order_id = paid(shop, prepared=False)
    disputed(order_id, DisputeState.OPEN, 4_360)
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=NOON)
    (letter,) = letters(order_id, MessageKind.ORDER_CANCELLED)
    assert letter is not None
    assert told_of(DISPUTED, letter) == "43,60"
    assert told_of(GOES_BACK, letter) is None


def test_calling_off_what_nobody_has_paid_promises_no_money(shop: Shop) -> None:
    order_id = paid(shop, prepared=False)
    change(order_id, added={shop.sku: 1})
    change(order_id, called_off={2: 1})
    letter = letters(order_id, MessageKind.ORDER_CHANGED)[-1]
    assert letter is not None
    assert told_of(BY_TRANSFER, letter) is None
    change(order_id, called_off={1: 1})
    assert told_of(BY_TRANSFER, letters(order_id, MessageKind.ORDER_CHANGED)[-1]) == "12,90"


def test_each_part_that_came_is_told_as_it_came(shop: Shop) -> None:
    order_id = unpaid(shop)
    for minor in (1_000, 500):
        record_payment(order_id=order_id, amount=euros(minor), actor=OWNER, now=NOON)
    told = [letter.subject for letter in letters(order_id, MessageKind.PAYMENT_RECEIVED) if letter]
    assert ["10,00" in told[0], "5,00" in told[1]] == [True, True]


def test_changes_in_a_row_are_told_once_with_all_that_goes_back(shop: Shop) -> None:
    order_id = paid(shop, prepared=False)
    change(order_id, called_off={1: 1})
    change(order_id, called_off={1: 1})
    first, last = letters(order_id, MessageKind.ORDER_CHANGED)
    assert first is None
    assert told_of(BY_TRANSFER, last) == "25,80"


def test_what_goes_back_by_itself_is_told_apart_from_what_needs_an_account(shop: Shop) -> None:
    order_id = difference_by_card(shop)
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=NOON)
    (letter,) = letters(order_id, MessageKind.ORDER_CANCELLED)
    assert (told_of(GOES_BACK, letter), told_of(BY_TRANSFER, letter)) == ("12,90", "43,60")
