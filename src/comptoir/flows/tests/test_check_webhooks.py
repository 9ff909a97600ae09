"""A subscriber that nothing reaches is a case for as long as that lasts."""

from datetime import datetime, timedelta

import pytest

from comptoir.domains.cases.queries import inbox
from comptoir.domains.cases.values import Case, CaseFilter, CaseKind
from comptoir.domains.integrations.actions import (
    claim_deliveries,
    queue_ping,
    record_answer,
    remove_subscription,
    retry_subscription,
    switch_subscription,
)
from comptoir.domains.integrations.testing import make_subscription, pass_news_on
from comptoir.domains.integrations.values import Answer, Failure, SubscriptionId
from comptoir.flows.check_webhooks import check_webhooks
from comptoir.flows.jobs import look_at_webhooks
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.django_db
NEXT_DAY = NOON + timedelta(hours=25)


def tried(answer: Answer, at: datetime) -> None:
    """What waits is sent, one after the other, and answered so."""
    for sent in claim_deliveries(room=8, each=8, actor=OWNER, now=at):
        record_answer(sent=sent, answer=answer, luck=1, actor=OWNER, now=at)


def failing() -> SubscriptionId:
    """Two messages wait for somebody who has answered nothing but faults for a day."""
    id, _ = make_subscription(markets=frozenset({"fr"}))
    for _ in range(2):
        queue_ping(subscription_id=id, actor=OWNER, now=NOON)
    tried(Answer(status=503, text="upstream\n is  down"), NOON)
    tried(Answer(failure=Failure.TOO_SLOW), NEXT_DAY)
    return id


def undecided(at: datetime) -> list[Case]:
    check_webhooks(actor=OWNER, now=at)
    return [case for case in inbox(CaseFilter(), actor=OWNER).items if case.is_undecided]


@pytest.fixture(autouse=True)
def _market(db: None) -> None:
    from comptoir.domains.markets.testing import make_market

    make_market()


def test_a_case_says_since_when_what_waits_and_what_was_answered() -> None:
    id = failing()
    [case] = undecided(NEXT_DAY)
    assert (case.kind, case.what, case.facts) == (CaseKind.FAILING_WEBHOOK, "failing", {"name": "ERP"})
    assert (case.subject_type, case.subject_id, case.market) == ("integrations.subscription", str(id), "fr")
    assert case.evidence["found"] == {
        "url": "https://erp.example/hooks",
        "since_at": NOON.isoformat(),
        "waiting": 2,
        "given_up": 0,
        "answers": ["too_slow"],
    }


def test_a_fault_of_an_hour_is_no_case() -> None:
    id, _ = make_subscription()
    queue_ping(subscription_id=id, actor=OWNER, now=NOON)
    tried(Answer(status=503, text="upstream is down"), NOON)
    assert undecided(NOON + timedelta(hours=1)) == []


def test_it_closes_when_something_arrives_again() -> None:
    id = failing()
    [_case] = undecided(NEXT_DAY)
    later = NEXT_DAY + timedelta(minutes=1)
    assert retry_subscription(subscription_id=id, actor=OWNER, now=later) == 2
    tried(Answer(status=204), later)
    assert undecided(later + timedelta(minutes=1)) == []


@pytest.mark.parametrize("end", ["off", "removed"])
def test_it_closes_when_nothing_is_to_be_sent_there(end: str) -> None:
    id = failing()
    [_case] = undecided(NEXT_DAY)
    if end == "off":
        switch_subscription(subscription_id=id, enabled=False, actor=OWNER, now=NEXT_DAY)
    else:
        remove_subscription(subscription_id=id, actor=OWNER, now=NEXT_DAY)
    assert undecided(NEXT_DAY + timedelta(minutes=1)) == []


@pytest.mark.django_db(transaction=True)
def test_news_of_it_has_the_check_run_at_once() -> None:
    id = failing()
    pass_news_on()
    assert _enqueued() == 1
    switch_subscription(subscription_id=id, enabled=False, actor=OWNER, now=NEXT_DAY)
    pass_news_on()
    assert _enqueued() == 2
    look_at_webhooks.call()
    assert [case for case in inbox(CaseFilter(), actor=OWNER).items if case.is_undecided] == []


def _enqueued() -> int:
    name = "comptoir.flows.jobs.look_at_webhooks"
    ((count,),) = fetch("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [name])
    return int(count)
