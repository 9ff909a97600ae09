"""Sending, to a real program on this machine that fails in every way there is."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.integrations import jobs
from comptoir.domains.integrations.actions import queue_deliveries, queue_ping, rotate_secret
from comptoir.domains.integrations.queries import subscription, told_after, waiting_by_subscription
from comptoir.domains.integrations.testing import Heard, Receiver, make_subscription, verified
from comptoir.domains.integrations.values import Answer, Delivery, DeliveryState, Failure, SubscriptionId
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.orders.events import OrderPaid, OrderPlaced, OrderShipped
from comptoir.domains.orders.testing import make_order
from comptoir.domains.orders.values import Order
from comptoir.kernel import clock, ports
from comptoir.kernel.events import Lane, emit
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch
from comptoir.kernel.testing import NOON, OWNER, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def told(*orders: Order) -> None:
    """Each is placed, paid and shipped, with the news of all mixed."""
    happened = [
        kind(order_id=order.id, market="fr") for kind in (OrderPlaced, OrderPaid, OrderShipped) for order in orders
    ]
    queue_deliveries(happened=happened, actor=OWNER, now=clock.now())


def log(id: SubscriptionId) -> list[Delivery]:
    return told_after(id, page_size=500, actor=OWNER)[0]


def all_due() -> None:
    """As if every pause were over."""
    execute("UPDATE integrations_delivery SET try_at = %s WHERE state = 'queued'", [NOON])
    execute("UPDATE integrations_subscription SET rests_until = NULL")


def sequences(heard: list[Heard]) -> dict[str, list[int]]:
    """The numbers that arrived, by order."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for each in heard:
        data = each.told["data"]
        found[data["order_id"]].append(data["sequence"])
    return dict(found)


def test_messages_arrive_signed_and_in_order(receiver: Receiver) -> None:
    id, secret = make_subscription(receiver.url)
    orders = [make_order() for _ in range(5)]
    told(*orders)
    jobs.send_webhooks.call()
    assert sequences(receiver.heard) == {str(order.id): [1, 2, 3] for order in orders}
    for each in receiver.heard:
        assert verified(secret, each.headers, each.body)
        assert abs(int(each.headers["webhook-timestamp"]) - time.time()) < 60
        assert each.headers["content-type"] == "application/json"
    assert {each.id for each in receiver.heard} == {f"msg_{each.id}" for each in log(id)}
    assert {each.state for each in log(id)} == {DeliveryState.DELIVERED}


def test_during_a_rotation_both_secrets_verify(receiver: Receiver) -> None:
    id, former = make_subscription(receiver.url)
    secret = rotate_secret(subscription_id=id, actor=OWNER, now=clock.now())
    queue_ping(subscription_id=id, actor=OWNER, now=clock.now())
    jobs.send_webhooks.call()
    (ping,) = receiver.heard
    assert verified(secret, ping.headers, ping.body)
    assert verified(former, ping.headers, ping.body)


@pytest.mark.parametrize("status", [301, 400, 404, 429, 500, 503])
def test_a_message_that_is_not_taken_comes_again_under_its_id(receiver: Receiver, status: int) -> None:
    id, secret = make_subscription(receiver.url)
    told(make_order())
    receiver.reply = lambda heard: (status, {"Location": receiver.url}, b"not now")
    jobs.send_webhooks.call()
    assert len(receiver.heard) == 1, "the next one waits, and no redirect is followed"
    first, second, _ = log(id)
    assert (first.state, first.status, first.answer, first.tries) == (DeliveryState.QUEUED, status, "not now", 1)
    assert (second.state, second.tries) == (DeliveryState.QUEUED, 0)
    assert first.try_at > clock.now()
    receiver.reply = lambda heard: 200
    all_due()
    jobs.send_webhooks.call()
    assert [each.id for each in receiver.heard[:2]] == [f"msg_{first.id}"] * 2
    assert verified(secret, receiver.heard[1].headers, receiver.heard[1].body)
    assert [each.state for each in log(id)] == [DeliveryState.DELIVERED] * 3


def test_retry_after_is_kept_to(receiver: Receiver) -> None:
    id, _ = make_subscription(receiver.url)
    told(make_order(), make_order())
    receiver.reply = lambda heard: (429, {"Retry-After": "3600"}, b"")
    before = clock.now()
    jobs.send_webhooks.call()
    assert min(each.try_at for each in log(id) if each.tries) >= before + timedelta(hours=1)
    count = len(receiver.heard)
    execute("UPDATE integrations_delivery SET try_at = %s", [NOON])
    jobs.send_webhooks.call()
    assert len(receiver.heard) == count, "the subscriber as a whole is left alone"


def test_who_is_gone_is_left_alone(receiver: Receiver) -> None:
    id, _ = make_subscription(receiver.url)
    told(make_order())
    receiver.reply = lambda heard: 410
    jobs.send_webhooks.call()
    all_due()
    jobs.send_webhooks.call()
    assert len(receiver.heard) == 1
    assert not subscription(id, actor=OWNER).enabled


