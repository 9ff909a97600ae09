"""Orders: the list, the page, and one step a request."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.orders.answers import answered
from comptoir.backoffice.orders.forms import NoteForm, ReasonForm
from comptoir.backoffice.orders.known import known_of
from comptoir.backoffice.orders.listing import order_list
from comptoir.backoffice.orders.reading import order_page
from comptoir.backoffice.orders.reasons import cancel_page, hold_page
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.invoicing.permissions import INVOICING_ISSUE, INVOICING_VIEW
from comptoir.domains.invoicing.queries import document, read_pdf
from comptoir.domains.invoicing.values import DocumentId
from comptoir.domains.messages.actions import resend_message
from comptoir.domains.messages.values import MessageKind
from comptoir.domains.orders.actions import add_note, hold_order, release_order
from comptoir.domains.orders.permissions import ORDERS_CANCEL, ORDERS_HOLD, ORDERS_NOTE, ORDERS_PREPARE, ORDERS_VIEW
from comptoir.domains.orders.queries import order_for_staff
from comptoir.domains.orders.values import OrderId
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.invoice_deposit import invoice_deposit
from comptoir.flows.prepare_order import prepare_order
from comptoir.kernel.errors import NotFound


@require_GET
@desk("orders", ORDERS_VIEW)
def orders(at: Desk) -> HttpResponse:
    return at.show(order_list(at))


@require_GET
@desk("orders", ORDERS_VIEW)
def order(at: Desk, id: UUID) -> HttpResponse:
    return at.show(order_page(at, known_of(at, OrderId(id))))


@require_POST
@desk("orders", ORDERS_PREPARE)
def prepare(at: Desk, id: UUID) -> HttpResponse:
    form = forms.Form(at.request.POST)
    with refusals_in(form):
        prepare_order(order_id=OrderId(id), actor=at.actor, now=at.now)
    return answered(at, id, form, _("The order is in preparation."))


@require_http_methods(["GET", "POST"])
@desk("orders", ORDERS_HOLD)
def hold(at: Desk, id: UUID) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(hold_page(at, id, ReasonForm()))
    form = ReasonForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            hold_order(order_id=OrderId(id), because=form.cleaned_data["because"], actor=at.actor, now=at.now)
    if form.errors:
        return at.show(hold_page(at, id, form), status=422)
    at.said(_("The order is on hold."))
    return at.to("order", id)


@require_POST
@desk("orders", ORDERS_HOLD)
def release(at: Desk, id: UUID) -> HttpResponse:
    form = forms.Form(at.request.POST)
    with refusals_in(form):
        release_order(order_id=OrderId(id), actor=at.actor, now=at.now)
    return answered(at, id, form, _("The order is released."))


@require_POST
@desk("orders", ORDERS_NOTE)
def note(at: Desk, id: UUID) -> HttpResponse:
    form = NoteForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            add_note(order_id=OrderId(id), text=form.cleaned_data["text"], actor=at.actor, now=at.now)
    return answered(at, id, form, _("The note is in the history."))


@require_POST
@desk("orders", INVOICING_ISSUE)
def deposit(at: Desk, id: UUID) -> HttpResponse:
    found = order_for_staff(OrderId(id), actor=at.actor)
    invoice_deposit(order_id=found.id, actor=at.actor, now=at.now)
    at.said(_("The deposit invoice is issued."))
    return at.to("order", id)


@require_http_methods(["GET", "POST"])
@desk("orders", ORDERS_CANCEL)
def cancel(at: Desk, id: UUID) -> HttpResponse:
    found = order_for_staff(OrderId(id), actor=at.actor)
    if not found.can_be_cancelled:
        messages.error(at.request, _("Nothing was done: part of it has shipped, or it is already cancelled."))
        return at.to("order", id)
    if at.request.method != "POST":
        return at.show(cancel_page(found, ReasonForm()))
    form = ReasonForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            cancel_order(order_id=OrderId(id), because=form.cleaned_data["because"], actor=at.actor, now=at.now)
    if form.errors:
        return at.show(cancel_page(found, form), status=422)
    at.said(_("The order is cancelled. The customer is notified by e-mail."))
    return at.to("order", id)


@require_POST
@desk("orders", ORDERS_VIEW)
def resend(at: Desk, id: UUID, kind: str) -> HttpResponse:
    found = order_for_staff(OrderId(id), actor=at.actor)
    if kind not in set(MessageKind):
        raise NotFound
    resend_message(kind=MessageKind(kind), order_id=found.id, actor=at.actor, now=at.now)
    at.said(_("The message is being resent to %(email)s.") % {"email": found.email})
    return at.to("order", id)


@require_GET
@desk("orders", INVOICING_VIEW)
def document_pdf(at: Desk, id: UUID) -> HttpResponse:
    """The PDF as it was frozen, for staff of its market."""
    at.actor.must(INVOICING_VIEW, market=document(DocumentId(id)).market)
    pdf = read_pdf(DocumentId(id))
    headers = {"Content-Disposition": f'inline; filename="{pdf.filename}"'}
    return HttpResponse(pdf.content, content_type="application/pdf", headers=headers)
