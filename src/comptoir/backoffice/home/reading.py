"""What waits this morning: few numbers, each with the rows behind it."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import weekday_text
from comptoir.backoffice.home.screens import Figure, HomePage, Todo
from comptoir.backoffice.inventory.reading import stock_rows
from comptoir.backoffice.inventory.screens import StockRow
from comptoir.backoffice.orders.listing import order_rows, work_counts
from comptoir.backoffice.orders.narrowed import late_at
from comptoir.backoffice.orders.screens import OrderRow
from comptoir.domains.cases.permissions import CASES_VIEW
from comptoir.domains.cases.queries import count_undecided
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT
from comptoir.domains.catalogue.queries import product_rows
from comptoir.domains.catalogue.values import ProductStatus
from comptoir.domains.content.queries import missing_legal_pages, unfinished_legal_pages
from comptoir.domains.delivery.permissions import DELIVERY_EDIT
from comptoir.domains.delivery.queries import methods as delivery_methods
from comptoir.domains.inventory.permissions import INVENTORY_VIEW
from comptoir.domains.inventory.queries import short_variants
from comptoir.domains.orders.permissions import ORDERS_VIEW
from comptoir.domains.orders.queries import order_rows as orders
from comptoir.domains.orders.values import BEING_PREPARED, OrderFilter, OrderState
from comptoir.domains.payments.permissions import PAYMENTS_VIEW
from comptoir.domains.payments.queries import count_refunds_by_hand, offered_methods
from comptoir.domains.returns.permissions import RETURNS_VIEW
from comptoir.domains.returns.queries import count_by_state as count_returns
from comptoir.domains.returns.values import ReturnState
from comptoir.kernel.clock import local_day

_SHOWN = 6
_SHORT_LOOKED_AT = 100


def home_page(at: Desk) -> HomePage:
    short = _short(at)
    figures: list[Figure] = []
    if at.can(ORDERS_VIEW):
        figures += _order_figures(at)
    figures += _other_figures(at)
    stock_href = f"{reverse('backoffice:stock')}?view=short"
    if at.can(INVENTORY_VIEW):
        more = "+" if len(short) >= _SHORT_LOOKED_AT else ""
        figures.append(
            Figure(
                number=len(short),
                more=more,
                label=_("Low stock"),
                note=_("low or sold out"),
                href=stock_href,
                icon="boxes",
            )
        )
    return HomePage(
        title=_greeting(at),
        context=weekday_text(local_day(at.now, at.market.time_zone)),
        figures=tuple(figures),
        orders=_next_orders(at),
        orders_href=f"{reverse('backoffice:orders')}?view=to-prepare",
        short=short[:_SHOWN],
        stock_href=stock_href,
        todo=_todo(at),
    )


def _greeting(at: Desk) -> str:
    name = at.actor.label.split()[0]
    return _hello(at.now) % {"name": name}


def _hello(now: datetime) -> str:
    hour = timezone.localtime(now).hour
    if hour < 12:
        return _("Good morning, %(name)s")
    return _("Good afternoon, %(name)s") if hour < 18 else _("Good evening, %(name)s")


def _order_figures(at: Desk) -> list[Figure]:
    """The queues: what waits for somebody, each with the list behind it. What is empty and exceptional is not shown."""
    counts, href = work_counts(at, late_at(at)), reverse("backoffice:orders")
    rows = (
        (counts.to_prepare, "to-prepare", _("To prepare"), _("paid, to prepare"), "package-open", True),
        (counts.to_ship, "preparing", _("In preparation"), _("to hand to the carrier"), "truck", True),
        (counts.to_pay, "to-pay", _("To be paid"), _("payment not received yet"), "banknote", True),
        (counts.to_collect, "to-collect", _("To be collected"), _("collected by the customer"), "shopping-bag", False),
        (counts.late, "late", _("Late"), _("promised date passed"), "circle-alert", False),
        (counts.on_hold, "on-hold", _("On hold"), _("until someone releases them"), "circle-pause", False),
    )
    return [
        Figure(number=number, label=label, note=note, href=f"{href}?view={view}", icon=icon)
        for number, view, label, note, icon, always in rows
        if number or always
    ]


def _other_figures(at: Desk) -> list[Figure]:
    """Queues beside the orders; only those in which something waits."""
    market, rows = at.market.code, []
    if at.can(RETURNS_VIEW):
        counts = count_returns(actor=at.actor, market=market)
        waiting = counts[ReturnState.REQUESTED] + counts[ReturnState.ACCEPTED]
        rows.append((waiting, "returns", _("Returns"), _("to decide or to receive"), "rotate-ccw"))
    if at.can(PAYMENTS_VIEW):
        by_hand = count_refunds_by_hand(market, actor=at.actor)
        rows.append((by_hand, "refunds", _("Refunds to send"), _("by bank transfer"), "banknote"))
    if at.can(CASES_VIEW):
        rows.append((count_undecided(actor=at.actor), "cases", _("Cases"), _("differences to look at"), "circle-alert"))
    return [
        Figure(number=number, label=label, note=note, href=reverse(f"backoffice:{url}"), icon=icon)
        for number, url, label, note, icon in rows
        if number
    ]


def _next_orders(at: Desk) -> tuple[OrderRow, ...]:
    if not at.can(ORDERS_VIEW):
        return ()
    wanted = OrderFilter(states=(OrderState.PAID, *BEING_PREPARED), market=at.market.code, to_pay=False, soonest=True)
    return order_rows(at, orders(wanted, actor=at.actor, page_size=_SHOWN).items)


def _short(at: Desk) -> tuple[StockRow, ...]:
    if not at.can(INVENTORY_VIEW):
        return ()
    page = short_variants(actor=at.actor, page_size=_SHORT_LOOKED_AT)
    return stock_rows(at, [one.variant_id for one in page.items])


def _todo(at: Desk) -> tuple[Todo, ...]:
    """What a shop needs before it can sell, until it has all of it. Only for whoever may do something about it."""
    if not (at.can(CATALOGUE_EDIT) and at.can(DELIVERY_EDIT)):
        return ()
    sold = product_rows(actor=at.actor, status=ProductStatus.ACTIVE, page_size=1).items
    priced = any(method.active and method.rates for method in delivery_methods(at.market.code, actor=at.actor))
    todo = (
        Todo(
            label=_("Put your first product on sale"),
            note=_("A title, a price and a quantity are enough."),
            href=reverse("backoffice:products"),
            done=bool(sold),
        ),
        Todo(
            label=_("Choose how items are delivered"),
            note=_("One method and one price are enough to start."),
            href=reverse("backoffice:delivery"),
            done=priced,
        ),
        Todo(
            label=_("Choose how customers pay"),
            note=_("Bank transfers only need your IBAN."),
            href=reverse("backoffice:payments"),
            done=bool(offered_methods(at.market.code)),
        ),
        Todo(
            label=_("Publish legal notice, terms and privacy"),
            note=_("They are required by law. Fill in the highlighted passages of the existing texts."),
            href=reverse("backoffice:pages"),
            done=not (missing_legal_pages() or unfinished_legal_pages()),
        ),
    )
    return () if all(one.done for one in todo) else todo