def test_a_subscriber_that_hangs_holds_up_nobody_else(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """One hangs until the other has heard everything: if that had to wait for it, neither would ever end well."""
    monkeypatch.setattr(jobs, "TAKES_ON_FOR_SECONDS", 60.0)
    monkeypatch.setattr("comptoir.connectors.webhooks.http.sender.MOST_SECONDS", 60.0)
    hanging, _ = make_subscription(f"{receiver.url}/hang", name="Hangs")
    well, _ = make_subscription(receiver.url, name="Well")
    heard_all = threading.Event()
    hung: list[bool] = []

    def reply(heard: Heard) -> int:
        if heard.path.endswith("/hang"):
            hung.append(not heard_all.is_set())
            return 200 if heard_all.wait(50) else 500
        if sum(each.path == "/hooks" for each in receiver.heard) == 18:
            heard_all.set()
        return 200

    receiver.reply = reply
    told(*(make_order() for _ in range(6)))
    jobs.send_webhooks.call()
    assert sum(hung) == jobs.AT_ONCE_TO_ONE, "it takes its share of the room and no more"
    for id in (well, hanging):
        assert [(each.state, each.tries) for each in log(id)] == [(DeliveryState.DELIVERED, 1)] * 18


def test_a_run_ends_so_that_other_jobs_have_their_turn(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TAKES_ON_FOR_SECONDS", 0.0)
    id, _ = make_subscription(receiver.url)
    told(make_order())
    jobs.send_webhooks.call()
    assert (receiver.heard, {each.tries for each in log(id)}) == ([], {0})


def test_a_fault_of_ours_stops_no_other_message(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    id, _ = make_subscription(receiver.url)
    told(make_order(), make_order())
    poisoned = log(id)[0].id
    real = ports.load("webhooks", "http")

    class Faulty:
        def post(self, **asked: Any) -> Answer:
            if asked["headers"]["webhook-id"] == f"msg_{poisoned}":
                raise ZeroDivisionError
            answer: Answer = real.post(**asked)
            return answer

    load = ports.load
    monkeypatch.setattr(ports, "load", lambda port, kind: Faulty() if port == "webhooks" else load(port, kind))
    jobs.send_webhooks.call()
    assert len(receiver.heard) == 3
    assert log(id)[0].failure is Failure.FAULT


def test_many_workers_keep_the_order_of_each_subject(receiver: Receiver) -> None:
    make_subscription(receiver.url)
    orders = [make_order() for _ in range(12)]
    told(*orders)
    lock, under_way = threading.Lock(), defaultdict[str, int](int)
    together: list[str] = []
    failed_once: set[str] = set()

    def reply(heard: Heard) -> int:
        order = heard.told["data"]["order_id"]
        with lock:
            under_way[order] += 1
            if under_way[order] > 1:
                together.append(order)
            fails = heard.id not in failed_once and hash(heard.id) % 3 == 0
            failed_once.add(heard.id)
        time.sleep(0.01)
        with lock:
            under_way[order] -= 1
        return 500 if fails else 200

    receiver.reply = reply
    for _ in range(30):
        assert [each for each in at_once([jobs.send_webhooks.call] * 3) if each is not None] == []
        all_due()
        if not waiting_by_subscription(actor=OWNER):
            break
    assert together == [], "two messages about one order were never under way at once"
    taken = {order: list(dict.fromkeys(numbers)) for order, numbers in sequences(receiver.heard).items()}
    assert taken == {str(order.id): [1, 2, 3] for order in orders}


_KILLED_AFTER_SENDING = """
import os, signal, django
django.setup()
from comptoir.domains.integrations import jobs
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["THE_TEST_DATABASE"]
from django.db import connections
connections["default"].settings_dict["NAME"] = os.environ["THE_TEST_DATABASE"]
jobs.record_answer = lambda **told: os.kill(os.getpid(), signal.SIGKILL)
jobs.send_webhooks.call()
"""


def test_killed_between_sending_and_noting_it_the_message_comes_again(receiver: Receiver) -> None:
    id, secret = make_subscription(receiver.url)
    told(make_order())
    database = connection.settings_dict
    url = (
        f"postgresql://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}"
        f"?host={database['HOST']}&port={database['PORT']}"
    )
    environment = {**os.environ, "THE_TEST_DATABASE": str(database["NAME"]), "DATABASE_URL": url}
    killed = subprocess.run([sys.executable, "-c", _KILLED_AFTER_SENDING], env=environment, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    (once,) = receiver.heard
    assert log(id)[0].state is DeliveryState.QUEUED
    jobs.send_webhooks.call()
    assert len(receiver.heard) == 1, "the lease still runs"
    all_due()
    jobs.send_webhooks.call()
    assert [each.id for each in receiver.heard[:2]] == [once.id] * 2, "twice, under one id"
    assert receiver.heard[1].body == once.body
    assert verified(secret, receiver.heard[1].headers, receiver.heard[1].body)
    assert sequences(receiver.heard[1:]).popitem()[1] == [1, 2, 3]


def test_availability_goes_out_without_holding_up_news_of_orders(receiver: Receiver) -> None:
    make_subscription(receiver.url)
    changed = AvailabilityChanged(variant_ids=(VariantId(new_id()), VariantId(new_id())))
    with transaction.atomic():
        emit(changed)
    deliver(Lane.BULK)
    [(arguments,)] = fetch(
        "SELECT args FROM procrastinate_jobs WHERE task_name LIKE '%%.tell_subscribers_later' ORDER BY id DESC LIMIT 1"
    )
    jobs.tell_subscribers_later.call(**arguments)
    jobs.send_webhooks.call()
    (heard,) = receiver.heard
    assert heard.told["type"] == "inventory.availability_changed.1"
    assert heard.told["data"] == {"variant_ids": [str(id) for id in changed.variant_ids]}


def test_after_a_new_key_the_secrets_are_sealed_anew(settings: Any, receiver: Receiver) -> None:
    _id, secret = make_subscription(receiver.url)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]
    jobs.renew_seals.call()
    settings.SECRET_KEY_FALLBACKS = []
    told(make_order())
    jobs.send_webhooks.call()
    assert all(verified(secret, each.headers, each.body) for each in receiver.heard)
