"""What may be done with an order now: the legal next steps of somebody with these rights."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import day_text, money_text
from comptoir.backoffice.orders.forms import RecordPaymentForm, ShipForm
from comptoir.backoffice.orders.screens import Step
from comptoir.backoffice.orders.states import is_collected
from comptoir.backoffice.parts import Words
from comptoir.domains.orders.permissions import ORDERS_CANCEL, ORDERS_PREPARE
from comptoir.domains.orders.values import Order, OrderState
from comptoir.domains.payments.permissions import PAYMENTS_RECORD
from comptoir.domains.payments.values import Payment
from comptoir.kernel.access import Permission


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that was tried and refused: its name, and its form with what was written."""

    step: str
    form: forms.Form


def lead_of(order: Order, payments: tuple[Payment, ...], promised: date | None) -> Words:
    """What is expected of whoever looks at the order."""
    day = {"day": day_text(promised)} if promised else None
    match order.state:
        case OrderState.AWAITING_PAYMENT if _recordable(payments):
            return _("The customer chose to pay by transfer. Record the money when it is on your account.")
        case OrderState.AWAITING_PAYMENT:
            return _("The customer has not paid yet. The goods are kept for a while; nothing is to be done here.")
        case OrderState.PAID:
            return _("Paid. Promised for %(day)s.") % day if day else _("Paid later than ordered: no day is promised.")
        case OrderState.PREPARING:
            return _("Taken in hand. Promised for %(day)s.") % day if day else _("Taken in hand.")
        case OrderState.SHIPPED if is_collected(order.delivery):
            return _("Everything is done: the customer has the goods and the invoice is issued.")
        case OrderState.SHIPPED:
            return _("Everything is done: the parcel is on its way and the invoice is issued.")
        case OrderState.CANCELLED:
            return _("Cancelled. The goods are back in stock; what was paid is refunded.")


def steps_of(at: Desk, order: Order, payments: tuple[Payment, ...], asked: Asked | None) -> tuple[Step, ...]:
    """The expected step first, cancelling last."""
    steps: list[Step] = []
    if order.state is OrderState.AWAITING_PAYMENT and _recordable(payments) and _may(at, order, PAYMENTS_RECORD):
        steps.append(_record(order, _form(asked, "record-payment", RecordPaymentForm())))
    if order.state is OrderState.PAID and _may(at, order, ORDERS_PREPARE):
        steps.append(_step(order, "prepare", _("Prepare the order"), "package-open"))
    if order.state is OrderState.PREPARING and _may(at, order, ORDERS_PREPARE):
        fresh = ShipForm(initial={"carrier": order.delivery.carrier}, collected=is_collected(order.delivery))
        steps.append(_ship(order, _form(asked, "ship", fresh)))
    if order.can_be_cancelled and _may(at, order, ORDERS_CANCEL):
        cancel = reverse("backoffice:order-cancel", args=[order.id])
        steps.append(Step(label=_("Cancel the order…"), href=cancel, icon="ban", danger=True, plain=True))
    return tuple(steps)


def _record(order: Order, form: forms.Form) -> Step:
    return Step(
        label=_("Record the payment"),
        href=reverse("backoffice:order-record-payment", args=[order.id]),
        icon="banknote",
        primary=True,
        form=form,
        note=_("Records the whole amount, %(total)s, as received.") % {"total": money_text(order.total)},
    )


def _ship(order: Order, form: forms.Form) -> Step:
    collected = is_collected(order.delivery)
    return Step(
        label=_("Hand over the order") if collected else _("Ship the parcel"),
        href=reverse("backoffice:order-ship", args=[order.id]),
        icon="package" if collected else "truck",
        primary=True,
        form=form,
        note=_("The invoice is issued, and the customer is told by e-mail."),
    )


def _step(order: Order, name: str, label: str, icon: str) -> Step:
    return Step(label=label, href=reverse(f"backoffice:order-{name}", args=[order.id]), icon=icon, primary=True)


def _form(asked: Asked | None, step: str, fresh: forms.Form) -> forms.Form:
    return asked.form if asked is not None and asked.step == step else fresh


def _recordable(payments: tuple[Payment, ...]) -> bool:
    """Whether a person, not a provider, sees the money arrive."""
    return any(not payment.looked_up for payment in payments)


def _may(at: Desk, order: Order, permission: Permission) -> bool:
    return at.actor.can(permission, market=order.market)
