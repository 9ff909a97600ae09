"""A visitor asks: a case in the inbox and a letter to the shop, both or neither."""

from dataclasses import replace

import pytest

from comptoir.domains.cases.queries import inbox
from comptoir.domains.cases.testing import QUESTION
from comptoir.domains.cases.values import CaseFilter, CaseKind
from comptoir.domains.markets.testing import make_market
from comptoir.domains.messages.queries import latest_messages
from comptoir.flows.ask_shop import ask_shop
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.testing import NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db(transaction=True)
VISITOR = anybody("cases.ask")


def test_a_question_reaches_the_inbox_and_the_shop_once() -> None:
    make_market()
    for _ in range(2):
        ask_shop(question=QUESTION, actor=VISITOR, now=NOON)
    [case] = inbox(CaseFilter(kind=CaseKind.QUESTION), actor=OWNER).items
    [letter] = latest_messages(actor=OWNER)
    assert (letter.facts["case_id"], letter.facts["email"]) == (str(case.id), "lucie@example.org")


def test_what_is_wrong_leaves_nothing() -> None:
    make_market()
    before = snapshot()
    with pytest.raises(ManyInvalid):
        ask_shop(question=replace(QUESTION, text=""), actor=VISITOR, now=NOON)
    assert snapshot() == before
