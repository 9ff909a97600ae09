"""Sending, the parts that write: whose turn it is, and what came of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from comptoir.domains.integrations.actions.lock import end_failure, locked_subscription
from comptoir.domains.integrations.errors import UnknownSubscription
from comptoir.domains.integrations.events import SubscriptionFailing
from comptoir.domains.integrations.models import Delivery, Subscription
from comptoir.domains.integrations.permissions import INTEGRATIONS_DELIVER
from comptoir.domains.integrations.queries.seals import unsealed
from comptoir.domains.integrations.rules import (
    LEASE,
    MOST_KEPT,
    is_failing,
    is_gone,
    pause_after,
    rest_after,
    state_after,
)
from comptoir.domains.integrations.values import (
    Answer,
    DeliveryId,
    DeliveryState,
    Outgoing,
    SubscriptionId,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.sql import execute, fetch

_CLAIM = """
    UPDATE integrations_delivery AS claimed SET tries = claimed.tries + 1, try_at = %(leased_until)s
      FROM (SELECT turn.id FROM integrations_subscription AS follower
             CROSS JOIN LATERAL (
                   SELECT waiting.id, waiting.try_at FROM integrations_delivery AS waiting
                    WHERE waiting.subscription_id = follower.id AND waiting.state = 'queued'
                      AND waiting.try_at <= %(now)s
                      AND (waiting.subject = '' OR NOT EXISTS (
                           SELECT FROM integrations_delivery AS earlier
                            WHERE earlier.subscription_id = waiting.subscription_id
                              AND earlier.subject = waiting.subject AND earlier.sequence < waiting.sequence
                              AND earlier.state = 'queued'))
                    ORDER BY waiting.try_at, waiting.position
                    LIMIT greatest(0, %(each)s - (SELECT count(*) FROM unnest(%(under_way)s::uuid[]) AS busy
                                                   WHERE busy = follower.id))
                      FOR NO KEY UPDATE SKIP LOCKED) AS turn
             WHERE follower.enabled AND (follower.rests_until IS NULL OR follower.rests_until <= %(now)s)
             ORDER BY follower.failures, turn.try_at LIMIT %(room)s) AS turn,
           integrations_subscription AS follower
     WHERE claimed.id = turn.id AND follower.id = claimed.subscription_id
 RETURNING claimed.id, claimed.subscription_id, claimed.body, claimed.try_at, follower.url, follower.secret,
           CASE WHEN follower.former_secret_until > %(now)s THEN follower.former_secret ELSE '' END"""


def claim_deliveries(
    *, room: int, each: int, under_way: Collection[SubscriptionId] = (), actor: Actor, now: datetime
) -> list[Outgoing]:
    """Take up to ``room`` messages whose turn it is, of each subscription so many that no more than ``each`` are
    ``under_way``. Those who took the last messages well come first.

    Of one subject only the first that waits is taken, so its messages leave in their order however many workers there
    are. Whoever took one and died is forgotten when the lease ends: it is then sent again, under the same id.
    """
    actor.must(INTEGRATIONS_DELIVER)
    rows = fetch(
        _CLAIM,
        {"now": now, "leased_until": now + LEASE, "each": each, "room": room, "under_way": list(under_way)},
    )
    return [
        Outgoing(
            delivery_id=DeliveryId(id),
            subscription_id=SubscriptionId(subscription_id),
            url=url,
            body=body,
            leased_until=leased_until,
            secrets=tuple(unsealed(seal) for seal in (secret, former) if seal),
        )
        for id, subscription_id, body, leased_until, url, secret, former in rows
    ]


def record_answer(*, sent: Outgoing, answer: Answer, luck: float, actor: Actor, now: datetime) -> None:
    """Note what came of a try: arrived, given up, or to be tried again after a pause.

    Whoever comes back after the lease has ended changes nothing: somebody else has the message.

    :param luck: between 0 and 1, see ``rules.pause_after``.
    """
    actor.must(INTEGRATIONS_DELIVER)
    with transaction.atomic(savepoint=False):
        try:
            follower = locked_subscription(sent.subscription_id, actor)
        except UnknownSubscription:
            return  # removed meanwhile, with its messages
        mine = Delivery.objects.filter(pk=sent.delivery_id, state=DeliveryState.QUEUED, try_at=sent.leased_until)
        found = mine.values_list("tries", "queued_at").first()
        if found is None:
            return
        tries, queued_at = found
        state = state_after(answer, queued_at=queued_at, now=now)
        ended = state is not DeliveryState.QUEUED
        pause = pause_after(tries, luck=luck, wish=answer.retry_after)
        # No line of history for each: the message is itself the record of how it went.
        mine.update(
            state=state,
            status=answer.status,
            answer=answer.text[:MOST_KEPT],
            failure=answer.failure or "",
            ended_at=now if ended else None,
            try_at=now if ended else now + pause,
        )
        if state is DeliveryState.DELIVERED:
            end_failure(follower)
        else:
            _failed(follower, answer, actor, now)


def _failed(follower: Subscription, answer: Answer, actor: Actor, now: datetime) -> None:
    failures, since = follower.failures + 1, follower.failing_since or now
    tell = is_failing(since, now) and not follower.failure_told and not is_gone(answer)
    changes: dict[str, Any] = {"failures": F("failures") + 1, "failing_since": since}
    changes["rests_until"] = now + rest_after(failures, wish=answer.retry_after)
    if tell:
        changes["failure_told"] = True
        id = SubscriptionId(follower.pk)
        emit(SubscriptionFailing(subscription_id=id, name=follower.name, failing_since=since))
    if is_gone(answer) and follower.enabled:
        # What is switched off fails no more.
        end_failure(follower)
        changes = {"enabled": False}
        record(
            action="gone",
            subject_type="integrations.subscription",
            subject_id=follower.pk,
            actor=actor,
            now=now,
            after={"status": answer.status},
        )
    Subscription.objects.filter(pk=follower.pk).update(**changes)


def forget_deliveries(*, before: datetime, limit: int, actor: Actor, now: datetime) -> int:
    """Delete up to ``limit`` messages that ended before then; returns how many."""
    actor.must(INTEGRATIONS_DELIVER)
    return execute(
        """DELETE FROM integrations_delivery WHERE id IN (
                  SELECT id FROM integrations_delivery WHERE ended_at < %s ORDER BY ended_at LIMIT %s
                     FOR UPDATE SKIP LOCKED)""",
        [min(before, now), limit],
    )
