"""The way of an order, step by step: what is done, what is going on, what is to come."""

from datetime import datetime

from django.utils.translation import gettext as _

from comptoir.domains.orders.values import DOWNLOADED, Order, OrderState
from comptoir.domains.payments.values import Payment
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import day_label
from comptoir.storefront.assemble.orders import PICKUP, on_day, promised_on
from comptoir.storefront.here import Here
from comptoir.storefront.pages.order import Step

_REACHED = {
    OrderState.AWAITING_PAYMENT: 1,
    OrderState.PAID: 2,
    OrderState.PREPARING: 2,
    OrderState.PARTLY_SHIPPED: 2,
    OrderState.SHIPPED: 4,
}


def steps_of(
    order: Order, payment: Payment | None, here: Here, *, delivered_at: datetime | None = None
) -> tuple[Step, ...]:
    if order.state is OrderState.CANCELLED:
        return _stopped(order, here)
    reached = 5 if delivered_at else _REACHED[order.state]
    now = None if order.state is OrderState.PAID else reached  # nobody has begun to prepare it
    return tuple(
        Step(label, when, "done" if number < reached else "current" if number == now else "to_come")
        for number, (label, when) in enumerate(_way(order, payment, here, delivered_at))
    )


def _way(
    order: Order, payment: Payment | None, here: Here, delivered_at: datetime | None
) -> tuple[tuple[str, str], ...]:
    day = promised_on(order, here)
    promised = {"day": day_label(day, here.language)} if day else None
    left = on_day(order.shipped_at, here) if order.shipped_at else ""
    begun = (
        (_("Ordered"), on_day(order.placed_at, here)),
        _money_step(order, payment, here),
    )
    if order.delivery.kind == PICKUP:  # it leaves us by the hand of its buyer
        ready = _("ready by %(day)s") % promised if promised else ""
        return (*begun, (_("In preparation"), ready), (_("Collected"), left))
    if order.delivery.kind == DOWNLOADED:
        return (*begun, (_("Ready to download"), left))
    arrival = _("expected by %(day)s") % promised if promised else ""
    if delivered_at:
        arrival = on_day(delivered_at, here)
    return (*begun, (_("In preparation"), ""), (_("Shipped"), left), (_("Delivered"), arrival))


def _money_step(order: Order, payment: Payment | None, here: Here) -> tuple[str, str]:
    if order.paid_at:
        return _("Paid") if order.total else _("Nothing to pay"), on_day(order.paid_at, here)
    return (_("Your return"), "") if order.waits_for_goods else (_("To pay"), _until(payment, here))


def _until(payment: Payment | None, here: Here) -> str:
    if payment is None or payment.looked_up:
        return ""
    return _("by %(day)s") % {"day": day_label(local_day(payment.expires_at, here.market.time_zone), here.language)}


def _stopped(order: Order, here: Here) -> tuple[Step, ...]:
    was_paid = order.paid_at if order.total else None
    paid = (Step(_("Paid"), on_day(was_paid, here), "done"),) if was_paid else ()
    when = on_day(order.cancelled_at, here) if order.cancelled_at else ""
    return (Step(_("Ordered"), on_day(order.placed_at, here), "done"), *paid, Step(_("Cancelled"), when, "stopped"))
