"""Whose turn it is, and what comes of a try."""

from datetime import timedelta
from functools import partial

import orjson
import pytest

from comptoir.domains.integrations import jobs
from comptoir.domains.integrations.actions import (
    forget_deliveries,
    queue_ping,
    redeliver,
    remove_subscription,
    replay_deliveries,
    retry_subscription,
    rotate_secret,
    switch_subscription,
)
from comptoir.domains.integrations.errors import SwitchedOff, UnknownDelivery
from comptoir.domains.integrations.queries import (
    cursor_at,
    delivery,
    failing_subscriptions,
    position_in,
    subscription,
    told_after,
    waiting_by_subscription,
)
from comptoir.domains.integrations.testing import make_subscription
from comptoir.domains.integrations.tests.telling import answered, claim, log, paid, placed, queue
from comptoir.domains.integrations.values import (
    Answer,
    DeliveryId,
    DeliveryState,
    Failure,
    SubscriptionId,
)
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.orders.testing import make_order
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.paging import BadCursor
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOON, OWNER, at_once, snapshot

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def test_messages_of_one_order_leave_one_after_the_other_and_others_beside_them() -> None:
    id, _ = make_subscription()
    order, other = make_order(), make_order()
    queue(placed(order), paid(order), placed(other), AvailabilityChanged(variant_ids=()))
    first = claim()
    assert [orjson.loads(each.body)["type"] for each in first] == [
        "orders.order_placed.1", "orders.order_placed.1", "inventory.availability_changed.1",
    ]  # fmt: skip
    assert claim() == [], "the second waits for the first"
    answered(first[0], 500)
    assert claim(now=NOON + timedelta(seconds=5)) == []
    again = claim(now=NOON + timedelta(seconds=10))
    assert [each.delivery_id for each in again] == [first[0].delivery_id]
    answered(again[0], now=NOON + timedelta(seconds=10))
    (second,) = claim(now=NOON + timedelta(seconds=10))
    assert orjson.loads(second.body)["data"]["sequence"] == 2
    assert waiting_by_subscription(actor=OWNER) == {id: 3}


def test_a_message_that_is_given_up_lets_the_next_one_pass() -> None:
    id, _ = make_subscription()
    order = make_order()
    queue(placed(order), paid(order))
    late = NOON + timedelta(days=3)
    (first,) = claim(now=late)
    answered(first, Answer(failure=Failure.UNREACHABLE), now=late)
    assert [each.state for each in log(id)] == [DeliveryState.GIVEN_UP, DeliveryState.QUEUED]
    assert log(id)[0].failure is Failure.UNREACHABLE
    (second,) = claim(now=late)
    assert orjson.loads(second.body)["data"]["sequence"] == 2


def test_a_message_whose_worker_died_is_sent_again_and_the_late_one_changes_nothing() -> None:
    id, _ = make_subscription()
    queue(placed(make_order()))
    (lost,) = claim()
    assert claim(now=NOON + timedelta(seconds=59)) == []
    (again,) = claim(now=NOON + timedelta(seconds=60))
    assert again.delivery_id == lost.delivery_id
    before = snapshot()
    answered(lost, 410)
    assert snapshot() == before
    answered(again)
    assert (log(id)[0].state, log(id)[0].tries) == (DeliveryState.DELIVERED, 2)


def test_no_subscriber_takes_all_the_room() -> None:
    busy, _ = make_subscription(name="Busy")
    calm, _ = make_subscription(name="Calm", event_names=("orders.order_paid.1",))
    orders = [make_order() for _ in range(4)]
    queue(*(placed(order) for order in orders), paid(orders[0]))
    assert [each.subscription_id for each in claim(each=2, under_way=[busy])].count(busy) == 1
    assert [each.subscription_id for each in claim(each=2, under_way=[busy, busy, calm])] == []
    assert len(claim(room=1)) == 1


def test_who_fails_often_rests_and_others_come_first() -> None:
    failing, _ = make_subscription(name="A")
    queue(*(placed(make_order()) for _ in range(5)))
    for each in claim(each=3):
        answered(each, Answer(failure=Failure.TOO_SLOW))
    assert claim(now=NOON + timedelta(seconds=7)) == []
    (one, *_) = claim(now=NOON + timedelta(seconds=8), each=1)
    answered(one, now=NOON + timedelta(seconds=8))
    assert subscription(failing, actor=OWNER).failing_since is None
    assert len(claim(now=NOON + timedelta(seconds=9), each=1)) == 1


