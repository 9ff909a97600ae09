"""Subscriptions and their messages, as values."""

from typing import Any

from django.db.models import Count, QuerySet

from comptoir.domains.integrations.errors import UnknownDelivery, UnknownSubscription
from comptoir.domains.integrations.models import Delivery as DeliveryRow
from comptoir.domains.integrations.models import Subscription as SubscriptionRow
from comptoir.domains.integrations.permissions import INTEGRATIONS_VIEW
from comptoir.domains.integrations.values import (
    Answer,
    Delivery,
    DeliveryId,
    DeliveryState,
    FailingSubscription,
    Failure,
    Subscription,
    SubscriptionId,
)
from comptoir.kernel.access import ALL_MARKETS, Actor
from comptoir.kernel.paging import Page, decode_cursor, encode_cursor, page_of


def subscriptions(*, actor: Actor) -> list[Subscription]:
    """All that lie within the actor's markets, by name."""
    actor.must(INTEGRATIONS_VIEW)
    return [subscription_of(row) for row in _within(actor).order_by("name", "id")]


def subscription(subscription_id: SubscriptionId, *, actor: Actor) -> Subscription:
    """One of them.

    :raises UnknownSubscription: when there is none within the actor's markets.
    """
    actor.must(INTEGRATIONS_VIEW)
    row = _within(actor).filter(pk=subscription_id).first()
    if row is None:
        raise UnknownSubscription(id=str(subscription_id))
    return subscription_of(row)


def _within(actor: Actor) -> QuerySet[SubscriptionRow]:
    """Whoever works for some markets sees what listens to those and no others."""
    if actor.markets is ALL_MARKETS:
        return SubscriptionRow.objects.all()
    return SubscriptionRow.objects.filter(markets__isnull=False, markets__contained_by=sorted(actor.markets or ()))


def deliveries(
    subscription_id: SubscriptionId,
    *,
    state: DeliveryState | None = None,
    cursor: str | None = None,
    page_size: int = 50,
    actor: Actor,
) -> Page[Delivery]:
    """The messages of a subscription, newest first: to look at.

    :raises UnknownSubscription: when there is none within the actor's markets.
    """
    rows = _messages(subscription_id, actor)
    if state is not None:
        rows = rows.filter(state=state)
    if cursor:
        (position,) = decode_cursor(cursor, [int])
        rows = rows.filter(position__lt=position)
    return _page(rows.order_by("-position"), page_size)


def told_after(
    subscription_id: SubscriptionId, *, cursor: str | None = None, page_size: int = 50, actor: Actor
) -> tuple[list[Delivery], str | None]:
    """The messages of a subscription from a cursor on, oldest first, and the cursor after the last: to catch up with.

    Positions are given while the subscription is locked, until the transaction ends: whoever reads on from a cursor
    misses nothing that was committed late. The cursor stays where it is when there is nothing new.

    :raises UnknownSubscription: when there is none within the actor's markets.
    """
    position = position_in(cursor)
    rows = _messages(subscription_id, actor).filter(position__gt=position).order_by("position")
    page = _page(rows, page_size)
    return page.items, cursor_at(page.items[-1].position) if page.items else cursor


def position_in(cursor: str | None) -> int:
    """The position that a cursor stands for; 0, before all, for none.

    :raises BadCursor: when it is not one of ours.
    """
    return int(decode_cursor(cursor, [int])[0]) if cursor else 0


def cursor_at(position: int) -> str:
    """The cursor after this position."""
    return encode_cursor([position])


def delivery(delivery_id: DeliveryId, *, actor: Actor) -> Delivery:
    """One message.

    :raises UnknownDelivery: when there is none within the actor's markets.
    """
    actor.must(INTEGRATIONS_VIEW)
    row = DeliveryRow.objects.filter(pk=delivery_id, subscription__in=_within(actor)).first()
    if row is None:
        raise UnknownDelivery(id=str(delivery_id))
    return _delivery(row)


def _messages(subscription_id: SubscriptionId, actor: Actor) -> QuerySet[DeliveryRow]:
    return DeliveryRow.objects.filter(subscription_id=subscription(subscription_id, actor=actor).id)


def _page(rows: QuerySet[DeliveryRow], page_size: int) -> Page[Delivery]:
    found = list(rows[: page_size + 1])
    return page_of(found, size=page_size, key=lambda row: [row.position], show=_delivery)


def failing_subscriptions(*, actor: Actor, answers: int = 5) -> list[FailingSubscription]:
    """Those within the actor's markets that nothing has reached for so long that it was told, longest ago first."""
    actor.must(INTEGRATIONS_VIEW)
    rows = _within(actor).filter(enabled=True, failure_told=True).order_by("failing_since", "id")
    return [_failing(subscription_of(row), answers) for row in rows]


def _failing(failing: Subscription, most: int) -> FailingSubscription:
    """Failures are few; each is looked at by itself."""
    told = DeliveryRow.objects.filter(subscription_id=failing.id)
    tried = told.filter(tries__gt=0).exclude(state=DeliveryState.DELIVERED).order_by("-try_at", "-position")
    return FailingSubscription(
        subscription=failing,
        waiting=told.filter(state=DeliveryState.QUEUED).count(),
        given_up=told.filter(state=DeliveryState.GIVEN_UP, ended_at__gte=failing.failing_since).count(),
        answers=tuple(
            Answer(status=row.status, text=row.answer, failure=Failure(row.failure) if row.failure else None)
            for row in tried[:most]
        ),
    )


def waiting_by_subscription(*, actor: Actor) -> dict[SubscriptionId, int]:
    """How many messages wait, of each subscription that has any."""
    actor.must(INTEGRATIONS_VIEW)
    waiting = DeliveryRow.objects.filter(state=DeliveryState.QUEUED, subscription__in=_within(actor))
    counted = waiting.values_list("subscription_id").annotate(count=Count("id"))
    return {SubscriptionId(id): count for id, count in counted}


def subscription_of(row: SubscriptionRow) -> Subscription:
    """The row as a value."""
    names = ("name", "url", "enabled", "failing_since", "former_secret_until", "created_at", "created_by")
    facts: dict[str, Any] = {name: getattr(row, name) for name in names}
    return Subscription(
        id=SubscriptionId(row.id),
        event_names=frozenset(row.event_names),
        markets=ALL_MARKETS if row.markets is None else frozenset(row.markets),
        **facts,
    )


def _delivery(row: DeliveryRow) -> Delivery:
    names = ("position", "event_name", "subject", "sequence", "body", "tries", "try_at", "happened_at", "ended_at")
    facts: dict[str, Any] = {name: getattr(row, name) for name in (*names, "status", "answer")}
    return Delivery(
        id=DeliveryId(row.id),
        subscription_id=SubscriptionId(row.subscription_id),
        state=DeliveryState(row.state),
        failure=Failure(row.failure) if row.failure else None,
        **facts,
    )
