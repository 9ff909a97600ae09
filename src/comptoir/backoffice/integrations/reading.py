"""Webhooks and their messages, as screens."""

import json
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comptoir.backoffice.desk import Desk, markets_of
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.integrations.forms import WebhookForm
from comptoir.backoffice.integrations.screens import (
    Fact,
    MessageLine,
    MessageLog,
    MessagePage,
    WebhookActs,
    WebhookList,
    WebhookPage,
)
from comptoir.backoffice.integrations.words import FAILURES, STATES, event_words
from comptoir.backoffice.markets.screens import SettingsLine
from comptoir.backoffice.markets.sections import sections_for
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.parts import Link, Pill, Tone, Words
from comptoir.domains.integrations.permissions import INTEGRATIONS_MANAGE
from comptoir.domains.integrations.queries import (
    deliveries,
    message_id,
    subscription,
    subscriptions,
    waiting_by_subscription,
)
from comptoir.domains.integrations.values import Delivery, DeliveryState, Subscription

_LOG_PAGE = 20
_VIEWS = (
    ("", gettext_lazy("Everything"), None),
    ("waiting", gettext_lazy("To be sent"), DeliveryState.QUEUED),
    ("delivered", gettext_lazy("Arrived"), DeliveryState.DELIVERED),
    ("given-up", gettext_lazy("Abandoned"), DeliveryState.GIVEN_UP),
)
_ON = Pill(gettext_lazy("Activated"), Tone.POSITIVE)
_OFF = Pill(gettext_lazy("Deactivated"), Tone.NEUTRAL)
_FAILING = Pill(gettext_lazy("Failing"), Tone.DANGER)


def webhook_list(at: Desk) -> WebhookList:
    new = Link(_("Notify another program"), reverse("backoffice:settings-webhook-new"))
    waiting = waiting_by_subscription(actor=at.actor)
    return WebhookList(
        title=_("Webhooks"),
        context=_(
            "Other programs, such as an ERP or a warehouse system, are notified of what happens here as it happens."
        ),
        sections=sections_for(at.actor, "webhooks"),
        new=new if at.actor.can(INTEGRATIONS_MANAGE) else None,
        rows=tuple(
            SettingsLine(
                href=reverse("backoffice:settings-webhook", args=[known.id]),
                name=known.name,
                note=_note(known, waiting.get(known.id, 0)),
                state=_state(known),
            )
            for known in subscriptions(actor=at.actor)
        ),
    )


def _note(known: Subscription, waiting: int) -> str:
    if not waiting:
        return known.url
    words = ngettext("%(count)s message waiting", "%(count)s messages waiting", waiting) % {
        "count": number_text(waiting)
    }
    return f"{known.url} · {words}"


def _state(known: Subscription) -> Pill:
    if not known.enabled:
        return _OFF
    return _FAILING if known.failing_since else _ON


def webhook_form(at: Desk, known: Subscription | None, data: QueryDict | None = None) -> WebhookForm:
    initial = {}
    if known:
        initial = {
            "name": known.name,
            "url": known.url,
            "events": sorted(known.event_names),
            "markets": sorted(known.markets or ()),
        }
    choices = [(market.code, market.name) for market in markets_of(at.actor, at.settings)]
    return WebhookForm(data, initial=initial, markets=choices)


def webhook_page(at: Desk, known: Subscription | None, form: WebhookForm, *, secret: str = "") -> WebhookPage:
    own = [known.id] if known else []
    return WebhookPage(
        title=known.name if known else _("New webhook"),
        context="" if known else _("From now on, every message is signed with a secret that you are shown once."),
        back=Link(_("Webhooks"), reverse("backoffice:settings-webhooks")),
        pills=(_state(known),) if known else (),
        sections=sections_for(at.actor, "webhooks"),
        read_only=not at.actor.can(INTEGRATIONS_MANAGE),
        form=form,
        action=reverse("backoffice:settings-webhook" if known else "backoffice:settings-webhook-new", args=own),
        save_label=_("Save") if known else _("Create webhook"),
        secret=secret,
        failing_since=known.failing_since if known else None,
        former_secret_until=_still(at, known),
        acts=_acts(known) if known and at.actor.can(INTEGRATIONS_MANAGE) else None,
        log=_log(at, known) if known else None,
        history=history_told("integrations.subscription", known.id) if known else (),
    )


