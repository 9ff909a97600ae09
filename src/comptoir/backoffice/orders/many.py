"""The orders that were ticked in the list: one step for all of them, and who was refused is told with the reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.orders.narrowed import LATE, ON_HOLD_VIEW, PREPARING, TO_COLLECT, TO_PAY, TO_PREPARE
from comptoir.backoffice.orders.ticked import ticked_orders, told_refusals
from comptoir.domains.orders.permissions import ORDERS_CANCEL, ORDERS_HOLD, ORDERS_PREPARE
from comptoir.domains.payments.permissions import PAYMENTS_RECORD
from comptoir.flows.cancel_orders import cancel_orders
from comptoir.flows.hold_orders import hold_orders
from comptoir.flows.prepare_orders import prepare_orders
from comptoir.flows.record_payments import record_payments
from comptoir.flows.release_orders import release_orders
from comptoir.flows.ship_orders import ship_orders
from comptoir.flows.steps.each_alone import Done

_VIEWS = (TO_PREPARE, TO_PAY, PREPARING, TO_COLLECT, LATE, ON_HOLD_VIEW)


@require_POST
@desk("orders", ORDERS_PREPARE)
def prepare_many(at: Desk) -> HttpResponse:
    ticked = ticked_orders(at)
    if not ticked:
        return _back(at, _("First tick the orders to prepare."))
    done = prepare_orders(order_ids=ticked, actor=at.actor, now=at.now)
    words = ngettext("%(count)s order is in preparation.", "%(count)s orders are in preparation.", len(done.orders))
    refused = ngettext(
        "%(count)s order could not be prepared.", "%(count)s orders could not be prepared.", len(done.refused)
    )
    return _told(at, done, words, refused)


@require_POST
@desk("orders", ORDERS_PREPARE)
def ship_many(at: Desk) -> HttpResponse:
    ticked = ticked_orders(at)
    if not ticked:
        return _back(at, _("First tick the orders to ship."))
    done = ship_orders(order_ids=ticked, actor=at.actor, now=at.now)
    words = ngettext("%(count)s order shipped.", "%(count)s orders shipped.", len(done.orders))
    refused = ngettext(
        "%(count)s order could not be shipped.", "%(count)s orders could not be shipped.", len(done.refused)
    )
    return _told(at, done, words, refused)


@require_POST
@desk("orders", PAYMENTS_RECORD)
def record_many(at: Desk) -> HttpResponse:
    ticked = ticked_orders(at)
    if not ticked:
        return _back(at, _("First tick the orders whose payment has arrived."))
    done = record_payments(order_ids=ticked, actor=at.actor, now=at.now)
    words = ngettext("%(count)s payment is recorded.", "%(count)s payments are recorded.", len(done.orders))
    refused = ngettext(
        "%(count)s payment could not be recorded.", "%(count)s payments could not be recorded.", len(done.refused)
    )
    return _told(at, done, words, refused)


@require_POST
@desk("orders", ORDERS_HOLD)
def hold_many(at: Desk) -> HttpResponse:
    ticked, because = ticked_orders(at), _because(at)
    if not (ticked and because):
        return _back(at, _("First tick orders and enter a reason."))
    done = hold_orders(order_ids=ticked, because=because, actor=at.actor, now=at.now)
    words = ngettext("%(count)s order is on hold.", "%(count)s orders are on hold.", len(done.orders))
    refused = ngettext("%(count)s order could not be held.", "%(count)s orders could not be held.", len(done.refused))
    return _told(at, done, words, refused)


@require_POST
@desk("orders", ORDERS_HOLD)
def release_many(at: Desk) -> HttpResponse:
    ticked = ticked_orders(at)
    if not ticked:
        return _back(at, _("First tick the orders to release."))
    done = release_orders(order_ids=ticked, because=_because(at), actor=at.actor, now=at.now)
    words = ngettext("%(count)s order released.", "%(count)s orders released.", len(done.orders))
    refused = ngettext(
        "%(count)s order could not be released.", "%(count)s orders could not be released.", len(done.refused)
    )
    return _told(at, done, words, refused)


@require_POST
@desk("orders", ORDERS_CANCEL)
def cancel_many(at: Desk) -> HttpResponse:
    ticked, because = ticked_orders(at), _because(at)
    if not (ticked and because):
        return _back(at, _("First tick orders and enter a reason."))
    done = cancel_orders(order_ids=ticked, because=because, actor=at.actor, now=at.now)
    words = ngettext("%(count)s order is cancelled.", "%(count)s orders are cancelled.", len(done.orders))
    refused = ngettext(
        "%(count)s order could not be cancelled.", "%(count)s orders could not be cancelled.", len(done.refused)
    )
    return _told(at, done, words, refused)


def _because(at: Desk) -> str:
    return at.request.POST.get("because", "").strip()[:400]


def _told(at: Desk, done: Done, words: str, refused: str) -> HttpResponse:
    """What was done, and which orders were refused and why, one after the other."""
    if done.orders:
        at.said(words % {"count": number_text(len(done.orders))})
    if not done.refused:
        return _back(at)
    return _back(at, told_refusals(refused, done.refused))


def _back(at: Desk, error: str = "") -> HttpResponse:
    """To the queue that they were ticked in."""
    if error:
        messages.error(at.request, error)
    view = at.request.POST.get("view", "")
    return at.to("orders", view=view if view in _VIEWS else TO_PREPARE)