def test_the_wish_to_be_left_alone_is_heard() -> None:
    id, _ = make_subscription()
    queue(placed(make_order()), placed(make_order()))
    (first,) = claim(each=1)
    answered(first, Answer(status=429, retry_after=timedelta(minutes=30)))
    assert claim(now=NOON + timedelta(minutes=29)) == []
    assert len(claim(now=NOON + timedelta(minutes=30))) == 2
    assert log(id)[0].status == 429


def test_who_is_gone_is_switched_off_and_hears_no_more() -> None:
    id, _ = make_subscription()
    queue(placed(make_order()), placed(make_order()))
    (first,) = claim(each=1)
    answered(first, 410)
    assert not subscription(id, actor=OWNER).enabled
    assert log(id)[0].state is DeliveryState.GIVEN_UP
    assert [line.action for line in history_of("integrations.subscription", id)] == ["gone", "created"]
    assert claim(now=LATER) == []
    assert queue(placed(make_order())) == 0
    switch_subscription(subscription_id=id, enabled=True, actor=OWNER, now=LATER)
    assert len(claim(now=LATER)) == 1


def test_after_a_day_of_failures_somebody_is_told_once() -> None:
    id, _ = make_subscription()
    queue(placed(make_order()), placed(make_order()))
    for hours in (0, 23, 24, 30):
        (each, *_) = claim(now=NOON + timedelta(hours=hours), each=1)
        answered(each, 500, now=NOON + timedelta(hours=hours))
    emitted = fetch("SELECT payload FROM kernel_outbox WHERE name = 'integrations.subscription_failing.1'")
    assert emitted == [({"subscription_id": str(id), "name": "ERP", "failing_since": "2026-11-23T11:00:00Z"},)]
    assert subscription(id, actor=OWNER).failing_since == NOON


def told_of(id: SubscriptionId, name: str) -> int:
    rows = fetch("SELECT payload FROM kernel_outbox WHERE name = %s", [f"integrations.subscription_{name}.1"])
    return sum(payload["subscription_id"] == str(id) for (payload,) in rows)


def test_the_end_of_a_failure_that_was_told_is_told_once() -> None:
    id, _ = make_subscription()
    queue(placed(make_order()), placed(make_order()), placed(make_order()))
    for hours, answer in ((0, 500), (1, 200), (2, 500), (27, 500)):
        (each, *_) = claim(now=NOON + timedelta(hours=hours), each=1)
        answered(each, answer, now=NOON + timedelta(hours=hours))
    assert (told_of(id, "failing"), told_of(id, "recovered")) == (1, 0), "what was not told needs no end"
    [failing] = failing_subscriptions(actor=OWNER)
    assert (failing.waiting, failing.given_up, [each.status for each in failing.answers]) == (2, 0, [500, 500])
    for hours in (40, 50):
        (each, *_) = claim(now=NOON + timedelta(hours=hours), each=1)
        answered(each, now=NOON + timedelta(hours=hours))
    assert (told_of(id, "recovered"), failing_subscriptions(actor=OWNER)) == (1, [])


def test_who_is_gone_fails_no_more() -> None:
    id, _ = make_subscription()
    queue(placed(make_order()), placed(make_order()))
    for hours, answer in ((0, 500), (25, 500), (40, 410)):
        (each, *_) = claim(now=NOON + timedelta(hours=hours), each=1)
        answered(each, answer, now=NOON + timedelta(hours=hours))
    assert (told_of(id, "failing"), told_of(id, "recovered")) == (1, 1)
    assert (subscription(id, actor=OWNER).enabled, subscription(id, actor=OWNER).failing_since) == (False, None)


def test_who_is_said_to_be_back_is_tried_at_once() -> None:
    id, _ = make_subscription()
    queue(*(placed(make_order()) for _ in range(4)))
    at = NOON
    for _ in range(6):
        for each in claim(each=4, now=at):
            answered(each, 500, now=at)
        at += timedelta(hours=5)
    (sent, *_) = claim(now=at, each=1)
    for each in claim(now=at, each=9):
        answered(each, 500, now=at)
    soon = at + timedelta(seconds=1)
    assert claim(now=soon, each=9) == [], "it rests, and so does each message"
    retry = partial(retry_subscription, subscription_id=id, actor=OWNER, now=soon)
    assert retry() == 4
    assert len(claim(now=soon, each=9)) == 3, "somebody else has the fourth"
    answered(sent, now=soon)
    assert log(id)[0].state is DeliveryState.DELIVERED
    switch_subscription(subscription_id=id, enabled=False, actor=OWNER, now=soon)
    with pytest.raises(SwitchedOff):
        retry()


