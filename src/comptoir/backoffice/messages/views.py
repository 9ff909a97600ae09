"""Mail settings: how it leaves, and a test."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.markets.sections import sections_for
from comptoir.backoffice.messages.forms import TrialMailForm
from comptoir.backoffice.messages.rows import message_row
from comptoir.backoffice.messages.screens import Fact, MailPage
from comptoir.backoffice.parts import Words
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.markets.queries import merchant as merchant_of
from comptoir.domains.messages.actions import queue_test_message
from comptoir.domains.messages.permissions import MESSAGES_SEND
from comptoir.domains.messages.queries import latest_messages


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
    at.said(_("The test is on its way. Reload the page in a moment to see how it went."))
    return at.to("settings-mail")


def _page(at: Desk, form: TrialMailForm) -> MailPage:
    sender = merchant_of()
    return MailPage(
        title=_("Mail"),
        context=_("How messages to customers leave."),
        sections=sections_for(at.actor, "mail"),
        form=form,
        action=reverse("backoffice:settings-mail"),
        facts=(
            Fact(label=_("Signed by"), value=f"{sender.sender_name} <{sender.sender_email}>"),
            Fact(label=_("Answers go to"), value=sender.support_email),
            Fact(label=_("Transport"), value=_transport()),
        ),
        transport_note=_note(),
        latest=tuple(message_row(message) for message in latest_messages(actor=at.actor)),
    )


def _transport() -> Words:
    if settings.MAIL_TRANSPORT == "files":
        return _("files in the folder %(folder)s") % {"folder": settings.MAIL_FOLDER}
    return f"SMTP, {settings.MAIL.host}:{settings.MAIL.port}"


def _note() -> Words:
    if settings.MAIL_TRANSPORT != "files":
        return ""
    return _("No mail leaves this machine yet: set COMPTOIR_MAIL=smtp and SMTP_HOST to send real letters.")
