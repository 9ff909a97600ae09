"""Webhooks: the list, one with its messages, and one step a request."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.integrations.forms import WebhookForm
from comptoir.backoffice.integrations.reading import message_page, webhook_form, webhook_list, webhook_page
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.integrations.actions import (
    change_subscription,
    create_subscription,
    queue_ping,
    redeliver,
    remove_subscription,
    rotate_secret,
    switch_subscription,
)
from comptoir.domains.integrations.permissions import INTEGRATIONS_MANAGE, INTEGRATIONS_VIEW
from comptoir.domains.integrations.queries import delivery, subscription
from comptoir.domains.integrations.values import DeliveryId, SubscriptionDraft, SubscriptionId


@require_GET
@desk("settings", INTEGRATIONS_VIEW)
def webhooks(at: Desk) -> HttpResponse:
    return at.show(webhook_list(at))


@require_http_methods(["GET", "POST"])
@desk("settings", INTEGRATIONS_MANAGE)
def webhook_new(at: Desk) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(webhook_page(at, None, webhook_form(at, None)))
    form = webhook_form(at, None, at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            id, secret = create_subscription(draft=_draft(form), actor=at.actor, now=at.now)
    if form.errors:
        return at.show(webhook_page(at, None, form), status=422)
    # Shown on the answer to the request that made it, and nowhere else: not in the session, not in a cache.
    return _shown_with(at, id, secret)


@require_http_methods(["GET", "POST"])
@desk("settings", INTEGRATIONS_VIEW)
def webhook(at: Desk, id: UUID) -> HttpResponse:
    known = subscription(SubscriptionId(id), actor=at.actor)
    if at.request.method != "POST":
        return at.show(webhook_page(at, known, webhook_form(at, known)))
    at.actor.must(INTEGRATIONS_MANAGE)
    form = webhook_form(at, known, at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            draft = _draft(form, enabled=known.enabled)
            change_subscription(subscription_id=known.id, draft=draft, actor=at.actor, now=at.now)
    if form.errors:
        return at.show(webhook_page(at, known, form), status=422)
    at.said(_("The webhook is saved."))
    return at.to("settings-webhook", id)


def _draft(form: WebhookForm, *, enabled: bool = True) -> SubscriptionDraft:
    values = form.cleaned_data
    return SubscriptionDraft(
        name=values["name"],
        url=values["url"],
        event_names=frozenset(values["events"]),
        markets=frozenset(values["markets"]) or None,
        enabled=enabled,
    )


def _shown_with(at: Desk, id: SubscriptionId, secret: str) -> HttpResponse:
    known = subscription(id, actor=at.actor)
    return at.show(webhook_page(at, known, webhook_form(at, known), secret=secret))


@require_POST
@desk("settings", INTEGRATIONS_MANAGE)
def webhook_secret(at: Desk, id: UUID) -> HttpResponse:
    return _shown_with(
        at, SubscriptionId(id), rotate_secret(subscription_id=SubscriptionId(id), actor=at.actor, now=at.now)
    )


@require_POST
@desk("settings", INTEGRATIONS_MANAGE)
def webhook_switch(at: Desk, id: UUID) -> HttpResponse:
    on = at.request.POST.get("enabled") == "yes"
    switch_subscription(subscription_id=SubscriptionId(id), enabled=on, actor=at.actor, now=at.now)
    at.said(_("Messages are resent.") if on else _("Nothing is sent there until you activate it again."))
    return at.to("settings-webhook", id)


@require_POST
@desk("settings", INTEGRATIONS_MANAGE)
def webhook_test(at: Desk, id: UUID) -> HttpResponse:
    queue_ping(subscription_id=SubscriptionId(id), actor=at.actor, now=at.now)
    at.said(_("The test is on its way. Reload the page in a moment to see the outcome."))
    return at.to("settings-webhook", id)


@require_POST
@desk("settings", INTEGRATIONS_MANAGE)
def webhook_remove(at: Desk, id: UUID) -> HttpResponse:
    remove_subscription(subscription_id=SubscriptionId(id), actor=at.actor, now=at.now)
    at.said(_("The webhook is deleted, with its messages."))
    return at.to("settings-webhooks")


@require_GET
@desk("settings", INTEGRATIONS_VIEW)
def webhook_message(at: Desk, id: UUID) -> HttpResponse:
    return at.show(message_page(at, delivery(DeliveryId(id), actor=at.actor)))


@require_POST
@desk("settings", INTEGRATIONS_MANAGE)
def webhook_again(at: Desk, id: UUID) -> HttpResponse:
    redeliver(delivery_id=DeliveryId(id), actor=at.actor, now=at.now)
    at.said(_("The message is being resent. Reload the page in a moment to see the outcome."))
    return at.to("settings-webhook-message", id)
