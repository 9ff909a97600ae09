"""What people do with a case, and who may see which."""

from datetime import timedelta

import pytest

from comptoir.domains.cases.actions import dismiss_case, note_case, resolve_case, take_case
from comptoir.domains.cases.errors import EmptyCaseNote, ReasonMissing, UnknownCase
from comptoir.domains.cases.queries import case, check_runs, count_undecided, inbox, notes_of
from comptoir.domains.cases.testing import finding, make_case
from comptoir.domains.cases.values import CaseFilter, CaseId, CaseKind, CaseState
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import Actor, ActorKind, NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot
from comptoir.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
COLLEAGUE = Actor(ActorKind.PERSON, str(new_id()), "Noor", frozenset({"*"}), None)
CLOSING = {"resolve": resolve_case, "dismiss": dismiss_case}


def test_a_case_goes_from_hand_to_hand_until_it_is_resolved() -> None:
    id = make_case()
    for actor in (OWNER, OWNER, COLLEAGUE):
        take_case(case_id=id, actor=actor, now=LATER)
    taken = case(id, actor=OWNER)
    assert (taken.state, taken.handler_id, taken.handler_name) == (CaseState.IN_HAND, COLLEAGUE.id, "Noor")
    resolve_case(case_id=id, because=" counted again ", actor=COLLEAGUE, now=LATER)
    done = case(id, actor=OWNER)
    assert (done.state, done.because, done.closed_at) == (CaseState.RESOLVED, "counted again", LATER)
    states = [line.after.get("state") for line in history_of("cases.case", id)]
    assert states == ["resolved", "in_hand", "in_hand", None]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", CLOSING)
def test_a_closed_case_is_closed_once_and_for_a_reason(name: str) -> None:
    close, id = CLOSING[name], make_case()
    for words in ("", "  ", "x" * 4_001):
        with pytest.raises(ReasonMissing):
            close(case_id=id, because=words, actor=OWNER, now=LATER)
    close(case_id=id, because="x", actor=OWNER, now=LATER)
    with pytest.raises(MoveRefused):
        take_case(case_id=id, actor=OWNER, now=LATER)
    for again in CLOSING.values():
        with pytest.raises(MoveRefused):
            again(case_id=id, because="x", actor=OWNER, now=LATER)


def test_notes_are_kept_in_their_order_and_go_on_after_the_end() -> None:
    id = make_case()
    note_case(case_id=id, text=" Asked the bank. ", actor=OWNER, now=NOON)
    resolve_case(case_id=id, because="x", actor=OWNER, now=LATER)
    note_case(case_id=id, text="It was a copy.", actor=COLLEAGUE, now=LATER)
    assert [(note.author, note.text) for note in notes_of(id, actor=OWNER)] == [
        ("Camille Test", "Asked the bank."),
        ("Noor", "It was a copy."),
    ]
    for words in ("", " \n", "x" * 4_001):
        with pytest.raises(EmptyCaseNote):
            note_case(case_id=id, text=words, actor=OWNER, now=LATER)


def test_the_inbox_is_narrowed_and_goes_on_page_by_page() -> None:
    ids = [make_case(finding(str(number))) for number in range(5)]
    take_case(case_id=ids[0], actor=COLLEAGUE, now=LATER)
    dismiss_case(case_id=ids[1], because="x", actor=OWNER, now=LATER)
    seen: list[CaseId] = []
    cursor = None
    while True:
        page = inbox(CaseFilter(), actor=OWNER, cursor=cursor, page_size=2)
        seen += [one.id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ids[::-1]
    assert _ids(CaseFilter(states=frozenset({CaseState.OPEN}))) == ids[:1:-1]
    assert _ids(CaseFilter(handler_id=COLLEAGUE.id)) == ids[:1]
    assert _ids(CaseFilter(kind=CaseKind.DISPUTE)) == []
    assert count_undecided(actor=OWNER) == 4


def _ids(wanted: CaseFilter) -> list[CaseId]:
    return [one.id for one in inbox(wanted, actor=OWNER).items]


def test_who_works_for_one_market_sees_its_cases_only() -> None:
    market = make_market().code
    here, nowhere = make_case(finding("a", market=market)), make_case(finding("b"))
    local = anybody("cases.view", "cases.handle", markets=frozenset({market}))
    assert [one.id for one in inbox(CaseFilter(), actor=local).items] == [here]
    assert count_undecided(actor=local) == 1
    take_case(case_id=here, actor=local, now=LATER)
    for refused in (
        lambda: case(nowhere, actor=local),
        lambda: notes_of(nowhere, actor=local),
        lambda: take_case(case_id=nowhere, actor=local, now=LATER),
        lambda: case(here, actor=anybody("cases.view", markets=frozenset({"xx"}))),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_there_is_no_such_case() -> None:
    with pytest.raises(UnknownCase):
        case(CaseId(new_id()), actor=OWNER)
    with pytest.raises(UnknownCase):
        take_case(case_id=CaseId(new_id()), actor=OWNER, now=LATER)


@pytest.mark.parametrize("actor", [NOBODY, anybody("cases.view")])
def test_who_may_not_handle_cases_changes_nothing(actor: Actor) -> None:
    id = make_case()
    before = snapshot()
    with pytest.raises(NotAllowed):
        take_case(case_id=id, actor=actor, now=LATER)
    with pytest.raises(NotAllowed):
        note_case(case_id=id, text="x", actor=actor, now=LATER)
    with pytest.raises(NotAllowed):
        resolve_case(case_id=id, because="x", actor=actor, now=LATER)
    with pytest.raises(NotAllowed):
        dismiss_case(case_id=id, because="x", actor=actor, now=LATER)
    assert snapshot() == before


def test_who_may_not_see_cases_sees_none() -> None:
    id = make_case()
    for asked in (
        lambda: case(id, actor=NOBODY),
        lambda: inbox(CaseFilter(), actor=NOBODY),
        lambda: count_undecided(actor=NOBODY),
        lambda: check_runs(actor=NOBODY),
    ):
        with pytest.raises(NotAllowed):
            asked()
