"""Webhooks: who is told what happens, and catching up with what was missed. Messages: docs/run/webhooks.md."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from comptoir.api.access import KEY, caller
from comptoir.api.v1.schemas.problems import Problem
from comptoir.api.v1.schemas.webhooks import (
    MessageOut,
    MessagesAsked,
    MessagesOut,
    PingOut,
    ReplayedOut,
    ReplayIn,
    SecretOut,
    WebhookIn,
    WebhookList,
    WebhookMade,
    WebhookOut,
)
from comptoir.domains.integrations.actions import (
    change_subscription,
    create_subscription,
    queue_ping,
    remove_subscription,
    replay_deliveries,
    rotate_secret,
)
from comptoir.domains.integrations.queries import position_in, subscription, subscriptions, told_after
from comptoir.domains.integrations.values import SubscriptionDraft, SubscriptionId
from comptoir.kernel.requests import Request

router = Router(tags=["Webhooks"])
_REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


@router.get("/webhooks", response={200: WebhookList, **_REFUSALS}, auth=KEY)
def list_webhooks(request: Request) -> WebhookList:
    """All webhooks. Needs a key that may ``integrations.view``; writing needs ``integrations.manage``."""
    return WebhookList(items=[WebhookOut.of(each) for each in subscriptions(actor=caller(request))])


@router.post("/webhooks", response={201: WebhookMade, **_REFUSALS}, auth=KEY)
def create_webhook(request: Request, body: WebhookIn) -> Status[WebhookMade]:
    """Be told from now on. The secret that messages are signed with is shown this once."""
    actor = caller(request)
    id, secret = create_subscription(draft=_draft(body), actor=actor, now=request.now)
    made = WebhookOut.of(subscription(id, actor=actor.with_consequences()))
    return Status(201, WebhookMade(**made.model_dump(), secret=secret))


@router.get("/webhooks/events", response={200: MessagesOut, **_REFUSALS}, auth=KEY)
def list_webhook_messages(request: Request, asked: Query[MessagesAsked]) -> MessagesOut:
    """The messages of a webhook from a cursor on, oldest first: to catch up after having been away. Keep the cursor."""
    found, cursor = told_after(
        SubscriptionId(asked.webhook), cursor=asked.cursor or None, page_size=asked.page_size, actor=caller(request)
    )
    return MessagesOut(items=[MessageOut.of(each) for each in found], cursor=cursor)


@router.get("/webhooks/{uuid:webhook_id}", response={200: WebhookOut, **_REFUSALS}, auth=KEY)
def show_webhook(request: Request, webhook_id: UUID) -> WebhookOut:
    """One webhook, without its secret."""
    return WebhookOut.of(subscription(SubscriptionId(webhook_id), actor=caller(request)))


@router.put("/webhooks/{uuid:webhook_id}", response={200: WebhookOut, **_REFUSALS}, auth=KEY)
def change_webhook(request: Request, webhook_id: UUID, body: WebhookIn) -> WebhookOut:
    """Be told other things, or elsewhere, or (``enabled``) nothing for a while. The secret stays."""
    actor, id = caller(request), SubscriptionId(webhook_id)
    change_subscription(subscription_id=id, draft=_draft(body), actor=actor, now=request.now)
    return WebhookOut.of(subscription(id, actor=actor.with_consequences()))


@router.delete("/webhooks/{uuid:webhook_id}", response={204: None, **_REFUSALS}, auth=KEY)
def delete_webhook(request: Request, webhook_id: UUID) -> HttpResponse:
    """Be told nothing more; its messages are forgotten."""
    remove_subscription(subscription_id=SubscriptionId(webhook_id), actor=caller(request), now=request.now)
    return HttpResponse(status=204)


@router.post("/webhooks/{uuid:webhook_id}/rotate-secret", response={200: SecretOut, **_REFUSALS}, auth=KEY)
def rotate_webhook_secret(request: Request, webhook_id: UUID) -> SecretOut:
    """A new secret, shown this once. For 24 hours messages are signed with the former one too."""
    secret = rotate_secret(subscription_id=SubscriptionId(webhook_id), actor=caller(request), now=request.now)
    return SecretOut(secret=secret)


@router.post("/webhooks/{uuid:webhook_id}/test", response={202: PingOut, **_REFUSALS}, auth=KEY)
def test_webhook(request: Request, webhook_id: UUID) -> Status[PingOut]:
    """Have a message of the type ``ping`` sent."""
    id = queue_ping(subscription_id=SubscriptionId(webhook_id), actor=caller(request), now=request.now)
    return Status(202, PingOut.of(id))


@router.post("/webhooks/{uuid:webhook_id}/replay", response={202: ReplayedOut, **_REFUSALS}, auth=KEY)
def replay_webhook(request: Request, webhook_id: UUID, body: ReplayIn) -> Status[ReplayedOut]:
    """Have messages of the last thirty days sent again, under their ids: those after a ``cursor``, or ``since`` a time.
    One of the two is needed."""
    count = replay_deliveries(
        subscription_id=SubscriptionId(webhook_id),
        after=position_in(body.cursor) if body.cursor else None,
        since=body.since,
        actor=caller(request),
        now=request.now,
    )
    return Status(202, ReplayedOut(messages=count))


def _draft(body: WebhookIn) -> SubscriptionDraft:
    return SubscriptionDraft(
        name=body.name,
        url=body.url,
        event_names=frozenset(body.events),
        markets=None if body.markets is None else frozenset(code.lower() for code in body.markets),
        enabled=body.enabled,
    )
