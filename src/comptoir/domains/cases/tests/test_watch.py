"""What checks do: each thing has one case, for as long as it is there."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from comptoir.domains.cases.actions import close_cleared, dismiss_case, open_case, open_cases, resolve_case, take_case
from comptoir.domains.cases.queries import case, check_runs, count_undecided, held_subjects, inbox
from comptoir.domains.cases.testing import finding, make_case
from comptoir.domains.cases.values import NO_LONGER_THERE, CaseFilter, CaseState, Finding, Severity
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.sql import execute, fetch
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, at_once, snapshot

LATER, MUCH_LATER = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
A_DAY_LATER = NOON + timedelta(days=1)


def run(*found: Finding, at=LATER) -> None:
    """One run of the check that sees these."""
    open_cases(findings=found, source="books", actor=OWNER, now=at)
    close_cleared(source="books", seen=[one.key for one in found], counts={"p5": len(found)}, actor=OWNER, now=at)


def told() -> list[str]:
    return [name for (name,) in fetch("SELECT name FROM kernel_outbox WHERE name LIKE 'cases.%%' ORDER BY id")]


@pytest.mark.django_db
def test_what_is_open_is_counted_as_seen_again() -> None:
    first = open_case(finding=finding(), source="books", actor=OWNER, now=NOON)
    again = open_case(finding=finding(severity=Severity.URGENT), source="books", actor=OWNER, now=LATER)
    assert (first.fresh, again.fresh) == (True, False)
    assert first.case_id == again.case_id
    known = case(first.case_id, actor=OWNER)
    assert (known.times_seen, known.opened_at, known.last_seen_at) == (2, NOON, LATER)
    assert known.severity is Severity.URGENT
    assert known.state is CaseState.OPEN
    assert told() == ["cases.case_opened.1"]
    assert [line.action for line in history_of("cases.case", known.id)] == ["case opened"]


@pytest.mark.django_db
def test_the_latest_evidence_is_kept() -> None:
    id = make_case(finding(words="3 on the shelf, 2 by its movements"))
    make_case(finding(words="4 on the shelf, 2 by its movements"), now=LATER)
    assert case(id, actor=OWNER).evidence == {"found": {"words": "4 on the shelf, 2 by its movements"}}


@pytest.mark.django_db
def test_a_case_in_hand_stays_in_hand_when_it_is_seen_again() -> None:
    id = make_case()
    take_case(case_id=id, actor=OWNER, now=LATER)
    assert make_case(now=LATER) == id
    assert case(id, actor=OWNER).state is CaseState.IN_HAND


@pytest.mark.django_db
def test_what_is_seen_twice_in_one_run_is_one_case() -> None:
    opened = open_cases(findings=[finding(), finding()], source="books", actor=OWNER, now=NOON)
    assert len(opened) == 1
    assert case(opened["p5_stock:1"].case_id, actor=OWNER).times_seen == 1


@pytest.mark.django_db
def test_what_is_no_longer_there_closes_by_itself() -> None:
    gone, there = make_case(finding("a")), make_case(finding("b"))
    other = make_case(finding("c"), source="orders")
    run(finding("b"))
    closed = case(gone, actor=OWNER)
    assert (closed.state, closed.because, closed.closed_at) == (CaseState.RESOLVED, NO_LONGER_THERE, LATER)
    assert case(there, actor=OWNER).times_seen == 2
    assert case(other, actor=OWNER).state is CaseState.OPEN
    assert told().count("cases.case_closed.1") == 1
    [looked] = check_runs(actor=OWNER)
    assert (looked.source, looked.ran_at, looked.counts) == ("books", LATER, {"p5": 1})


@pytest.mark.django_db
def test_only_what_a_run_looked_at_is_closed_by_it() -> None:
    near = make_case(finding("a", subject_type="payments.payment", subject_id="1"))
    far = make_case(finding("b", subject_type="payments.payment", subject_id="2"))
    assert held_subjects("books", "payments.payment") == {"1", "2"}
    assert close_cleared(source="books", seen=[], among=["1", "3"], actor=OWNER, now=LATER) == 1
    assert case(near, actor=OWNER).state is CaseState.RESOLVED
    assert case(far, actor=OWNER).state is CaseState.OPEN


@pytest.mark.django_db
def test_what_another_run_saw_after_this_one_began_stays_open() -> None:
    id = make_case(now=LATER)
    assert close_cleared(source="books", seen=[], actor=OWNER, now=NOON) == 0
    assert case(id, actor=OWNER).state is CaseState.OPEN


@pytest.mark.django_db
def test_what_comes_back_opens_anew_and_is_linked_to_the_former() -> None:
    first = make_case()
    resolve_case(case_id=first, because="counted again", actor=OWNER, now=LATER)
    second = make_case(now=MUCH_LATER)
    assert second != first
    assert case(second, actor=OWNER).former == first
    resolve_case(case_id=second, because="counted once more", actor=OWNER, now=MUCH_LATER)
    assert case(make_case(now=A_DAY_LATER), actor=OWNER).former == second


@pytest.mark.django_db
def test_what_was_dismissed_opens_anew_only_after_it_was_gone() -> None:
    id = make_case()
    dismiss_case(case_id=id, because="a known sample", actor=OWNER, now=LATER)
    run(finding(), at=MUCH_LATER)
    left = case(id, actor=OWNER)
    assert (left.state, left.times_seen) == (CaseState.DISMISSED, 2)
    assert count_undecided(actor=OWNER) == 0
    run(at=A_DAY_LATER)
    back = make_case(now=A_DAY_LATER + timedelta(hours=1))
    assert back != id
    assert case(back, actor=OWNER).former == id


@pytest.mark.django_db
def test_what_nothing_looks_at_again_is_not_held_by_a_dismissal() -> None:
    id = make_case(source="")
    dismiss_case(case_id=id, because="seen", actor=OWNER, now=LATER)
    assert make_case(source="", now=MUCH_LATER) != id


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_open_one_case() -> None:
    found = [finding(str(number)) for number in range(20)]
    answers = at_once([lambda: _in_transaction(found), lambda: _in_transaction(found[::-1])] * 2)
    assert all(answer is None for answer in answers), answers
    cases = inbox(CaseFilter(), actor=OWNER, page_size=100).items
    assert len(cases) == 20
    assert {one.times_seen for one in cases} == {4}


def _in_transaction(found: list[Finding]) -> None:
    with transaction.atomic():
        run(*found)


@pytest.mark.django_db
def test_the_database_keeps_one_case_a_key() -> None:
    make_case(finding("a"))
    make_case(finding("b"))
    with pytest.raises(IntegrityError, match="cases_one_a_key"):
        execute("UPDATE cases_case SET key = 'a'")


@pytest.mark.django_db
def test_a_finding_has_a_title() -> None:
    with pytest.raises(ValueError, match="no title"):
        Finding(key="k", kind=finding().kind, what="something", facts={}, evidence={})


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [NOBODY, anybody("cases.view", "cases.handle")])
def test_only_checks_open_and_clear(actor) -> None:
    make_case()
    before = snapshot()
    with pytest.raises(NotAllowed):
        open_case(finding=finding("b"), source="books", actor=actor, now=LATER)
    with pytest.raises(NotAllowed):
        open_cases(findings=[finding("b")], source="books", actor=actor, now=LATER)
    with pytest.raises(NotAllowed):
        close_cleared(source="books", seen=[], actor=actor, now=LATER)
    assert snapshot() == before
