"""What a visitor writes is a case, once a day however often it is sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from comptoir.domains.cases.actions import open_question, resolve_case
from comptoir.domains.cases.queries import case
from comptoir.domains.cases.testing import QUESTION
from comptoir.domains.cases.values import CaseKind, CaseState
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db
VISITOR = anybody("cases.ask")


@pytest.fixture(autouse=True)
def _market(db: None) -> None:
    make_market()


def test_without_the_permission_nothing_happens() -> None:
    before = snapshot()
    for actor in (NOBODY, anybody("cases.view", "cases.handle", "cases.open")):
        with pytest.raises(NotAllowed):
            open_question(question=QUESTION, actor=actor, now=NOON)
    assert snapshot() == before


def test_a_question_is_a_case_with_all_that_an_answer_needs() -> None:
    opened = open_question(question=QUESTION, actor=VISITOR, now=NOON)
    known = case(opened.case_id, actor=OWNER)
    assert (known.kind, known.state, known.market, opened.fresh) == (CaseKind.QUESTION, CaseState.OPEN, "fr", True)
    assert known.facts == {"name": "Lucie Martin", "topic": "goods"}
    assert known.evidence["found"] == {
        "name": "Lucie Martin",
        "email": "lucie@example.org",
        "topic": "goods",
        "order_number": "",
        "text": "Le miel de lavande est-il cristallisé ?\nMerci.",
        "language": "fr",
        "asked_at": NOON.isoformat(),
    }


def test_pressed_twice_it_is_one_case_and_tomorrow_another() -> None:
    first = open_question(question=QUESTION, actor=VISITOR, now=NOON)
    again = open_question(question=replace(QUESTION, email=" LUCIE@example.org "), actor=VISITOR, now=NOON)
    assert (again.case_id, again.fresh) == (first.case_id, False)
    other = open_question(question=replace(QUESTION, text="Et celui de thym ?"), actor=VISITOR, now=NOON)
    tomorrow = open_question(question=QUESTION, actor=VISITOR, now=NOON + timedelta(days=1))
    assert len({first.case_id, other.case_id, tomorrow.case_id}) == 3


def test_asked_again_after_an_answer_it_opens_anew() -> None:
    first = open_question(question=QUESTION, actor=VISITOR, now=NOON)
    resolve_case(case_id=first.case_id, because="Answered", actor=OWNER, now=NOON)
    assert open_question(question=QUESTION, actor=VISITOR, now=NOON).fresh


def test_everything_wrong_is_told_at_once() -> None:
    before = snapshot()
    wrong = replace(QUESTION, name=" \u200b", email="nobody", text="x" * 4_001, order_number="1" * 61)
    with pytest.raises(ManyInvalid) as refused:
        open_question(question=wrong, actor=VISITOR, now=NOON)
    assert sorted(error.field for error in refused.value.errors) == ["email", "name", "order_number", "text"]
    assert snapshot() == before
