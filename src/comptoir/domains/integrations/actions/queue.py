"""What is to be told, in its order: positions and sequence numbers are given here, under the subscription's lock."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.domains.integrations.actions.lock import locked_subscription
from comptoir.domains.integrations.errors import SwitchedOff, UnknownDelivery
from comptoir.domains.integrations.models import Delivery, Subject, Subscription
from comptoir.domains.integrations.permissions import INTEGRATIONS_DELIVER, INTEGRATIONS_MANAGE
from comptoir.domains.integrations.rules import LEASE, wants
from comptoir.domains.integrations.values import PING, DeliveryId, DeliveryState, ResourceLinks, SubscriptionId
from comptoir.domains.orders.queries import headings_for
from comptoir.domains.orders.values import OrderHeading, OrderId
from comptoir.kernel import ports
from comptoir.kernel.access import Actor
from comptoir.kernel.events import Event, payload_of
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, to_json

_AGAIN: dict[str, Any] = {"state": DeliveryState.QUEUED, "tries": 0, "ended_at": None}


@dataclass(frozen=True, slots=True)
class _News:
    """One event, ready to be told. ``market`` "" belongs to none, None is not known."""

    name: str
    subject: str
    market: str | None
    data: Mapping[str, Any]


def queue_deliveries(*, happened: Sequence[Event], actor: Actor, now: datetime) -> int:
    """Queue a message for everybody who wants to hear of these events, in their order; returns how many.

    Messages about one subject are numbered 1, 2, 3… for each subscription, without a gap.
    """
    actor.must(INTEGRATIONS_DELIVER)
    with transaction.atomic(savepoint=False):
        # All of them, whether they want to hear of this or not, and always in this order: two relays that each went
        # from one wish to the next would wait for each other in a ring.
        followers = list(Subscription.objects.select_for_update(no_key=True).filter(enabled=True).order_by("id"))
        news = _news_of(happened) if followers else []
        return sum(_queue(follower, news, now) for follower in followers)


def _news_of(happened: Sequence[Event]) -> list[_News]:
    links: ResourceLinks = ports.load("links", "api")
    payloads = [payload_of(event) for event in happened]
    orders = headings_for({OrderId(UUID(told["order_id"])) for told in payloads if "order_id" in told})
    news = []
    for event, told in zip(happened, payloads, strict=True):
        order = orders.get(OrderId(UUID(told["order_id"]))) if "order_id" in told else None
        market = order.market if order else told.get("market") if "order_id" in told else ""
        more = {"order": _heading(order, links)} if order else {}
        news.append(_News(event.NAME, event.subject, market, {**told, **more}))
    return news


def _heading(order: OrderHeading, links: ResourceLinks) -> dict[str, str]:
    return {
        "id": str(order.id),
        "number": order.number,
        "state": order.state,
        "market": order.market,
        "url": links.order(order_id=order.id),
    }


def _queue(follower: Subscription, news: Sequence[_News], now: datetime) -> int:
    wanted = [
        each for each in news if wants(follower.event_names, follower.markets, name=each.name, market=each.market)
    ]
    last = _count_on(follower, Counter(each.subject for each in wanted if each.subject))
    rows = []
    for position, each in enumerate(wanted, start=follower.position + 1):
        sequence = None
        if each.subject:
            last[each.subject] += 1
            sequence = last[each.subject]
        rows.append(_row(follower, position, each, sequence, now))
    Delivery.objects.bulk_create(rows)
    if rows:
        Subscription.objects.filter(pk=follower.pk).update(position=rows[-1].position)
    return len(rows)


def _count_on(follower: Subscription, more: Mapping[str, int]) -> dict[str, int]:
    """Count so many more messages about each subject; returns the last number each had before."""
    if not more:
        return {}
    execute(
        """INSERT INTO integrations_subject AS known (subscription_id, subject, last)
           SELECT %s, subject, count FROM unnest(%s::text[], %s::bigint[]) AS told(subject, count)
           ON CONFLICT (subscription_id, subject) DO UPDATE SET last = known.last + excluded.last""",
        [follower.pk, list(more), list(more.values())],
    )
    counted = Subject.objects.filter(subscription_id=follower.pk, subject__in=list(more))
    return {subject: last - more[subject] for subject, last in counted.values_list("subject", "last")}


def _row(follower: Subscription, position: int, told: _News, sequence: int | None, now: datetime) -> Delivery:
    data = dict(told.data) if sequence is None else {**told.data, "sequence": sequence}
    body = to_json({"type": told.name, "timestamp": now.isoformat(), "data": data}).decode()
    return Delivery(
        id=new_id(),
        subscription_id=follower.pk,
        position=position,
        event_name=told.name,
        subject=told.subject,
        sequence=sequence,
        body=body,
        state=DeliveryState.QUEUED,
        try_at=now,
        happened_at=now,
        queued_at=now,
    )


def queue_ping(*, subscription_id: SubscriptionId, actor: Actor, now: datetime) -> DeliveryId:
    """Queue a message that only shows that messages arrive.

    :raises UnknownSubscription: when there is none within the actor's markets.
    :raises SwitchedOff: while nothing is sent there.
    """
    actor.must(INTEGRATIONS_MANAGE)
    with transaction.atomic(savepoint=False):
        row = locked_subscription(subscription_id, actor)
        _must_be_on(row)
        ping = _row(row, row.position + 1, _News(PING, "", "", {"webhook_id": str(row.pk)}), None, now)
        Delivery.objects.bulk_create([ping])
        Subscription.objects.filter(pk=row.pk).update(position=ping.position, rests_until=None)
        _tell("pinged", row, actor, now)
    return DeliveryId(ping.id)


def redeliver(*, delivery_id: DeliveryId, actor: Actor, now: datetime) -> None:
    """Send one message again, now, under its old id; one that waits is tried now.

    :raises UnknownDelivery: when there is none within the actor's markets.
    :raises SwitchedOff: while nothing is sent there.
    """
    actor.must(INTEGRATIONS_MANAGE)
    with transaction.atomic(savepoint=False):
        owner = Delivery.objects.filter(pk=delivery_id).values_list("subscription_id", flat=True).first()
        if owner is None:
            raise UnknownDelivery(id=str(delivery_id))
        row = locked_subscription(SubscriptionId(owner), actor)
        _must_be_on(row)
        Delivery.objects.filter(pk=delivery_id).update(**_AGAIN, try_at=now, queued_at=now)
        Subscription.objects.filter(pk=owner).update(rests_until=None)
        _tell("redelivered", row, actor, now, delivery_id=delivery_id)


def retry_subscription(*, subscription_id: SubscriptionId, actor: Actor, now: datetime) -> int:
    """Try at once whatever waits, because the subscriber is said to be back; returns how many messages do.

    :raises UnknownSubscription: when there is none within the actor's markets.
    :raises SwitchedOff: while nothing is sent there.
    """
    actor.must(INTEGRATIONS_MANAGE)
    with transaction.atomic(savepoint=False):
        row = locked_subscription(subscription_id, actor)
        _must_be_on(row)
        waiting = Delivery.objects.filter(subscription_id=row.pk, state=DeliveryState.QUEUED)
        count = waiting.count()
        # What is under way is left to whoever has it, and what is due within a lease comes by itself.
        waiting.filter(try_at__gt=now + LEASE).update(try_at=now)
        Subscription.objects.filter(pk=row.pk).update(rests_until=None)
        _tell("retried", row, actor, now, count=count)
    return count


def replay_deliveries(
    *,
    subscription_id: SubscriptionId,
    after: int | None = None,
    since: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Send again, under their old ids and in their order, all messages after a position and since a time; returns how
    many. Messages are kept for thirty days; what waits anyway, and test messages, are left as they are.

    :raises UnknownSubscription: when there is none within the actor's markets.
    :raises SwitchedOff: while nothing is sent there.
    """
    actor.must(INTEGRATIONS_MANAGE)
    with transaction.atomic(savepoint=False):
        row = locked_subscription(subscription_id, actor)
        _must_be_on(row)
        told = Delivery.objects.filter(subscription_id=row.pk).exclude(state=DeliveryState.QUEUED)
        told = told.exclude(event_name=PING)
        if after is not None:
            told = told.filter(position__gt=after)
        if since is not None:
            told = told.filter(happened_at__gte=since)
        count = told.update(**_AGAIN, try_at=now, queued_at=now)
        Subscription.objects.filter(pk=row.pk).update(rests_until=None)
        _tell("replayed", row, actor, now, count=count)
    return count


def _must_be_on(row: Subscription) -> None:
    if not row.enabled:
        raise SwitchedOff(id=str(row.pk))


def _tell(action: str, row: Subscription, actor: Actor, now: datetime, **after: Any) -> None:
    record(
        action=action, subject_type="integrations.subscription", subject_id=row.pk, actor=actor, now=now, after=after
    )