def test_a_new_secret_and_the_former_one_sign_for_a_day() -> None:
    id, secret = make_subscription()
    queue(placed(make_order()), placed(make_order()))
    assert claim(each=1)[0].secrets == (secret,)
    new = rotate_secret(subscription_id=id, actor=OWNER, now=NOON)
    assert new != secret
    assert claim(now=NOON + timedelta(hours=23))[0].secrets == (new, secret)
    assert claim(now=NOON + timedelta(hours=25))[0].secrets == (new,)


def test_an_answer_for_somebody_who_was_removed_is_let_go() -> None:
    id, _ = make_subscription()
    queue(placed(make_order()))
    (sent,) = claim()
    remove_subscription(subscription_id=id, actor=OWNER, now=NOON)
    before = snapshot()
    answered(sent, 500)
    assert snapshot() == before


def test_what_was_missed_is_read_from_a_cursor_or_sent_again() -> None:
    id, _ = make_subscription()
    order = make_order()
    queue(placed(order), paid(order), placed(make_order()))
    page, cursor = told_after(id, page_size=2, actor=OWNER)
    assert [each.position for each in page] == [1, 2]
    rest, end = told_after(id, cursor=cursor, actor=OWNER)
    assert [each.position for each in rest] == [3]
    assert told_after(id, cursor=end, actor=OWNER) == ([], end)
    for now in (NOON, NOON):
        for each in claim(now=now):
            answered(each)
    ping = queue_ping(subscription_id=id, actor=OWNER, now=NOON)
    answered(claim()[0])
    assert delivery(ping, actor=OWNER).state is DeliveryState.DELIVERED
    assert replay_deliveries(subscription_id=id, after=position_in(cursor), actor=OWNER, now=LATER) == 1
    assert replay_deliveries(subscription_id=id, since=LATER, actor=OWNER, now=LATER) == 0
    assert replay_deliveries(subscription_id=id, actor=OWNER, now=LATER) == 2, "the third waits already"
    sent = claim(now=LATER)
    assert {each.delivery_id for each in sent} == {page[0].id, rest[0].id}, "under their ids, and in order"
    assert position_in(cursor_at(7)) == 7
    for bad in ("x", "W10", "WyJhIl0"):
        with pytest.raises(BadCursor):
            told_after(id, cursor=bad, actor=OWNER)


def test_one_message_is_sent_again_by_hand() -> None:
    id, _ = make_subscription()
    queue(placed(make_order()))
    late = NOON + timedelta(days=4)
    (sent,) = claim(now=late)
    answered(sent, 500, now=late)
    assert log(id)[0].state is DeliveryState.GIVEN_UP
    redeliver(delivery_id=sent.delivery_id, actor=OWNER, now=late)
    (again,) = claim(now=late)
    answered(again, 500, now=late)
    assert log(id)[0].state is DeliveryState.QUEUED, "patience begins anew"
    with pytest.raises(UnknownDelivery):
        redeliver(delivery_id=DeliveryId(new_id()), actor=OWNER, now=late)


def test_old_messages_are_forgotten_and_numbers_go_on() -> None:
    id, _ = make_subscription()
    order = make_order()
    queue(placed(order), paid(order))
    answered(claim()[0])
    jobs.forget_old_messages.call()
    assert [each.sequence for each in log(id)] == [1, 2]
    month = NOON + timedelta(days=31)
    assert forget_deliveries(before=month - jobs.KEPT, limit=10, actor=OWNER, now=month) == 1
    queue(paid(order))
    assert [(each.position, each.sequence) for each in log(id)] == [(2, 2), (3, 3)]


@pytest.mark.django_db(transaction=True)
def test_many_relays_at_once_leave_no_gap_and_no_twin() -> None:
    ids = [make_subscription(name=name)[0] for name in "AB"]
    orders = [make_order() for _ in range(4)]
    acts = [lambda order=order: queue(placed(order), *(paid(each) for each in orders)) for order in orders]
    assert at_once(acts) == [10] * 4
    for id in ids:
        assert [each.position for each in log(id)] == list(range(1, 21))
        for order in orders:
            numbers = [each.sequence for each in log(id) if each.subject == f"order_id:{order.id}"]
            assert numbers == [1, 2, 3, 4, 5]
