"""Orders: the list, the page, and one step a request."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import money_text
from comptoir.backoffice.orders.forms import CancelForm, RecordPaymentForm, ShipForm
from comptoir.backoffice.orders.listing import order_list
from comptoir.backoffice.orders.reading import known_of, order_page
from comptoir.backoffice.orders.screens import CancelPage
from comptoir.backoffice.orders.states import is_collected
from comptoir.backoffice.orders.steps import Asked
from comptoir.backoffice.parts import Link, Words
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.invoicing.permissions import INVOICING_VIEW
from comptoir.domains.invoicing.queries import document, read_pdf
from comptoir.domains.invoicing.values import DocumentId
from comptoir.domains.messages.actions import resend_message
from comptoir.domains.messages.values import MessageKind
from comptoir.domains.orders.permissions import ORDERS_CANCEL, ORDERS_PREPARE, ORDERS_VIEW
from comptoir.domains.orders.queries import order_for_staff
from comptoir.domains.orders.values import Order, OrderId, OrderState
from comptoir.domains.payments.permissions import PAYMENTS_RECORD
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.ship_order import ship_order
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
@desk("orders", PAYMENTS_RECORD)
def record(at: Desk, id: UUID) -> HttpResponse:
    form = RecordPaymentForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            record_payment(
                order_id=OrderId(id),
                amount=order_for_staff(OrderId(id), actor=at.actor).total,
                bank_reference=form.cleaned_data["reference"],
                actor=at.actor,
                now=at.now,
            )
    return _after(at, id, Asked("record-payment", form), _("The payment is recorded. The order can be prepared."))


@require_POST
@desk("orders", ORDERS_PREPARE)
def prepare(at: Desk, id: UUID) -> HttpResponse:
    form = forms.Form(at.request.POST)
    with refusals_in(form):
        prepare_order(order_id=OrderId(id), actor=at.actor, now=at.now)
    return _after(at, id, Asked("prepare", form), _("The order is in preparation."))


@require_POST
@desk("orders", ORDERS_PREPARE)
def ship(at: Desk, id: UUID) -> HttpResponse:
    collected = is_collected(order_for_staff(OrderId(id), actor=at.actor).delivery)
    form = ShipForm(at.request.POST, collected=collected)
    if form.is_valid():
        with refusals_in(form):
            ship_order(
                order_id=OrderId(id),
                carrier=form.cleaned_data.get("carrier"),
                tracking_number=form.cleaned_data.get("tracking_number", ""),
                actor=at.actor,
                now=at.now,
            )
    words = _("The order is handed over.") if collected else _("The parcel is shipped.")
    told = _("The invoice is issued and the customer is told.")
    return _after(at, id, Asked("ship", form), f"{words} {told}")


@require_http_methods(["GET", "POST"])
@desk("orders", ORDERS_CANCEL)
def cancel(at: Desk, id: UUID) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(_cancel_page(at, id, CancelForm()))
    form = CancelForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            cancel_order(order_id=OrderId(id), because=form.cleaned_data["because"], actor=at.actor, now=at.now)
    if form.errors:
        return at.show(_cancel_page(at, id, form), status=422)
    at.said(_("The order is cancelled. The customer is told by e-mail."))
    return at.to("order", id)


@require_POST
@desk("orders", ORDERS_VIEW)
def resend(at: Desk, id: UUID, kind: str) -> HttpResponse:
    found = order_for_staff(OrderId(id), actor=at.actor)
    if kind not in set(MessageKind):
        raise NotFound
    resend_message(kind=MessageKind(kind), order_id=found.id, actor=at.actor, now=at.now)
    at.said(_("The message is on its way to %(email)s again.") % {"email": found.email})
    return at.to("order", id)


@require_GET
@desk("orders", INVOICING_VIEW)
def document_pdf(at: Desk, id: UUID) -> HttpResponse:
    """The PDF as it was frozen, for staff of its market."""
    at.actor.must(INVOICING_VIEW, market=document(DocumentId(id)).market)
    pdf = read_pdf(DocumentId(id))
    headers = {"Content-Disposition": f'inline; filename="{pdf.filename}"'}
    return HttpResponse(pdf.content, content_type="application/pdf", headers=headers)


def _after(at: Desk, id: UUID, asked: Asked, words: Words) -> HttpResponse:
    """On to the order with good news, or the order with what was refused beside its field."""
    if asked.form.errors:
        for refusal in asked.form.non_field_errors():
            messages.error(at.request, str(refusal))
        known = known_of(at, OrderId(id))
        return at.show(order_page(at, known, asked), status=422)
    at.said(words)
    return at.to("order", id)


def _cancel_page(at: Desk, id: UUID, form: CancelForm) -> CancelPage:
    found = order_for_staff(OrderId(id), actor=at.actor)
    title = _("Order %(number)s") % {"number": found.number}
    return CancelPage(
        title=_("Cancel order %(number)s?") % {"number": found.number},
        back=Link(title, reverse("backoffice:order", args=[id])),
        form=form,
        consequences=_consequences(found),
        action=reverse("backoffice:order-cancel", args=[id]),
    )


def _consequences(found: Order) -> tuple[Words, ...]:
    paid = found.state is not OrderState.AWAITING_PAYMENT
    money = _("%(total)s are refunded to the customer.") % {"total": money_text(found.total)}
    return (
        money if paid else _("The customer can no longer pay for it."),
        _("The goods go back to stock."),
        _("The customer is told by e-mail."),
    )
