"""Webhooks at the desk: made, looked after, and looked into when something does not arrive."""

from datetime import timedelta

import pytest
from django.test import Client

from comptoir.backoffice.integrations.words import CHOICES, FAILURES, STATES
from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.integrations.actions import claim_deliveries, record_answer
from comptoir.domains.integrations.queries import delivery, subscription, subscriptions, told_after
from comptoir.domains.integrations.testing import make_subscription, pass_news_on, receiving, send_now, verified
from comptoir.domains.integrations.values import Answer, DeliveryState, Failure
from comptoir.kernel import clock
from comptoir.kernel.testing import OWNER, snapshot

NEW = "/back-office/settings/webhooks/new/"
SENT = {"name": "WMS", "url": "https://wms.example/in", "events": ["orders.order_paid.1"], "markets": ["fr"]}


def secret_in(text: str) -> str:
    return text.split('class="fixed-pitch secret">')[1].split("<", maxsplit=1)[0]


def test_the_secret_is_shown_once_and_signs(owner: Client) -> None:
    with receiving() as receiver:
        answer = owner.post(NEW, {**SENT, "url": receiver.url})
        assert answer["Cache-Control"] == "private, no-store"
        secret = secret_in(answer.text)
        [made] = [each for each in subscriptions(actor=OWNER) if each.name == "WMS"]
        address = f"/back-office/settings/webhooks/{made.id}/"
        assert (made.event_names, made.markets) == (frozenset(SENT["events"]), frozenset({"fr"}))
        assert "whsec_" not in owner.get(address).text
        owner.post(f"{address}test/")
        send_now()
    [ping] = receiver.heard
    assert verified(secret, ping.headers, ping.body)
    assert "Arrived" in owner.get(address).text


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_made(owner: Client) -> None:
    before = snapshot()
    answer = owner.post(NEW, {"name": "WMS", "url": "http://wms.example/", "events": ["orders.order_paid.1"]})
    assert answer.status_code == 422
    assert 'id="id_url_error"' in answer.text
    assert "http://wms.example/" in answer.text, "what was written is kept"
    assert owner.post(NEW, {"name": "WMS", "url": "https://wms.example/"}).status_code == 422
    assert snapshot() == before


def test_it_is_changed_switched_off_and_on_and_removed(owner: Client, working: Working) -> None:
    address = f"/back-office/settings/webhooks/{working.webhook_id}/"
    owner.post(address, {**SENT, "markets": []})
    found = subscription(working.webhook_id, actor=OWNER)
    assert (found.name, found.markets, found.enabled) == ("WMS", None, True)
    owner.post(f"{address}switch/", {"enabled": "no"})
    assert not subscription(working.webhook_id, actor=OWNER).enabled
    owner.post(address, {**SENT, "name": "Depot"})
    assert not subscription(working.webhook_id, actor=OWNER).enabled, "saving does not switch it on"
    assert "Send a test" not in owner.get(address).text
    owner.post(f"{address}switch/", {"enabled": "yes"})
    rotated = owner.post(f"{address}secret/")
    assert secret_in(rotated.text).startswith("whsec_")
    told = owner.get(address).text
    for words in ("Webhook changed", "Webhook deactivated", "Webhook activated", "New secret created"):
        assert words in told, words
    assert owner.post(f"{address}remove/")["Location"] == "/back-office/settings/webhooks/"
    assert subscriptions(actor=OWNER) == []
    assert "Webhook deleted" in owner.get("/back-office/settings/audit/").text


def test_a_message_that_does_not_arrive_is_looked_into_and_sent_again(owner: Client, working: Working) -> None:
    pass_news_on()
    address = f"/back-office/settings/webhooks/{working.webhook_id}/"
    now = clock.now()
    for sent, answer in zip(
        claim_deliveries(room=8, each=8, actor=OWNER, now=now),
        (Answer(status=503, text="Closed for <stocktaking>"), Answer(failure=Failure.TOO_SLOW)),
        strict=False,
    ):
        record_answer(sent=sent, answer=answer, luck=0, actor=OWNER, now=now)
    shown = owner.get(address).text
    assert "Messages failing since" in shown
    assert "Answer: 503" in shown
    assert f"{working.number}, message 1" in shown
    assert "No response within ten seconds." in shown
    assert "Failing" in owner.get("/back-office/settings/webhooks/").text
    [first, *_] = told_after(working.webhook_id, actor=OWNER)[0]
    page = f"/back-office/settings/webhooks/messages/{first.id}/"
    assert "503 Closed for &lt;stocktaking&gt;" in owner.get(page).text
    late = now + timedelta(days=4)
    [sent, *_] = claim_deliveries(room=8, each=8, actor=OWNER, now=late)
    record_answer(sent=sent, answer=Answer(status=500), luck=0, actor=OWNER, now=late)
    assert delivery(sent.delivery_id, actor=OWNER).state is DeliveryState.GIVEN_UP
    assert "Abandoned" in owner.get(f"{address}?view=given-up").text
    owner.post(f"/back-office/settings/webhooks/messages/{sent.delivery_id}/again/")
    assert delivery(sent.delivery_id, actor=OWNER).state is DeliveryState.QUEUED


def test_the_log_has_pages(owner: Client, working: Working) -> None:
    address = f"/back-office/settings/webhooks/{working.webhook_id}/"
    for _ in range(21):
        owner.post(f"{address}test/")
    first = owner.get(address).text
    assert first.count("/settings/webhooks/messages/") == 20
    onward = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert owner.get(onward.replace("&amp;", "&")).text.count("/settings/webhooks/messages/") == 2


@pytest.mark.django_db(transaction=True)
def test_whoever_may_only_look_changes_nothing(working: Working) -> None:
    looking = signed_in("look@halle.example", roles=("readonly",))
    address = f"/back-office/settings/webhooks/{working.webhook_id}/"
    shown = looking.get(address)
    assert shown.status_code == 200
    for words in ("Create a new secret", "Send a test", "Delete the webhook"):
        assert words not in shown.text, words
    before = snapshot()
    for step in ("", "switch/", "secret/", "test/", "remove/"):
        assert looking.post(f"{address}{step}", SENT).status_code == 403, step
    assert looking.post(f"/back-office/settings/webhooks/messages/{working.ping_id}/again/").status_code == 403
    assert looking.get(NEW).status_code == 403
    assert snapshot() == before


def test_who_works_for_one_market_has_no_more_told_than_that(working: Working) -> None:
    make_subscription(name="All of it")
    here = signed_in("lyon@halle.example", roles=("owner",), markets=["fr"])
    assert "All of it" not in here.get("/back-office/settings/webhooks/").text
    before = subscriptions(actor=OWNER)
    assert here.post(NEW, {**SENT, "markets": []}).status_code == 403
    assert subscriptions(actor=OWNER) == before
    assert here.post(NEW, SENT).status_code == 200


def test_everything_has_its_words() -> None:
    assert all(str(words) != name for name, words in CHOICES)
    assert set(STATES) == set(DeliveryState)
    assert set(FAILURES) == set(Failure)
