"""Real threads that spend from one card."""

from collections import Counter
from functools import partial

import pytest

from comptoir.domains.stored_value import queries
from comptoir.domains.stored_value.actions import give_back_stored_value, issue_stored_value, redeem_stored_value
from comptoir.domains.stored_value.errors import MoreThanRedeemed, NotEnoughValue
from comptoir.domains.stored_value.testing import make_account
from comptoir.domains.stored_value.values import AccountDraft, AccountKind, Entry, Issued, Origin
from comptoir.kernel.access import job_actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER, at_once

pytestmark = pytest.mark.django_db(transaction=True)
ACTOR = job_actor("test")


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def spend(account_id, payment_id, minor):
    return redeem_stored_value(
        account_id=account_id, market="fr", amount=euros(minor), payment_id=payment_id, actor=ACTOR, now=NOON
    )


def give_back(payment_id, minor, key):
    return give_back_stored_value(payment_id=payment_id, amount=euros(minor), key=key, actor=ACTOR, now=NOON)


def test_twenty_payments_of_seven_from_a_card_of_fifty():
    id = make_account().account_id
    answers = at_once([partial(spend, id, new_id(), 700) for _ in range(20)])
    assert Counter(type(answer) for answer in answers) == {Entry: 7, NotEnoughValue: 13}
    assert queries.account(id, actor=OWNER).balance == euros(100)


def test_one_payment_asked_for_twenty_times_takes_once():
    id, payment_id = make_account().account_id, new_id()
    answers = at_once([partial(spend, id, payment_id, 700)] * 20)
    assert len({answer.id for answer in answers if isinstance(answer, Entry)}) == 1
    assert all(isinstance(answer, Entry) for answer in answers)
    assert queries.account(id, actor=OWNER).balance == euros(4_300)


def test_twenty_returns_of_three_of_a_payment_of_ten():
    id, payment_id = make_account().account_id, new_id()
    spend(id, payment_id, 1_000)
    answers = at_once([partial(give_back, payment_id, 300, str(number)) for number in range(20)])
    assert Counter(type(answer) for answer in answers) == {Entry: 3, MoreThanRedeemed: 17}
    assert queries.account(id, actor=OWNER).balance == euros(4_900)


def test_one_return_asked_for_twenty_times_comes_back_once():
    id, payment_id = make_account().account_id, new_id()
    spend(id, payment_id, 1_000)
    answers = at_once([partial(give_back, payment_id, 300, "k")] * 20)
    assert all(isinstance(answer, Entry) for answer in answers)
    assert queries.account(id, actor=OWNER).balance == euros(4_300)


def test_one_card_issued_by_twenty_presses_of_one_button():
    market = queries.account(make_account().account_id, actor=OWNER).market
    draft = AccountDraft(kind=AccountKind.GIFT_CARD, market=market, amount=euros(1_000), origin=Origin.GESTURE)
    answers = at_once([partial(issue_stored_value, draft=draft, key="k", actor=ACTOR, now=NOON)] * 20)
    issued = [answer for answer in answers if isinstance(answer, Issued)]
    assert len(issued) == 20
    assert len({each.account_id for each in issued}) == 1
    assert sum(bool(each.code) for each in issued) == 1
