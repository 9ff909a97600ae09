"""One search over orders, products and customers: what somebody on the telephone says is enough."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import money_text
from comptoir.backoffice.home.screens import Found, FoundGroup, SearchPage
from comptoir.backoffice.parts import Link
from comptoir.domains.catalogue.permissions import CATALOGUE_VIEW
from comptoir.domains.catalogue.queries import product_rows
from comptoir.domains.customers.permissions import CUSTOMERS_VIEW
from comptoir.domains.customers.queries import customer_rows
from comptoir.domains.orders.permissions import ORDERS_VIEW
from comptoir.domains.orders.queries import order_rows
from comptoir.domains.orders.values import OrderFilter
from comptoir.domains.returns.permissions import RETURNS_VIEW
from comptoir.domains.returns.queries import return_rows
from comptoir.domains.returns.values import ReturnFilter
from comptoir.kernel.texts import text_in

_SHOWN = 5


def search_page(at: Desk, query: str) -> SearchPage:
    groups = (_orders(at, query), _returns(at, query), _products(at, query), _customers(at, query)) if query else ()
    return SearchPage(
        title=_("Search"),
        context=_("“%(query)s”") % {"query": query} if query else "",
        query=query,
        groups=tuple(group for group in groups if group is not None),
    )


def _orders(at: Desk, query: str) -> FoundGroup | None:
    if not at.actor.can(ORDERS_VIEW):
        return None
    page = order_rows(OrderFilter(text=query), actor=at.actor, page_size=_SHOWN)
    rows = tuple(
        Found(
            href=reverse("backoffice:order", args=[row.id]),
            name=row.number,
            note=f"{row.name or row.email} · {money_text(row.total)}",
        )
        for row in page.items
    )
    return _group(_("Orders"), "shopping-bag", rows, "orders", query, more=page.next_cursor is not None)


def _returns(at: Desk, query: str) -> FoundGroup | None:
    if not at.actor.can(RETURNS_VIEW):
        return None
    page = return_rows(ReturnFilter(text=query), actor=at.actor, page_size=_SHOWN)
    rows = tuple(
        Found(href=reverse("backoffice:return", args=[row.id]), name=row.number, note=row.name) for row in page.items
    )
    return _group(_("Returns"), "rotate-ccw", rows, "returns", query, more=page.next_cursor is not None)


def _products(at: Desk, query: str) -> FoundGroup | None:
    if not at.actor.can(CATALOGUE_VIEW):
        return None
    page = product_rows(actor=at.actor, q=query, page_size=_SHOWN)
    rows = tuple(
        Found(
            href=reverse("backoffice:product", args=[row.id]),
            name=text_in(row.titles, at.language),
            note=", ".join(part for part in (row.maker, *row.skus[:2]) if part),
        )
        for row in page.items
    )
    return _group(_("Products"), "tag", rows, "products", query, more=page.next_cursor is not None)


def _customers(at: Desk, query: str) -> FoundGroup | None:
    if not at.actor.can(CUSTOMERS_VIEW):
        return None
    page = customer_rows(actor=at.actor, q=query, page_size=_SHOWN)
    rows = tuple(
        Found(href=reverse("backoffice:customer", args=[row.id]), name=row.name or row.email, note=row.email)
        for row in page.items
    )
    return _group(_("Customers"), "users", rows, "customers", query, more=page.next_cursor is not None)


def _group(title: str, icon: str, rows: tuple[Found, ...], area: str, query: str, *, more: bool) -> FoundGroup | None:
    if not rows:
        return None
    href = f"{reverse(f'backoffice:{area}')}?{urlencode({'q': query})}"
    return FoundGroup(title=title, icon=icon, rows=rows, more=Link(_("Show all"), href) if more else None)
