"""What may be done with an order now: the legal next steps of somebody with these rights."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import day_text, money_text
from comptoir.backoffice.orders.forms import HandOverForm, RecordPaymentForm, ShipForm
from comptoir.backoffice.orders.known import Asked, Known, may
from comptoir.backoffice.orders.money import held_by, still_due
from comptoir.backoffice.orders.parcels import contents_of, hand_over_form, ship_form
from comptoir.backoffice.orders.screens import Step
from comptoir.backoffice.orders.states import is_collected
from comptoir.backoffice.parts import Words
from comptoir.domains.fulfilment.values import Shipment, ShipmentState
from comptoir.domains.orders.permissions import ORDERS_CANCEL, ORDERS_EDIT, ORDERS_HOLD, ORDERS_PREPARE
from comptoir.domains.orders.values import BEING_PREPARED, DOWNLOADED, OPEN_STATES, Order, OrderState
from comptoir.domains.payments.permissions import PAYMENTS_RECORD, PAYMENTS_REFUND
from comptoir.domains.payments.values import UNDER_WAY, Payment
from comptoir.domains.returns.permissions import RETURNS_REQUEST
from comptoir.domains.stored_value.permissions import STORED_VALUE_ISSUE


def lead_of(known: Known, promised: date | None, *, waits: bool, kept: Words) -> Words:
    """What is expected of whoever looks at the order. ``kept`` tells until when goods are, of one that is not paid."""
    order, payments = known.order, known.payments
    if order.held_because:
        return _("On hold: nothing is prepared or shipped until it is released.")
    match order.state:
        case OrderState.AWAITING_PAYMENT:
            return _unpaid(order, payments, kept)
        case _ if order.due and _transfer_awaited(payments):
            return _(
                "The customer chose to pay the difference by bank transfer. Record it when it reaches your account."
            )
        case OrderState.PAID | OrderState.PREPARING | OrderState.PARTLY_SHIPPED if order.due:
            return _("Nothing ships until the difference is paid. The customer can pay it on the tracking page.")
        case OrderState.PAID | OrderState.PREPARING:
            return _promise_words(order, promised, waits=waits)
        case OrderState.PARTLY_SHIPPED:
            return _("Partly shipped. The rest is still to be sent.")
        case OrderState.SHIPPED if is_collected(order.delivery):
            return _("Complete: the customer has the items and the invoice is issued.")
        case OrderState.SHIPPED:
            return _sent_words(known)
        case OrderState.CANCELLED:
            return _("Cancelled. The items are back in stock and the payment is refunded.")


def _sent_words(known: Known) -> Words:
    """Of an order that has left as a whole, as its parcels arrived."""
    sent = [each for each in known.shipments if each.state is ShipmentState.SHIPPED]
    arrived = [each.delivered_on for each in sent if each.delivered_on]
    if sent and len(arrived) == len(sent):
        return _("Complete: delivered on %(day)s, and the invoice is issued.") % {"day": day_text(max(arrived))}
    if any(each.astray for each in sent):
        return _("All of it has shipped, and the invoice is issued. Not all of it arrives.")
    if known.order.delivery.kind == DOWNLOADED:
        return _("Complete: the files can be downloaded and the invoice is issued.")
    return _("Complete: the parcel is on its way and the invoice is issued.")


def _promise_words(order: Order, promised: date | None, *, waits: bool) -> Words:
    """Of an order that is paid and here: by when it is to leave, and whether it can."""
    begun, day = order.state is OrderState.PREPARING, {"day": day_text(promised)} if promised else None
    words = _("In preparation.") if begun else _("Paid.")
    if day:
        words = (_("In preparation. Promised for %(day)s.") if begun else _("Paid. Promised for %(day)s.")) % day
    elif order.delivery.promised_on is None:
        words = f"{words} {_('No date was promised.')}"
    elif not begun:
        words = _("Paid after ordering: no date is promised.")
    return f"{words} {_('Some of its items are still to come: it cannot ship complete yet.')}" if waits else words


def _unpaid(order: Order, payments: tuple[Payment, ...], kept: Words) -> Words:
    if order.waits_for_goods:
        return _("Receive the return: it pays for this order. Nothing is asked of the customer before.")
    words = _("The customer has not paid yet. Record the payment if it arrives.")
    if _recordable(order, payments):
        words = _("The customer chose bank transfer. Record the payment when it reaches your account.")
    if paid := held_by(payments, order.total.currency):
        partly = _("%(paid)s is paid so far and %(left)s is left to pay.") % {
            "paid": money_text(paid),
            "left": money_text(still_due(order, payments)),
        }
        words = f"{partly} {_('Record the rest when it arrives.')}"
    return f"{words} {kept}"


def steps_of(at: Desk, known: Known, asked: Asked | None) -> tuple[Step, ...]:
    """The expected step first, cancelling last."""
    return (*_expected(at, known, asked), *_others(at, known))


def _expected(at: Desk, known: Known, asked: Asked | None) -> Iterator[Step]:
    order = known.order
    if _recordable(order, known.payments) and may(at, order, PAYMENTS_RECORD):
        yield _record(at, known)
    if order.held_because:
        if may(at, order, ORDERS_HOLD):
            yield _step(order, "release", _("Release the order"), "circle-play")
    elif may(at, order, ORDERS_PREPARE):
        if order.state is OrderState.PAID and not order.due:
            yield _step(order, "prepare", _("Prepare the order"), "package-open")
        elif order.state in BEING_PREPARED and not order.due:
            yield from _leaving(known, asked)


def _others(at: Desk, known: Known) -> Iterator[Step]:
    order = known.order
    if order.state in OPEN_STATES:
        if may(at, order, ORDERS_EDIT):
            yield _link(order, "change", _("Change the order…"), "pencil")
        if not order.held_because and may(at, order, ORDERS_HOLD):
            yield _link(order, "hold", _("Hold the order…"), "circle-pause")
    if any(line.with_customer for line in order.lines) and may(at, order, RETURNS_REQUEST):
        yield _link(order, "return", _("Register a return…"), "rotate-ccw")
    standing = order.paid_at and order.state is not OrderState.CANCELLED
    if standing and any(payment.refundable for payment in known.payments) and may(at, order, PAYMENTS_REFUND):
        yield _link(order, "refund", _("Refund…"), "banknote")
    if _other_money_may_come(order, known.payments) and may(at, order, PAYMENTS_RECORD):
        yield _link(order, "record-payment", _("Record a payment…"), "landmark")
    if order.can_be_cancelled and may(at, order, ORDERS_CANCEL):
        yield _link(order, "cancel", _("Cancel the order…"), "ban", danger=True)


def _record(at: Desk, known: Known) -> Step:
    order = known.order
    action = reverse("backoffice:order-record-payment", args=[order.id])
    form = RecordPaymentForm(due=still_due(order, known.payments), credit=may(at, order, STORED_VALUE_ISSUE))
    return Step(
        label=_("Record the payment"),
        href=action,
        icon="banknote",
        primary=True,
        fields=form.asked,
        hidden=(form["key"],),
        otherwise=(form["excess"],),
        otherwise_label=_("More was received than due"),
    )


def _leaving(known: Known, asked: Asked | None) -> Iterator[Step]:
    """The customer collects everything at once; what is sent leaves parcel by parcel."""
    order, parcels = known.order, known.open_shipments
    if is_collected(order.delivery):
        for number, parcel in enumerate(parcels):
            yield from _collected(known, parcel, asked, first=number == 0)
        return
    for number, parcel in enumerate(parcels):
        yield _ship(known, parcel, asked, only=len(parcels) == 1, first=number == 0)


def _collected(known: Known, parcel: Shipment, asked: Asked | None, *, first: bool) -> Iterator[Step]:
    """It waits at the counter, with a code; or they are here already, before anybody was told."""
    ids, waits = [known.order.id, parcel.id], parcel.state is ShipmentState.READY
    contents = () if len(known.open_shipments) == 1 else contents_of(known.order, parcel)
    if not waits:
        yield Step(
            label=_("Ready to collect"),
            href=reverse("backoffice:parcel-ready", args=ids),
            icon="store",
            primary=first,
            contents=contents,
            note=_("The customer is notified by e-mail, with the code to show."),
        )
    action, form = reverse("backoffice:parcel-hand-over", args=ids), hand_over_form(parcel)
    if asked and asked.action == action and isinstance(asked.form, HandOverForm):
        form = asked.form
    yield Step(
        label=_("Hand over the order") if waits else _("Hand over the order: the customer is here"),
        href=action,
        icon="package",
        primary=waits and first,
        fields=form.asked,
        otherwise=form.otherwise,
        otherwise_label=_("Without the code"),
        otherwise_open=form.is_bound and (form.has_changed() or bool(form.errors)),
        contents=contents if waits else (),
        note=_("The invoice is issued, and the customer is notified by e-mail."),
    )


def _ship(known: Known, parcel: Shipment, asked: Asked | None, *, only: bool, first: bool) -> Step:
    action = reverse("backoffice:order-ship", args=[known.order.id, parcel.id])
    known_label = known.labels.get(parcel.id)
    number = known_label.tracking_number if known_label and known_label.is_made else ""
    form = ship_form(known.order, parcel, tracking_number=number)
    if asked and asked.action == action and isinstance(asked.form, ShipForm):
        form = asked.form
    label = _("Ship the parcel") if only else _("Ship the parcel from %(place)s") % {"place": known.place_of(parcel)}
    return Step(
        label=label,
        href=action,
        icon="truck",
        primary=first,
        fields=form.asked,
        parts=form.parts,
        parts_open=form.is_part,
        contents=() if only else contents_of(known.order, parcel),
        note=_("The invoice is issued, and the customer is notified by e-mail."),
    )


def _step(order: Order, name: str, label: str, icon: str) -> Step:
    return Step(label=label, href=reverse(f"backoffice:order-{name}", args=[order.id]), icon=icon, primary=True)


def _link(order: Order, name: str, label: str, icon: str, *, danger: bool = False) -> Step:
    href = reverse(f"backoffice:order-{name}", args=[order.id])
    return Step(label=label, href=href, icon=icon, danger=danger, plain=True)


def _recordable(order: Order, payments: tuple[Payment, ...]) -> bool:
    """Whether a person, not a provider, sees the money arrive that is to be paid now: the buyer chose so last."""
    return bool(order.to_pay) and bool(payments) and not (payments[-1].looked_up or payments[-1].captured)


def _transfer_awaited(payments: tuple[Payment, ...]) -> bool:
    return any(payment.state in UNDER_WAY and not payment.looked_up for payment in payments)


def _other_money_may_come(order: Order, payments: tuple[Payment, ...]) -> bool:
    """Whether money may be recorded that nobody expects: somebody transfers what was to be paid by card, pays twice, or
    pays what was called off."""
    by_hand = any(not payment.looked_up for payment in payments)
    return not order.waits_for_goods and not _recordable(order, payments) and (bool(order.to_pay) or by_hand)
