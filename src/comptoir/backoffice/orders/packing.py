"""One parcel of an order: its label, how it is collected, how it leaves."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.orders.answers import answered
from comptoir.backoffice.orders.forms import LabelForm
from comptoir.backoffice.orders.known import seen_by_staff
from comptoir.backoffice.orders.parcels import hand_over_form, report_form, ship_form
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.fulfilment.actions import call_off_label, make_ready, report_parcel
from comptoir.domains.fulfilment.errors import UnknownShipment
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP, FULFILMENT_TRACK, FULFILMENT_VIEW
from comptoir.domains.fulfilment.queries import packing_slips, read_labels, shipments_of
from comptoir.domains.fulfilment.values import LabelState, Shipment, TrackingStatus
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.permissions import ORDERS_PREPARE
from comptoir.domains.orders.values import Order, OrderId
from comptoir.flows.label_parcel import label_parcel
from comptoir.flows.ship_order import ship_order


def _parcel(at: Desk, id: UUID, parcel: UUID) -> tuple[Order, Shipment]:
    """A parcel of an order that the actor may see.

    :raises UnknownShipment: when the order has none of that id.
    """
    found = seen_by_staff(at, OrderId(id))
    for shipment in shipments_of(found.id):
        if shipment.id == parcel:
            return found, shipment
    raise UnknownShipment(shipment_id=str(parcel))


@require_POST
@desk("orders", ORDERS_PREPARE)
def ship(at: Desk, id: UUID, parcel: UUID) -> HttpResponse:
    """One parcel leaves, or a part of it."""
    found, shipment = _parcel(at, id, parcel)
    form = ship_form(found, shipment, at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            ship_order(
                order_id=found.id,
                shipment_id=shipment.id,
                contents=form.leaving,
                carrier=form.cleaned_data["carrier"],
                tracking_number=form.cleaned_data["tracking_number"],
                actor=at.actor,
                now=at.now,
            )
    told = _("The invoice is issued and the customer notified.")
    return answered(at, id, form, f"{_('The parcel is shipped.')} {told}")


@require_POST
@desk("orders", FULFILMENT_SHIP)
def ready(at: Desk, id: UUID, parcel: UUID) -> HttpResponse:
    """The goods wait at the counter: the customer has the code by letter."""
    _order, shipment = _parcel(at, id, parcel)
    form = forms.Form(at.request.POST)
    with refusals_in(form):
        make_ready(shipment_id=shipment.id, actor=at.actor, now=at.now)
    return answered(at, id, form, _("Ready to collect. The customer is notified, with the code to show."))


@require_POST
@desk("orders", ORDERS_PREPARE)
def hand_over(at: Desk, id: UUID, parcel: UUID) -> HttpResponse:
    """The customer has come for the goods."""
    found, shipment = _parcel(at, id, parcel)
    form = hand_over_form(shipment, at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            ship_order(
                order_id=found.id,
                shipment_id=shipment.id,
                collection_code=form.cleaned_data.get("collection_code", ""),
                identified_by=form.cleaned_data.get("identified_by", ""),
                actor=at.actor,
                now=at.now,
            )
    told = _("The invoice is issued and the customer notified.")
    return answered(at, id, form, f"{_('The order is handed over.')} {told}")


@require_POST
@desk("orders", FULFILMENT_TRACK)
def report(at: Desk, id: UUID, parcel: UUID) -> HttpResponse:
    """Somebody knows what became of a parcel that left."""
    found, shipment = _parcel(at, id, parcel)
    at.actor.must(FULFILMENT_TRACK, market=found.market)
    form = report_form(at, found, shipment, at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            report_parcel(
                shipment_id=shipment.id,
                status=TrackingStatus(form.cleaned_data["status"]),
                on=form.cleaned_data["on"],
                because=form.cleaned_data["because"],
                time_zone=market(found.market).time_zone,
                actor=at.actor,
                now=at.now,
            )
    return answered(at, id, form, _("The outcome of the parcel is saved."))


@require_POST
@desk("orders", FULFILMENT_SHIP)
def label(at: Desk, id: UUID, parcel: UUID) -> HttpResponse:
    """A label for the parcel, by what the scales say."""
    _order, shipment = _parcel(at, id, parcel)
    form, words = LabelForm(at.request.POST, auto_id=f"id_%s_{parcel}"), ""
    if form.is_valid():
        with refusals_in(form):
            weight = form.cleaned_data["weight_grams"]
            made = label_parcel(shipment_id=shipment.id, weight_grams=weight, actor=at.actor, now=at.now)
            words = _("The label is ready to print.")
            if made.state is LabelState.REFUSED:
                form.add_error(None, _("The carrier refuses this parcel: %(reason)s") % {"reason": made.reason})
            elif not made.is_made:
                messages.warning(at.request, _("The carrier has not responded yet: it is asked again automatically."))
                return at.to("order", id)
    return answered(at, id, form, words)


@require_POST
@desk("orders", FULFILMENT_SHIP)
def label_call_off(at: Desk, id: UUID, parcel: UUID) -> HttpResponse:
    _order, shipment = _parcel(at, id, parcel)
    form = forms.Form(at.request.POST)
    with refusals_in(form):
        call_off_label(shipment_id=shipment.id, because="", actor=at.actor, now=at.now)
    return answered(at, id, form, _("The label is voided; the carrier is told. Destroy what you printed."))


@require_GET
@desk("orders", FULFILMENT_VIEW)
def slip_pdf(at: Desk, id: UUID, parcel: UUID) -> HttpResponse:
    """What lies in the parcel, to be laid into it."""
    found, shipment = _parcel(at, id, parcel)
    at.actor.must(FULFILMENT_VIEW, market=found.market)
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"'}
    return HttpResponse(packing_slips([shipment.id], now=at.now), content_type="application/pdf", headers=headers)


@require_GET
@desk("orders", FULFILMENT_VIEW)
def label_pdf(at: Desk, id: UUID, parcel: UUID) -> HttpResponse:
    """The label as the carrier gave it, for staff of its market."""
    found, shipment = _parcel(at, id, parcel)
    at.actor.must(FULFILMENT_VIEW, market=found.market)
    pdf = read_labels([shipment.id])
    headers = {"Content-Disposition": f'inline; filename="{pdf.filename}"'}
    return HttpResponse(pdf.content, content_type="application/pdf", headers=headers)
