"""The list of orders, and rows of orders for other pages."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.backoffice.delivery.reading import delivery_labels
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import day_text
from comptoir.backoffice.inventory.papers import place_choices
from comptoir.backoffice.orders.narrowed import (
    LATE,
    ON_HOLD_VIEW,
    OPEN,
    PREPARING,
    TO_COLLECT,
    TO_PAY,
    TO_PREPARE,
    VIEWS,
    export_act,
    filters_of,
    late_at,
    narrowed,
    sum_words,
    wanted_orders,
)
from comptoir.backoffice.orders.screens import BulkAct, OrderList, OrderRow
from comptoir.backoffice.orders.states import DIFFERENCE_DUE, ON_HOLD, WAITS, order_pill
from comptoir.backoffice.parts import Act, Words
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP, FULFILMENT_VIEW
from comptoir.domains.inventory.queries import awaited_for
from comptoir.domains.orders import queries
from comptoir.domains.orders.permissions import ORDERS_CANCEL, ORDERS_HOLD, ORDERS_PREPARE
from comptoir.domains.orders.values import BEING_PREPARED, Late, OrderId, WorkCounts
from comptoir.domains.orders.values import OrderRow as Row
from comptoir.domains.payments.permissions import PAYMENTS_RECORD, PAYMENTS_VIEW
from comptoir.domains.payments.queries import methods, payments_for
from comptoir.domains.returns.permissions import RETURNS_VIEW
from comptoir.kernel.clock import local_day
from comptoir.kernel.texts import text_in


def order_list(at: Desk) -> OrderList:
    wanted, late = narrowed(at), late_at(at)
    view = wanted.get("view")
    page = queries.order_rows(wanted_orders(at, wanted, late), actor=at.actor, cursor=wanted.cursor)
    counts = work_counts(at, late)
    waiting = {
        TO_PAY: counts.to_pay,
        TO_PREPARE: counts.to_prepare,
        PREPARING: counts.to_ship,
        TO_COLLECT: counts.to_collect,
        LATE: counts.late,
        ON_HOLD_VIEW: counts.on_hold,
    }
    rows = order_rows(at, page.items, paying=view == TO_PAY)
    filters, chips = filters_of(at, wanted)
    tabs = wanted.without("state", "market", "placed")
    return OrderList(
        title=_("Orders"),
        actions=(*_elsewhere(at), export_act(wanted)),
        context=sum_words(at, wanted, late) or _context(counts.to_prepare, at.market.name),
        tabs=tuple(tabs.tab("view", value, name, count=waiting.get(value)) for value, name, _states in VIEWS),
        listing=wanted.listing(
            search_label=_("Number, name or e-mail"),
            shown=len(rows),
            next_cursor=page.next_cursor,
            filters=filters,
            chips=chips,
        ),
        rows=rows,
        bulk=bulk_acts(at, view),
        view=view,
        tick_held=view == ON_HOLD_VIEW,
        **_picking(at, view),
    )


def work_counts(at: Desk, late: Late) -> WorkCounts:
    return queries.count_work(actor=at.actor, market=at.market.code, late=late)


def _picking(at: Desk, view: str) -> dict[str, Any]:
    """Where orders of this view are sent to be picked, and at which places."""
    may = at.can(FULFILMENT_SHIP) and at.can(ORDERS_PREPARE)
    if view not in (TO_PREPARE, PREPARING, TO_COLLECT) or not may:
        return {}
    return {"pick_action": reverse("backoffice:orders-pick"), "places": tuple(place_choices(at))}


def bulk_acts(at: Desk, view: str) -> tuple[BulkAct, ...]:
    """What can be done with the ticked orders of a queue; the first is what is expected."""
    hold = BulkAct(_("Hold"), "orders-hold", "circle-pause", ORDERS_HOLD)
    cancel = BulkAct(_("Cancel"), "orders-cancel", "ban", ORDERS_CANCEL)
    acts = {
        TO_PREPARE: (
            BulkAct(_("Prepare ticked orders"), "orders-prepare", "package-open", ORDERS_PREPARE),
            hold,
            cancel,
        ),
        TO_PAY: (
            BulkAct(_("Mark ticked as received"), "orders-record", "banknote", PAYMENTS_RECORD),
            hold,
            cancel,
        ),
        PREPARING: (BulkAct(_("Ship ticked orders"), "orders-ship", "truck", ORDERS_PREPARE), hold),
        TO_COLLECT: (hold,),
        LATE: (hold,),
        ON_HOLD_VIEW: (BulkAct(_("Release ticked orders"), "orders-release", "circle-play", ORDERS_HOLD), cancel),
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


def order_rows(at: Desk, rows: Iterable[Row], *, paying: bool = False) -> tuple[OrderRow, ...]:
    """Orders as lines; ``paying`` tells how each is to be paid, and by when."""
    known, labels = list(rows), delivery_labels(at, at.market.code)
    waiting = awaited_for([row.id for row in known if row.state in OPEN])
    payments = _payments(at, [row.id for row in known]) if paying else {}
    return tuple(
        _row(
            at,
            row,
            labels.get((row.market, row.delivery.code), row.delivery.label),
            waits=row.id in waiting,
            paying=payments.get(row.id, ""),
        )
        for row in known
    )


def _payments(at: Desk, order_ids: list[OrderId]) -> dict[OrderId, Words]:
    """Of each order, by which method it is to be paid, and until when that is waited for."""
    labels = {method.code: text_in(method.labels, at.language) for method in methods(at.market.code)}
    found: dict[OrderId, Words] = {}
    for id, attempts in payments_for(order_ids).items():
        if attempts:
            last = attempts[-1]
            day = day_text(local_day(last.expires_at, at.market.time_zone))
            words = _("%(method)s, by %(day)s") if last.expires_at > at.now else _("%(method)s, expected by %(day)s")
            found[OrderId(id)] = words % {"method": labels.get(last.method, last.method), "day": day}
    return found


def _row(at: Desk, row: Row, delivery: str, *, waits: bool, paying: Words) -> OrderRow:
    """Late is what is still here on the day after it was promised."""
    zone = at.market.time_zone
    day = row.promised_day(zone) if row.state in OPEN else None
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
        state=order_pill(row.state, row.delivery, swaps=row.waits_for_goods, due=bool(row.due)),
        hold=ON_HOLD if row.held else None,
        waits=WAITS if waits else None,
        due=DIFFERENCE_DUE if row.due and row.state in BEING_PREPARED else None,
        paying=paying,
    )