def _still(at: Desk, known: Subscription | None) -> datetime | None:
    until = known.former_secret_until if known else None
    return until if until and until > at.now else None


def _acts(known: Subscription) -> WebhookActs:
    return WebhookActs(
        switch=reverse("backoffice:settings-webhook-switch", args=[known.id]),
        secret=reverse("backoffice:settings-webhook-secret", args=[known.id]),
        test=reverse("backoffice:settings-webhook-test", args=[known.id]),
        remove=reverse("backoffice:settings-webhook-remove", args=[known.id]),
        enabled=known.enabled,
    )


def _log(at: Desk, known: Subscription) -> MessageLog:
    wanted = Narrowing.read(at.request, "view")
    page_of = reverse("backoffice:settings-webhook", args=[known.id])
    wanted = Narrowing(page_of, wanted.values)  # also where the page answers a form of another address
    state = next((state for value, _name, state in _VIEWS if value == wanted.get("view")), None)
    page = deliveries(known.id, state=state, cursor=wanted.cursor, page_size=_LOG_PAGE, actor=at.actor)
    return MessageLog(
        views=tuple(wanted.tab("view", value, name) for value, name, _state in _VIEWS),
        listing=wanted.listing(search_label="", shown=len(page.items), next_cursor=page.next_cursor),
        lines=tuple(_line(each) for each in page.items),
    )


def _line(told: Delivery) -> MessageLine:
    return MessageLine(
        href=reverse("backoffice:settings-webhook-message", args=[told.id]),
        event=event_words(told.event_name),
        about=_about(told),
        at=told.happened_at,
        state=STATES[told.state],
        note=_outcome(told),
        failed=told.state is not DeliveryState.DELIVERED and bool(told.tries),
    )


def _about(told: Delivery) -> str:
    """The order's number and which message about it this is, as the message itself says."""
    number = json.loads(told.body)["data"].get("order", {}).get("number", "")
    if not number or told.sequence is None:
        return str(number)
    return _("%(order)s, message %(sequence)s") % {"order": number, "sequence": number_text(told.sequence)}


def _outcome(told: Delivery) -> Words:
    if told.failure:
        return FAILURES[told.failure]
    if told.status is not None and told.state is not DeliveryState.DELIVERED:
        return _("Answer: %(status)s") % {"status": told.status}
    return ""


def message_page(at: Desk, told: Delivery) -> MessagePage:
    owner = subscription(told.subscription_id, actor=at.actor)
    again = reverse("backoffice:settings-webhook-again", args=[told.id])
    waits = told.state is DeliveryState.QUEUED
    facts = (
        Fact(label=_("Type"), value=told.event_name),
        Fact(label=_("Identifier"), value=message_id(told.id)),
        Fact(label=_("Position"), value=number_text(told.position)),
        Fact(label=_("Recorded"), at=told.happened_at),
        Fact(label=_("Attempts"), value=number_text(told.tries)),
        Fact(label=_("Next attempt") if waits else _("Settled"), at=told.try_at if waits else told.ended_at),
    )
    return MessagePage(
        title=event_words(told.event_name),
        context=_about(told),
        back=Link(owner.name, reverse("backoffice:settings-webhook", args=[owner.id])),
        pills=(STATES[told.state],),
        sections=sections_for(at.actor, "webhooks"),
        facts=facts,
        body=json.dumps(json.loads(told.body), ensure_ascii=False, indent=2),
        answer=f"{told.status} {told.answer}".strip() if told.status is not None else "",
        note=FAILURES[told.failure] if told.failure else "",
        again_action=again if owner.enabled and at.actor.can(INTEGRATIONS_MANAGE) else "",
    )
