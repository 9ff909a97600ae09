"""Where money goes that a person sends back: asked of the buyer, kept for that refund, and no longer."""

from typing import Any

import pytest
from django.db.transaction import atomic

from comptoir.domains.payments.actions import (
    drop_refund,
    give_refund_account,
    record_refund,
    request_refund,
    seal_refund_accounts,
)
from comptoir.domains.payments.errors import BadHolder, BadIban, NothingToSend
from comptoir.domains.payments.models import RefundAccount
from comptoir.domains.payments.permissions import PAYMENTS_VIEW
from comptoir.domains.payments.queries import refunds_by_hand, refunds_to_send
from comptoir.domains.payments.testing import make_payment
from comptoir.domains.payments.values import Operation, PaymentState
from comptoir.kernel.access import NotAllowed, job_actor
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, anybody, snapshot

pytestmark = pytest.mark.django_db
ACTOR = job_actor("test")
ORDER = new_id()
IBAN = "FR14 2004 1010 0505 0001 3M02 606"


def waiting(cause: str = "cancelled", provider: str = "transfer") -> Operation:
    payment = make_payment(order_id=ORDER, state=PaymentState.CAPTURED, provider=provider)
    return request_refund(payment_id=payment.id, amount=Money(300, "EUR"), cause=cause, actor=ACTOR, now=NOON)


def give(iban: str = IBAN, holder: str = " Lucie  Martin ") -> None:
    give_refund_account(order_id=ORDER, holder=holder, iban=iban, actor=ACTOR, now=NOON)


def told() -> list[tuple[str, str] | None]:
    return [(each.to.holder, each.to.iban) if each.to else None for each in refunds_to_send(ORDER)]


def test_it_is_kept_for_the_refund_and_the_last_one_holds():
    refund = waiting()
    assert told() == [None]
    give("DE89 3704 0044 0532 0130 00")
    give()
    assert told() == [("Lucie Martin", "FR1420041010050500013M02606")]
    lines = [line for line in history_of("payments.payment", refund.payment_id) if "account" in line.action]
    assert len(lines) == 2
    assert not any("0606" in str(line) or "2606" in str(line) for line in lines)  # it could not be erased there


@pytest.mark.parametrize("kept", [False, True])
def test_it_is_erased_once_the_money_was_sent_or_kept_as_credit(kept: bool):
    refund = waiting("too much")
    give()
    (drop_refund if kept else record_refund)(operation_id=refund.id, actor=ACTOR, now=NOON)
    assert RefundAccount.objects.count() == 0
    assert told() == []


def test_a_copy_of_the_database_does_not_tell_it_and_a_new_key_takes_it_over(settings: Any):
    refund = waiting()
    settings.CARD_KEYS = ["former"]
    give()
    row = RefundAccount.objects.values().get()
    assert "0001" not in str(row)
    RefundAccount.objects.update(iban="DE89370400440532013000")  # an old process beside this one: the later word
    assert told() == [("Lucie Martin", "DE89370400440532013000")]
    assert [seal_refund_accounts(limit=9, actor=ACTOR, now=NOON) for _ in range(2)] == [1, 0]
    assert "0532" not in str(RefundAccount.objects.values().get())
    settings.CARD_KEYS = ["present", "former"]
    assert [seal_refund_accounts(limit=9, actor=ACTOR, now=NOON) for _ in range(2)] == [1, 0]
    settings.CARD_KEYS = ["present"]
    assert told() == [("Lucie Martin", "DE89370400440532013000")]
    settings.CARD_KEYS = ["lost"]
    assert (told(), seal_refund_accounts(limit=9, actor=ACTOR, now=NOON)) == ([None], 0)
    with pytest.raises(NotAllowed), atomic():
        seal_refund_accounts(limit=9, actor=anybody(), now=NOON)
    record_refund(operation_id=refund.id, actor=ACTOR, now=NOON)


def test_what_no_bank_takes_is_refused_and_nothing_is_kept():
    waiting()
    for wrong in ("", "FR14 2004 1010 0505 0001 3M02 607", "x' OR 1"):
        with pytest.raises(BadIban), atomic():
            give(wrong)
    for holder in ("", "  ", "x" * 71):
        with pytest.raises(BadHolder), atomic():
            give(holder=holder)
    assert told() == [None]


def test_nobody_is_asked_for_what_a_provider_sends_or_nobody_owes():
    waiting(provider="simulator")
    with pytest.raises(NothingToSend), atomic():
        give()


def test_who_may_not_gives_none_and_who_sends_nothing_sees_none():
    refund = waiting()
    before = snapshot()
    with pytest.raises(NotAllowed), atomic():
        give_refund_account(order_id=ORDER, holder="x", iban=IBAN, actor=anybody(), now=NOON)
    assert snapshot() == before
    give()
    market = refunds_to_send(ORDER)[0].market
    assert [each.to for each in refunds_by_hand(market, actor=anybody(PAYMENTS_VIEW))] == [None]
    assert [each.id for each in refunds_by_hand(market, actor=ACTOR) if each.to] == [refund.id]
