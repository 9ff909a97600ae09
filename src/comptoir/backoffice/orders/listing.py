"""The list of orders, and rows of orders for other pages."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from comptoir.backoffice.delivery.reading import delivery_labels
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.orders.screens import OrderList, OrderRow
from comptoir.backoffice.orders.states import order_pill
from comptoir.domains.orders import queries
from comptoir.domains.orders.values import OrderFilter, OrderState
from comptoir.domains.orders.values import OrderRow as Row
from comptoir.kernel.clock import local_day

_OPEN = frozenset({OrderState.PAID, OrderState.PREPARING})
_VIEWS = (
    ("", pgettext_lazy("orders", "All"), None),
    ("to-prepare", gettext_lazy("To prepare"), OrderState.PAID),
    ("to-pay", gettext_lazy("To be paid"), OrderState.AWAITING_PAYMENT),
    ("preparing", gettext_lazy("In preparation"), OrderState.PREPARING),
    ("shipped", pgettext_lazy("orders", "Shipped"), OrderState.SHIPPED),
    ("cancelled", pgettext_lazy("orders", "Cancelled"), OrderState.CANCELLED),
)
"""Saved views: the value in the address, the name, the state."""


def order_list(at: Desk) -> OrderList:
    wanted = Narrowing.read(at.request, "view")
    states = {value: state for value, _name, state in _VIEWS}
    state = states.get(wanted.get("view"))
    page = queries.order_rows(
        OrderFilter(
            states=(state,) if state else (),
            market=at.market.code,
            text=wanted.text,
            soonest=state in _OPEN,
        ),
        actor=at.actor,
        cursor=wanted.cursor,
    )
    counts = queries.count_by_state(actor=at.actor, market=at.market.code)
    rows = order_rows(at, page.items)
    return OrderList(
        title=_("Orders"),
        context=_context(counts[OrderState.PAID], at.market.name),
        tabs=tuple(
            wanted.tab("view", value, name, count=counts.get(state) if state else None) for value, name, state in _VIEWS
        ),
        listing=wanted.listing(search_label=_("Number, name or e-mail"), shown=len(rows), next_cursor=page.next_cursor),
        rows=rows,
    )


def _context(to_prepare: int, market: str) -> str:
    if not to_prepare:
        return _("Nothing to prepare in %(market)s.") % {"market": market}
    return ngettext(
        "%(count)s order to prepare in %(market)s.", "%(count)s orders to prepare in %(market)s.", to_prepare
    ) % {"count": to_prepare, "market": market}


def order_rows(at: Desk, rows: Iterable[Row]) -> tuple[OrderRow, ...]:
    """Orders as lines."""
    labels = delivery_labels(at, at.market.code)
    return tuple(_row(at, row, labels.get((row.market, row.delivery.code), row.delivery.label)) for row in rows)


def _row(at: Desk, row: Row, delivery: str) -> OrderRow:
    """Late is what is still here on the day after it was promised."""
    zone = at.market.time_zone
    day = row.promised_day(zone) if row.state in _OPEN else None
    return OrderRow(
        href=reverse("backoffice:order", args=[row.id]),
        number=row.number,
        placed_at=row.placed_at,
        customer=row.name or row.email,
        articles=row.pieces,
        delivery=delivery,
        promised_on=day,
        late=day is not None and day < local_day(at.now, zone),
        total=row.total,
        state=order_pill(row.state, row.delivery),
    )
