"""The list of orders, and rows of orders for other pages."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from comptoir.backoffice.delivery.reading import delivery_labels
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.inventory.papers import place_choices
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.orders.screens import BulkAct, OrderList, OrderRow
from comptoir.backoffice.orders.states import ON_HOLD, WAITS, order_pill
from comptoir.backoffice.parts import Act
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP, FULFILMENT_VIEW
from comptoir.domains.fulfilment.queries import overdue_orders
from comptoir.domains.inventory.queries import awaited_for
from comptoir.domains.orders import queries
from comptoir.domains.orders.permissions import ORDERS_CANCEL, ORDERS_HOLD, ORDERS_PREPARE
from comptoir.domains.orders.values import BEING_PREPARED, Late, OrderFilter, OrderId, OrderState, WorkCounts
from comptoir.domains.orders.values import OrderRow as Row
from comptoir.domains.payments.permissions import PAYMENTS_VIEW
from comptoir.domains.returns.permissions import RETURNS_VIEW
from comptoir.kernel.clock import local_day

_OPEN = frozenset({OrderState.PAID, *BEING_PREPARED})
TO_PREPARE, TO_PAY, PREPARING, TO_COLLECT = "to-prepare", "to-pay", "preparing", "to-collect"
LATE, ON_HOLD_VIEW = "late", "on-hold"
_VIEWS = (
    ("", pgettext_lazy("orders", "All"), ()),
    (TO_PREPARE, gettext_lazy("To prepare"), (OrderState.PAID,)),
    (TO_PAY, gettext_lazy("To be paid"), (OrderState.AWAITING_PAYMENT,)),
    (PREPARING, gettext_lazy("In preparation"), tuple(BEING_PREPARED)),
    (TO_COLLECT, gettext_lazy("To be collected"), tuple(BEING_PREPARED)),
    (LATE, pgettext_lazy("orders", "Late"), ()),
    (ON_HOLD_VIEW, pgettext_lazy("orders", "On hold"), ()),
    ("shipped", pgettext_lazy("orders", "Shipped"), (OrderState.SHIPPED,)),
    ("cancelled", pgettext_lazy("orders", "Cancelled"), (OrderState.CANCELLED,)),
)
"""Saved views: the value in the address, the name, the states."""


def order_list(at: Desk) -> OrderList:
    wanted = Narrowing.read(at.request, "view")
    view, late = wanted.get("view"), late_at(at)
    states = next((states for value, _name, states in _VIEWS if value == view), ())
    page = queries.order_rows(
        OrderFilter(
            states=states,
            market=at.market.code,
            text=wanted.text,
            held=True if view == ON_HOLD_VIEW else None,
            collected=True if view == TO_COLLECT else None,
            awaits_goods=False if view == TO_PAY else None,
            late=late if view == LATE else None,
            soonest=view == LATE or (bool(states) and _OPEN.issuperset(states)),
        ),
        actor=at.actor,
        cursor=wanted.cursor,
    )
    counts = work_counts(at, late)
    waiting = {
        TO_PAY: counts.to_pay,
        TO_PREPARE: counts.to_prepare,
        PREPARING: counts.to_ship + counts.to_collect,
        TO_COLLECT: counts.to_collect,
        LATE: counts.late,
        ON_HOLD_VIEW: counts.on_hold,
    }
    rows = order_rows(at, page.items)
    return OrderList(
        title=_("Orders"),
        actions=_elsewhere(at),
        context=_context(counts.to_prepare, at.market.name),
        tabs=tuple(wanted.tab("view", value, name, count=waiting.get(value)) for value, name, _states in _VIEWS),
        listing=wanted.listing(search_label=_("Number, name or e-mail"), shown=len(rows), next_cursor=page.next_cursor),
        rows=rows,
        bulk=bulk_acts(at, view),
        view=view,
        tick_held=view == ON_HOLD_VIEW,
        **_picking(at, view),
    )


def work_counts(at: Desk, late: Late) -> WorkCounts:
    return queries.count_work(actor=at.actor, market=at.market.code, late=late)


def late_at(at: Desk) -> Late:
    """Promised for a day before today and still here, or on its way and not there yet as far as its carrier tells."""
    today = local_day(at.now, at.market.time_zone)
    return Late(
        on=today, time_zone=at.market.time_zone, on_their_way=frozenset(OrderId(id) for id in overdue_orders(today))
    )


def _picking(at: Desk, view: str) -> dict[str, Any]:
    """Where orders of this view are sent to be picked, and at which places."""
    may = at.can(FULFILMENT_SHIP) and at.can(ORDERS_PREPARE)
    if view not in (TO_PREPARE, PREPARING) or not may:
        return {}
    return {"pick_action": reverse("backoffice:orders-pick"), "places": tuple(place_choices(at))}


def bulk_acts(at: Desk, view: str) -> tuple[BulkAct, ...]:
    """What can be done with the ticked orders of a queue; the first is what is expected."""
    hold = BulkAct(_("Hold"), "orders-hold", "circle-pause", ORDERS_HOLD)
    cancel = BulkAct(_("Cancel"), "orders-cancel", "ban", ORDERS_CANCEL)
    acts = {
        TO_PREPARE: (
            BulkAct(_("Prepare the ticked ones"), "orders-prepare", "package-open", ORDERS_PREPARE),
            hold,
            cancel,
        ),
        "to-pay": (hold, cancel),
        PREPARING: (hold,),
        LATE: (hold,),
        ON_HOLD_VIEW: (BulkAct(_("Release the ticked ones"), "orders-release", "circle-play", ORDERS_HOLD), cancel),
    }
    return tuple(act for act in acts.get(view, ()) if at.can(act.permission))


def _elsewhere(at: Desk) -> tuple[Act, ...]:
    """The other queues."""
    acts = (
        (FULFILMENT_VIEW, Act(label=_("Picking"), href=reverse("backoffice:batches"), icon="boxes")),
        (RETURNS_VIEW, Act(label=_("Returns"), href=reverse("backoffice:returns"), icon="rotate-ccw")),
        (PAYMENTS_VIEW, Act(label=_("Refunds to send"), href=reverse("backoffice:refunds"), icon="banknote")),
    )
    return tuple(act for right, act in acts if at.can(right))


def _context(to_prepare: int, market: str) -> str:
    if not to_prepare:
        return _("Nothing to prepare in %(market)s.") % {"market": market}
    return ngettext(
        "%(count)s order to prepare in %(market)s.", "%(count)s orders to prepare in %(market)s.", to_prepare
    ) % {"count": to_prepare, "market": market}


def order_rows(at: Desk, rows: Iterable[Row]) -> tuple[OrderRow, ...]:
    """Orders as lines."""
    known, labels = list(rows), delivery_labels(at, at.market.code)
    waiting = awaited_for([row.id for row in known if row.state in _OPEN])
    return tuple(
        _row(at, row, labels.get((row.market, row.delivery.code), row.delivery.label), waits=row.id in waiting)
        for row in known
    )


def _row(at: Desk, row: Row, delivery: str, *, waits: bool) -> OrderRow:
    """Late is what is still here on the day after it was promised."""
    zone = at.market.time_zone
    day = row.promised_day(zone) if row.state in _OPEN else None
    return OrderRow(
        id=str(row.id),
        href=reverse("backoffice:order", args=[row.id]),
        number=row.number,
        placed_at=row.placed_at,
        customer=row.name or row.email,
        articles=row.pieces,
        delivery=delivery,
        promised_on=day,
        late=day is not None and day < local_day(at.now, zone),
        total=row.total,
        state=order_pill(row.state, row.delivery, swaps=row.waits_for_goods),
        hold=ON_HOLD if row.held else None,
        waits=WAITS if waits else None,
    )
