"""Cases: the inbox, one in full, and one step a request."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from comptoir.backoffice.cases.forms import CloseForm, NoteForm
from comptoir.backoffice.cases.reading import Tried, case_list, case_page
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.cases.actions import dismiss_case, note_case, resolve_case, take_case
from comptoir.domains.cases.permissions import CASES_HANDLE, CASES_VIEW
from comptoir.domains.cases.queries import case as case_of
from comptoir.domains.cases.queries import refund_waited_for
from comptoir.domains.cases.values import Case, CaseId
from comptoir.domains.integrations.actions import retry_subscription, switch_subscription
from comptoir.domains.integrations.permissions import INTEGRATIONS_MANAGE
from comptoir.domains.integrations.values import SubscriptionId
from comptoir.domains.payments.permissions import PAYMENTS_REFUND
from comptoir.domains.payments.values import PaymentId
from comptoir.flows.confirm_refund import confirm_refund
from comptoir.flows.recheck_payment import recheck_payment
from comptoir.kernel.errors import NotFound


@require_GET
@desk("cases", CASES_VIEW)
def cases(at: Desk) -> HttpResponse:
    return at.show(case_list(at))


@require_GET
@desk("cases", CASES_VIEW)
def case(at: Desk, id: UUID) -> HttpResponse:
    return at.show(case_page(at, _known(at, id)))


@require_POST
@desk("cases", CASES_HANDLE)
def take(at: Desk, id: UUID) -> HttpResponse:
    take_case(case_id=CaseId(id), actor=at.actor, now=at.now)
    at.said(_("The case is assigned to you."))
    return at.to("case", id)


@require_POST
@desk("cases", CASES_HANDLE)
def note(at: Desk, id: UUID) -> HttpResponse:
    form = NoteForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            note_case(case_id=CaseId(id), text=form.cleaned_data["text"], actor=at.actor, now=at.now)
    if form.errors:
        return at.show(case_page(at, _known(at, id), Tried(note=form)), status=422)
    at.said(_("The note is saved."))
    return at.to("case", id)


@require_POST
@desk("cases", CASES_HANDLE)
def resolve(at: Desk, id: UUID) -> HttpResponse:
    form = CloseForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            resolve_case(case_id=CaseId(id), because=form.cleaned_data["because"], actor=at.actor, now=at.now)
    return _after(at, id, form, _("The case is resolved."))


@require_POST
@desk("cases", CASES_HANDLE)
def dismiss(at: Desk, id: UUID) -> HttpResponse:
    form = CloseForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            dismiss_case(case_id=CaseId(id), because=form.cleaned_data["because"], actor=at.actor, now=at.now)
    return _after(at, id, form, _("The case is dismissed. You are not told of it again while nothing changes."))


@require_POST
@desk("cases", CASES_HANDLE)
def recheck(at: Desk, id: UUID) -> HttpResponse:
    known = _known(at, id)
    agree = recheck_payment(payment_id=_payment_of(known), actor=at.actor, now=at.now)
    at.said(_("Both sides now agree.") if agree else _("The provider was asked; the two sides still differ."))
    return at.to("case", id)


@require_POST
@desk("cases", PAYMENTS_REFUND)
def refund_sent(at: Desk, id: UUID) -> HttpResponse:
    """A person has sent the money of the refund that the case is about."""
    known = _known(at, id)
    waiting = refund_waited_for(known)
    if waiting is None:
        at.said(_("The refund has already been sent."))
        return at.to("case", id)
    at.actor.must(PAYMENTS_REFUND, market=known.market)
    confirm_refund(operation_id=waiting.id, actor=at.actor, now=at.now)
    at.said(_("The refund is recorded as sent. The case closes automatically in a moment."))
    return at.to("case", id)


@require_POST
@desk("cases", INTEGRATIONS_MANAGE)
def retry(at: Desk, id: UUID) -> HttpResponse:
    webhook_id = _webhook_of(_known(at, id))
    count = retry_subscription(subscription_id=webhook_id, actor=at.actor, now=at.now)
    words = ngettext("%(count)s message retried.", "%(count)s messages retried.", count)
    at.said(words % {"count": number_text(count)})
    return at.to("case", id)


@require_POST
@desk("cases", INTEGRATIONS_MANAGE)
def switch_off(at: Desk, id: UUID) -> HttpResponse:
    webhook_id = _webhook_of(_known(at, id))
    switch_subscription(subscription_id=webhook_id, enabled=False, actor=at.actor, now=at.now)
    at.said(_("The webhook is deactivated. The case closes automatically in a moment."))
    return at.to("case", id)


def _webhook_of(known: Case) -> SubscriptionId:
    """:raises NotFound: when the case is about no webhook."""
    if known.subject_type != "integrations.subscription":
        raise NotFound
    return SubscriptionId(UUID(known.subject_id))


def _payment_of(known: Case) -> PaymentId:
    """:raises NotFound: when the case is about no payment of ours."""
    if known.subject_type != "payments.payment":
        raise NotFound
    return PaymentId(UUID(known.subject_id))


def _known(at: Desk, id: UUID) -> Case:
    return case_of(CaseId(id), actor=at.actor)


def _after(at: Desk, id: UUID, form: CloseForm, words: str) -> HttpResponse:
    if form.errors:
        for refusal in form.non_field_errors():
            messages.error(at.request, str(refusal))
        return at.show(case_page(at, _known(at, id), Tried(close=form)), status=422)
    at.said(words)
    return at.to("case", id)
