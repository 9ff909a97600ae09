"""The list of orders, and rows of orders for other pages."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.orders.screens import OrderList, OrderRow
from comptoir.backoffice.orders.states import ORDER
from comptoir.domains.orders import queries
from comptoir.domains.orders.values import OrderFilter, OrderState
from comptoir.domains.orders.values import OrderRow as Row
from comptoir.kernel.clock import local_day

_OPEN = frozenset({OrderState.PAID, OrderState.PREPARING})
_VIEWS = (
    ("", gettext_lazy("All"), None),
    ("to-prepare", gettext_lazy("To prepare"), OrderState.PAID),
    ("to-pay", gettext_lazy("To be paid"), OrderState.AWAITING_PAYMENT),
    ("preparing", gettext_lazy("In preparation"), OrderState.PREPARING),
    ("shipped", gettext_lazy("Shipped"), OrderState.SHIPPED),
    ("cancelled", gettext_lazy("Cancelled"), OrderState.CANCELLED),
)
"""Saved views: the value in the address, the name, the state."""


def order_list(at: Desk) -> OrderList:
    wanted = Narrowing.read(at.request, "view")
    states = {value: state for value, _name, state in _VIEWS}
    state = states.get(wanted.get("view"))
    page = queries.order_rows(
        OrderFilter(states=(state,) if state else (), market=at.market.code, text=wanted.text),
        actor=at.actor,
        cursor=wanted.cursor,
    )
    counts = queries.count_by_state(actor=at.actor, market=at.market.code)
    rows = order_rows(page.items, today=local_day(at.now, at.market.time_zone))
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


def order_rows(rows: Iterable[Row], *, today: date) -> tuple[OrderRow, ...]:
    """Orders as lines. Late is what is still here on the day after it was promised."""
    return tuple(
        OrderRow(
            href=reverse("backoffice:order", args=[row.id]),
            number=row.number,
            placed_at=row.placed_at,
            customer=row.name or row.email,
            destination="",
            articles=row.pieces,
            delivery=row.delivery_label,
            promised_on=row.promised_on if row.state in _OPEN else None,
            late=row.state in _OPEN and row.promised_on < today,
            total=row.total,
            state=ORDER[row.state],
        )
        for row in rows
    )
