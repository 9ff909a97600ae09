"""Which orders a list shows: its view, and what it is narrowed to; their sum, and the same as a file."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET

from comptoir.backoffice.delivery.reading import delivery_labels
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import decimal_sign, money_text, number_text
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.orders.states import ORDER, order_pill
from comptoir.backoffice.parts import Act, Chip, Filter, Words
from comptoir.backoffice.sheets import harmless, moment_cell, sheet
from comptoir.domains.fulfilment.queries import overdue_orders
from comptoir.domains.orders.permissions import ORDERS_VIEW
from comptoir.domains.orders.queries import order_rows, sum_orders
from comptoir.domains.orders.values import BEING_PREPARED, Late, OrderFilter, OrderId, OrderRow, OrderState
from comptoir.kernel.clock import local_day
from comptoir.kernel.errors import Conflict
from comptoir.kernel.money import Money

TO_PREPARE, TO_PAY, PREPARING, TO_COLLECT = "to-prepare", "to-pay", "preparing", "to-collect"
LATE, ON_HOLD_VIEW = "late", "on-hold"
VIEWS = (
    ("", pgettext_lazy("orders", "All"), ()),
    (TO_PREPARE, gettext_lazy("To prepare"), (OrderState.PAID,)),
    (TO_PAY, gettext_lazy("To be paid"), ()),
    (PREPARING, gettext_lazy("In preparation"), tuple(BEING_PREPARED)),
    (TO_COLLECT, gettext_lazy("To be collected"), tuple(BEING_PREPARED)),
    (LATE, pgettext_lazy("orders", "Late"), ()),
    (ON_HOLD_VIEW, pgettext_lazy("orders", "On hold"), ()),
    ("shipped", pgettext_lazy("orders", "Shipped"), (OrderState.SHIPPED,)),
    ("cancelled", pgettext_lazy("orders", "Cancelled"), (OrderState.CANCELLED,)),
)
"""Saved views: the value in the address, the name, the states."""

OPEN = frozenset({OrderState.PAID, *BEING_PREPARED})
_EVERY_MARKET = "all"
_TIMES = (
    ("today", gettext_lazy("Today")),
    ("7-days", gettext_lazy("The last 7 days")),
    ("30-days", gettext_lazy("The last 30 days")),
    ("month", gettext_lazy("This month")),
    ("last-month", gettext_lazy("Last month")),
    ("year", gettext_lazy("This year")),
)
_MOST_IN_A_FILE = 50_000
_AT_ONCE = 500


class TooManyForAFile(Conflict):
    code = "orders.too_many_for_a_file"
    message = gettext_lazy("A file has at most %(most)s orders. Narrow the list first, for instance to a month.")


def narrowed(at: Desk) -> Narrowing:
    return Narrowing.read(at.request, "view", "state", "market", "placed")


def wanted_orders(at: Desk, wanted: Narrowing, late: Late) -> OrderFilter:
    """The orders of a view. The filters are those of the view of all."""
    view = wanted.get("view")
    states = next((states for value, _name, states in VIEWS if value == view), ())
    state, market = wanted.get("state"), wanted.get("market")
    placed_from, placed_before = _between(at, wanted.get("placed"))
    return OrderFilter(
        states=(OrderState(state),) if not view and state in set(OrderState) else states,
        market=None if market == _EVERY_MARKET and not view else (not view and market) or at.market.code,
        text=wanted.text,
        held=True if view == ON_HOLD_VIEW else None,
        collected={TO_COLLECT: True, PREPARING: False}.get(view),
        to_pay={TO_PAY: True, TO_PREPARE: False}.get(view),
        late=late if view == LATE else None,
        soonest=view == LATE or (bool(states) and OPEN.issuperset(states)),
        placed_from=placed_from,
        placed_before=placed_before,
    )


def late_at(at: Desk) -> Late:
    """Promised for a day before today and still here, or on its way and not there yet as far as its carrier tells."""
    today = local_day(at.now, at.market.time_zone)
    return Late(
        on=today, time_zone=at.market.time_zone, on_their_way=frozenset(OrderId(id) for id in overdue_orders(today))
    )


def _between(at: Desk, placed: str) -> tuple[datetime | None, datetime | None]:
    """From the first moment of a day to that of another, by the clock of the market."""
    today = local_day(at.now, at.market.time_zone)
    month = today.replace(day=1)
    first: dict[str, date] = {
        "today": today,
        "7-days": today - timedelta(days=6),
        "30-days": today - timedelta(days=29),
        "month": month,
        "last-month": (month - timedelta(days=1)).replace(day=1),
        "year": today.replace(month=1, day=1),
    }
    if placed not in first:
        return None, None
    zone = ZoneInfo(at.market.time_zone)
    before = datetime.combine(month, time.min, zone) if placed == "last-month" else None
    return datetime.combine(first[placed], time.min, zone), before


def filters_of(at: Desk, wanted: Narrowing) -> tuple[tuple[Filter, ...], tuple[Chip, ...]]:
    """What the list of all can be narrowed to, and what it is."""
    if wanted.get("view"):
        return (), ()
    seen = [each for each in at.settings.markets if at.actor.can(ORDERS_VIEW, market=each.code)]
    offered: list[tuple[str, str, list[tuple[str, Words]]]] = [
        ("state", _("State"), [(state.value, pill.word) for state, pill in ORDER.items()]),
        ("placed", _("Placed"), list(_TIMES)),
    ]
    if len(seen) > 1:
        markets = [(_EVERY_MARKET, _("All markets")), *((each.code, each.name) for each in seen)]
        offered.append(("market", _("Market"), list(markets)))
    return (
        tuple(wanted.filter(name, label, options) for name, label, options in offered),
        tuple(chip for name, label, options in offered for chip in wanted.chip(name, label, options)),
    )


def sum_words(at: Desk, wanted: Narrowing, late: Late) -> str:
    """How many orders it was narrowed to, and what they come to; "" for the list as it is."""
    if wanted.get("view") or not wanted.without("cursor").values:
        return ""
    found = sum_orders(wanted_orders(at, wanted, late), actor=at.actor)
    counted = ngettext("%(count)s order", "%(count)s orders", found.orders) % {"count": number_text(found.orders)}
    return ", ".join((counted, *map(money_text, found.totals)))


def export_act(wanted: Narrowing) -> Act:
    href = Narrowing(reverse("backoffice:orders-export"), wanted.without("cursor").values).href()
    return Act(label=_("Export"), href=href, icon="download")


@require_GET
@desk("orders", ORDERS_VIEW)
def export(at: Desk) -> HttpResponse:
    """What the list shows, all pages of it, as a file for a spreadsheet.

    :raises TooManyForAFile: for more orders than one opens with pleasure.
    """
    wanted = wanted_orders(at, narrowed(at), late_at(at))
    if sum_orders(wanted, actor=at.actor).orders > _MOST_IN_A_FILE:
        raise TooManyForAFile(most=number_text(_MOST_IN_A_FILE))
    heads = [
        _("Order"), _("Placed"), _("Customer"), _("E-mail"), _("State"), _("Delivery"), _("Items"), _("Total"),
        _("Balance due"), _("Currency"), _("Market"), _("Paid"),
    ]  # fmt: skip
    return sheet(at, "orders", heads, _lines(at, wanted))


def _lines(at: Desk, wanted: OrderFilter) -> Iterator[list[str]]:
    labels, cursor = delivery_labels(at, at.market.code), None
    while True:
        page = order_rows(wanted, actor=at.actor, cursor=cursor, page_size=_AT_ONCE)
        yield from (_line(row, labels.get((row.market, row.delivery.code), row.delivery.label)) for row in page.items)
        cursor = page.next_cursor
        if cursor is None:
            return


def _line(row: OrderRow, delivery: str) -> list[str]:
    state = order_pill(row.state, row.delivery, swaps=row.waits_for_goods, due=bool(row.due)).word
    return [
        row.number,
        moment_cell(row.placed_at),
        harmless(row.name),
        harmless(row.email),
        str(state),
        harmless(delivery),
        str(row.pieces),
        _amount(row.total),
        _amount(row.due),
        row.total.currency,
        row.market,
        moment_cell(row.paid_at) if row.paid_at else "",
    ]


def _amount(money: Money) -> str:
    return f"{money.amount:f}".replace(".", decimal_sign())
