"""Failed work at the desk: seen by its kind, and played again by whoever may."""

import pytest
from django.test import Client

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.cases.queries import inbox
from comptoir.domains.cases.values import CaseFilter, CaseKind
from comptoir.flows.check_work import check_work
from comptoir.kernel import clock
from comptoir.kernel.events.dead import unplayed_dead_letters
from comptoir.kernel.jobs import failed_jobs
from comptoir.kernel.testing import OWNER, make_dead_letter, make_failed_job, snapshot

PAGE = "/back-office/settings/work/"
REPLAY = f"{PAGE}replay/"


@pytest.mark.django_db
def test_what_failed_is_seen_by_its_kind(owner: Client) -> None:
    assert "Nothing has failed permanently" in owner.get(PAGE).text
    for error in ("ValueError: <boom>", "KeyError: 7"):
        make_dead_letter(error=error)
    make_failed_job("comptoir.invoicing.render_document", document_id="4711")
    shown = owner.get(PAGE).text
    for words in (
        "some.reaction",
        "gave up on orders.order_paid.1",
        "2 times",
        "ValueError: &lt;boom&gt;",
        "KeyError: 7",
    ):
        assert words in shown
    for words in ("comptoir.invoicing.render_document", "document_id: 4711", "10 attempts", "Retry all 2"):
        assert words in shown


@pytest.mark.django_db
def test_one_by_one_or_all_of_a_kind(owner: Client) -> None:
    first, second, other = make_dead_letter(), make_dead_letter(), make_dead_letter(reaction="other.reaction")
    jobs = [make_failed_job() for _ in range(3)]
    owner.post(REPLAY, {"letter": [str(first)], "job": [str(jobs[0])]})
    assert [letter.id for letter in unplayed_dead_letters(each=9)] == [second, other]
    assert [job.id for job in failed_jobs(each=9)] == jobs[1:]
    owner.post(REPLAY, {"all": "yes", "job_name": "some.job"})
    assert failed_jobs(each=9) == ()
    kind = {"reaction": "some.reaction", "event": "orders.order_paid.1"}
    assert "1 failure retried." in owner.post(REPLAY, {"all": "yes", **kind}, follow=True).text
    assert [letter.id for letter in unplayed_dead_letters(each=9)] == [other]


@pytest.mark.django_db
def test_without_a_tick_nothing_is_played(owner: Client) -> None:
    make_dead_letter()
    before = snapshot()
    assert "First tick what to retry." in owner.post(REPLAY, {}, follow=True).text
    assert owner.post(REPLAY, {"letter": ["x"]}).status_code == 404
    assert snapshot() == before


def test_its_case_leads_there(owner: Client, working: Working) -> None:
    make_failed_job()
    check_work(actor=OWNER, now=clock.now())
    [case] = inbox(CaseFilter(kind=CaseKind.FAILED_JOB), actor=OWNER).items
    assert f'href="{PAGE}"' in owner.get(f"/back-office/cases/{case.id}/").text


def test_who_may_look_only_plays_nothing(working: Working) -> None:
    letter = make_dead_letter()
    reader = signed_in("reader@halle.example", roles=("readonly",))
    shown = reader.get(PAGE).text
    assert "some.reaction" in shown
    assert "Retry" not in shown
    before = snapshot()
    assert reader.post(REPLAY, {"letter": [str(letter)]}).status_code == 403
    assert snapshot() == before
    stranger = signed_in("orders@halle.example", roles=("orders",))
    assert stranger.get(PAGE).status_code == 403
