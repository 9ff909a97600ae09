"""Mail settings: how it leaves, and a test."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.markets.sections import sections_for
from comptoir.backoffice.messages.forms import TrialMailForm
from comptoir.backoffice.messages.rows import message_row
from comptoir.backoffice.messages.screens import Fact, MailPage
from comptoir.backoffice.parts import Words
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.markets.queries import merchant as merchant_of
from comptoir.domains.messages.actions import queue_test_message, resend_given_up_messages
from comptoir.domains.messages.errors import UnknownMessage
from comptoir.domains.messages.permissions import MESSAGES_SEND
from comptoir.domains.messages.queries import given_up_messages, latest_messages
from comptoir.domains.messages.values import MessageId

_MOST_TICKED = 200


@require_http_methods(["GET", "POST"])
@desk("settings", MESSAGES_SEND)
def mail(at: Desk) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(_page(at, TrialMailForm(initial={"to": at.request.user.get_username()})))
    form = TrialMailForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            queue_test_message(to=form.cleaned_data["to"], language=at.language, actor=at.actor, now=at.now)
    if form.errors:
        return at.show(_page(at, form), status=422)
    at.said(_("The test is on its way. Reload the page in a moment to see the outcome."))
    return at.to("settings-mail")


@require_POST
@desk("settings", MESSAGES_SEND)
def resend(at: Desk) -> HttpResponse:
    """Letters that were ticked among those that could not be delivered, or with ``all`` those that were listed."""
    ticked = [one.id for one in given_up_messages(actor=at.actor)] if "all" in at.request.POST else _ticked(at)
    if not ticked:
        messages.error(at.request, _("First tick the e-mails to resend."))
        return at.to("settings-mail")
    count = resend_given_up_messages(message_ids=ticked, actor=at.actor, now=at.now)
    words = ngettext("%(count)s e-mail resent.", "%(count)s e-mails resent.", count)
    at.said(words % {"count": number_text(count)})
    return at.to("settings-mail")


def _ticked(at: Desk) -> list[MessageId]:
    """:raises UnknownMessage: for what is no message's id."""
    try:
        return [MessageId(UUID(id)) for id in at.request.POST.getlist("message")[:_MOST_TICKED]]
    except ValueError:
        raise UnknownMessage from None


def _page(at: Desk, form: TrialMailForm) -> MailPage:
    sender = merchant_of()
    return MailPage(
        title=_("Mail"),
        context=_("How messages to customers are sent."),
        sections=sections_for(at.actor, "mail"),
        form=form,
        action=reverse("backoffice:settings-mail"),
        facts=(
            Fact(label=_("Signed by"), value=f"{sender.sender_name} <{sender.sender_email}>"),
            Fact(label=_("Reply-to address"), value=sender.support_email),
            Fact(label=_("Transport"), value=_transport()),
        ),
        transport_note=_note(),
        latest=tuple(message_row(message) for message in latest_messages(actor=at.actor)),
        failed=tuple(message_row(message) for message in given_up_messages(actor=at.actor)),
        resend_action=reverse("backoffice:settings-mail-resend"),
    )


def _transport() -> Words:
    if settings.MAIL_TRANSPORT == "files":
        return _("files in the folder %(folder)s") % {"folder": settings.MAIL_FOLDER}
    return f"SMTP, {settings.MAIL.host}:{settings.MAIL.port}"


def _note() -> Words:
    if settings.MAIL_TRANSPORT != "files":
        return ""
    return _("No mail leaves this machine yet: set COMPTOIR_MAIL=smtp and SMTP_HOST to send real e-mails.")
