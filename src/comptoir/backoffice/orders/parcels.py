"""The parcels of an order: where from, what lies in them, their labels, how they travel, and the forms about them."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.fulfilment.states import LABEL, TRACKING
from comptoir.backoffice.orders.forms import HandOverForm, LabelForm, ReportForm, ShipForm
from comptoir.backoffice.orders.known import Asked, Known, may
from comptoir.backoffice.orders.parcel_screens import Content, LabelRow, ParcelRow, ReportRow, TrackRow
from comptoir.backoffice.orders.states import is_collected, shipment_pill
from comptoir.backoffice.parts import Link, Pill, Words
from comptoir.domains.cases.permissions import CASES_VIEW
from comptoir.domains.cases.values import CaseKind
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP, FULFILMENT_TRACK, FULFILMENT_VIEW
from comptoir.domains.fulfilment.values import Shipment, ShipmentState, TrackingStatus, carrier_delivered
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.values import Order, OrderLine
from comptoir.domains.payments.permissions import PAYMENTS_REFUND
from comptoir.kernel.clock import local_day


def parcel_rows(at: Desk, known: Known, asked: Asked | None) -> tuple[ParcelRow, ...]:
    return tuple(_row(at, known, shipment, asked) for shipment in known.shipments)


def _row(at: Desk, known: Known, shipment: Shipment, asked: Asked | None) -> ParcelRow:
    zone = market(known.order.market).time_zone
    arrived_on = local_day(shipment.delivered_at or at.now, zone)
    promised = shipment.promised_on if shipment.state is not ShipmentState.CANCELLED else None
    followed = bool(shipment.delivered_at or shipment.last_status or shipment.is_here)
    return ParcelRow(
        place=known.place_of(shipment),
        carrier=shipment.carrier,
        tracking_number=shipment.tracking_number,
        tracking_href=shipment.tracking_url,
        state=_state(known, shipment),
        shipped_at=shipment.shipped_at,
        contents=contents_of(known.order, shipment),
        promised_on=promised,
        arrived_at=shipment.delivered_at,
        late=followed and promised is not None and arrived_on > promised,
        label=None if is_collected(known.order.delivery) else _label(at, known, shipment, asked),
        slip_href=_slip(at, known, shipment),
        events=tuple(
            TrackRow(at=told.at, state=TRACKING[told.status], where=told.where, words=told.words)
            for told in reversed(known.tracking.get(shipment.id, ()))
        ),
        report=_report(at, known, shipment, asked),
    )


def astray_words(known: Known) -> Words:
    """What became of parcels that the customer waits for and will not have; "" of none."""
    told = [TRACKING[each.astray].word for each in known.shipments if each.astray]
    if not told:
        return ""
    if len(told) == 1:
        return _("A parcel the customer is waiting for will not arrive. Status: %(what)s.") % {"what": told[0]}
    return _("%(count)s parcels the customer is waiting for will not arrive.") % {"count": number_text(len(told))}


def astray_steps(at: Desk, known: Known) -> tuple[Link, ...]:
    """Where to go on with them."""
    if not any(each.astray for each in known.shipments):
        return ()
    steps = []
    if any(payment.refundable for payment in known.payments) and may(at, known.order, PAYMENTS_REFUND):
        steps.append(Link(_("Refund…"), reverse("backoffice:order-refund", args=[known.order.id])))
    if may(at, known.order, CASES_VIEW):
        steps.append(Link(_("The case"), f"{reverse('backoffice:cases')}?kind={CaseKind.STRAY_PARCEL}"))
    return tuple(steps)


def _slip(at: Desk, known: Known, shipment: Shipment) -> str:
    """Where what lies in it is printed."""
    if not shipment.packed or not may(at, known.order, FULFILMENT_VIEW):
        return ""
    return reverse("backoffice:parcel-slip", args=[known.order.id, shipment.id])


def _state(known: Known, shipment: Shipment) -> Pill:
    """As its carrier tells; that it arrived is said even where something else was told since."""
    if shipment.state is not ShipmentState.SHIPPED or is_collected(known.order.delivery):
        return shipment_pill(shipment.state, known.order.delivery)
    told = TrackingStatus.DELIVERED if shipment.delivered_at else shipment.last_status
    return TRACKING[told] if told else shipment_pill(shipment.state, known.order.delivery)


def _report(at: Desk, known: Known, shipment: Shipment, asked: Asked | None) -> ReportRow | None:
    """Until its carrier says that it arrived: what people said they may correct."""
    open_ended = shipment.state is ShipmentState.SHIPPED and not carrier_delivered(known.tracking.get(shipment.id, ()))
    if not open_ended or is_collected(known.order.delivery) or not may(at, known.order, FULFILMENT_TRACK):
        return None
    href = reverse("backoffice:parcel-report", args=[known.order.id, shipment.id])
    if asked and asked.action == href:
        form, form_open = asked.form, True
    else:
        form, form_open = report_form(at, known.order, shipment), False
    return ReportRow(href=href, form=form, form_open=form_open, corrects=shipment.delivered_at is not None)


def _label(at: Desk, known: Known, shipment: Shipment, asked: Asked | None) -> LabelRow | None:
    """Its label, if it has one or may have one."""
    label, ids = known.labels.get(shipment.id), [known.order.id, shipment.id]
    may_ask = shipment.state is ShipmentState.PREPARING and may(at, known.order, FULFILMENT_SHIP)
    on_it = label is not None and shipment.id in known.labelled
    make = reverse("backoffice:parcel-label", args=ids) if may_ask and not on_it else ""
    if not label and not make:
        return None
    form, refused = LabelForm(auto_id=f"id_%s_{shipment.id}", initial={"weight_grams": _weight(known, shipment)}), False
    if asked and asked.action == make and isinstance(asked.form, LabelForm):
        form, refused = asked.form, True
    readable = label is not None and label.is_made and may(at, known.order, FULFILMENT_VIEW)
    return LabelRow(
        state=LABEL[label.state] if label else None,
        reason=label.reason if label else "",
        href=reverse("backoffice:parcel-label-pdf", args=ids) if readable else "",
        make=make,
        call_off=reverse("backoffice:parcel-label-call-off", args=ids) if may_ask and on_it else "",
        form=form if make else None,
        form_open=refused,
    )


def _weight(known: Known, shipment: Shipment) -> int | None:
    """The articles added up, as far as they were ever weighed."""
    weights = {line.variant_id: line.weight_grams for line in known.order.lines}
    return sum(weights.get(packed.variant_id, 0) * packed.quantity for packed in shipment.packed) or None


def contents_of(order: Order, shipment: Shipment) -> tuple[Content, ...]:
    """What lies in a parcel, by the names that the order knows it by."""
    names = {line.variant_id: article_name(line) for line in order.lines}
    counted: Counter[VariantId] = Counter()
    for packed in shipment.packed:
        counted[packed.variant_id] += packed.quantity
    return tuple(Content(id, names.get(id, ""), count) for id, count in counted.items())


def article_name(line: OrderLine) -> str:
    return f"{line.title}, {line.options}" if line.options else line.title


def ship_form(
    order: Order, shipment: Shipment, data: Mapping[str, Any] | None = None, *, tracking_number: str = ""
) -> ShipForm:
    """The form of one parcel. A page may show several: their fields are told apart."""
    return ShipForm(
        data,
        contents=contents_of(order, shipment),
        initial={"carrier": shipment.carrier or order.delivery.carrier, "tracking_number": tracking_number},
        auto_id=f"id_%s_{shipment.id}",
    )


def report_form(at: Desk, order: Order, shipment: Shipment, data: Mapping[str, Any] | None = None) -> ReportForm:
    """What became of a parcel, today unless it is said otherwise."""
    today = local_day(at.now, market(order.market).time_zone)
    corrects = shipment.delivered_at is not None
    status = TrackingStatus.IN_TRANSIT if corrects else TrackingStatus.DELIVERED
    return ReportForm(
        data,
        corrects=corrects,
        initial={"status": status, "on": today},
        auto_id=f"id_%s_{shipment.id}_report",
    )


def hand_over_form(shipment: Shipment, data: Mapping[str, Any] | None = None) -> HandOverForm:
    """The form of goods that somebody has come for."""
    return HandOverForm(data, has_code=shipment.state is ShipmentState.READY, auto_id=f"id_%s_{shipment.id}")
