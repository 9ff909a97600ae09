"""Customers: the list, one in full, their details."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comptoir.backoffice.customers.forms import CustomerForm
from comptoir.backoffice.customers.news import consent_lines, customer_tabs
from comptoir.backoffice.customers.screens import CustomerLine, CustomerList, CustomerPage
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import day_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.orders.listing import order_rows
from comptoir.backoffice.orders.screens import OrderRow
from comptoir.backoffice.parts import Link
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.customers.actions import update_customer
from comptoir.domains.customers.permissions import CUSTOMERS_EDIT, CUSTOMERS_VIEW
from comptoir.domains.customers.queries import customer as customer_of
from comptoir.domains.customers.queries import customer_rows
from comptoir.domains.customers.values import Customer, CustomerDetails, CustomerId
from comptoir.domains.orders import queries as orders
from comptoir.domains.orders.permissions import ORDERS_VIEW
from comptoir.domains.orders.values import OrderFilter
from comptoir.kernel.clock import local_day

_SHOWN_ORDERS = 10


@require_GET
@desk("customers", CUSTOMERS_VIEW)
def customers(at: Desk) -> HttpResponse:
    wanted = Narrowing.read(at.request)
    page = customer_rows(actor=at.actor, q=wanted.text, cursor=wanted.cursor)
    rows = tuple(
        CustomerLine(
            href=reverse("backoffice:customer", args=[row.id]),
            name=row.name,
            company=row.company,
            email=row.email,
            market=at.market_name(row.market),
            since=row.created_at,
            last_order_at=row.last_order_at,
        )
        for row in page.items
    )
    listing = wanted.listing(
        search_label=_("Name, company, e-mail or phone"), shown=len(rows), next_cursor=page.next_cursor
    )
    context = _("Everyone who has ordered, most recent first.")
    return at.show(
        CustomerList(title=_("Customers"), context=context, tabs=customer_tabs(at), listing=listing, rows=rows)
    )


@require_http_methods(["GET", "POST"])
@desk("customers", CUSTOMERS_VIEW)
def customer(at: Desk, id: UUID) -> HttpResponse:
    known = customer_of(CustomerId(id), actor=at.actor)
    if at.request.method != "POST":
        return at.show(_page(at, known, _form(known)))
    at.actor.must(CUSTOMERS_EDIT, market=known.market)
    form = CustomerForm(at.request.POST, languages=settings.LANGUAGES)
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        with refusals_in(form):
            update_customer(
                customer_id=known.id, details=CustomerDetails(**values), version=version, actor=at.actor, now=at.now
            )
    if form.errors:
        return at.show(_page(at, known, form), status=422)
    at.said(_("The details are saved. Existing orders and invoices are unchanged."))
    return at.to("customer", id)


def _form(known: Customer) -> CustomerForm:
    names = ("name", "company", "email", "phone", "vat_number", "language", "version")
    return CustomerForm(initial={name: getattr(known, name) for name in names}, languages=settings.LANGUAGES)


def _page(at: Desk, known: Customer, form: CustomerForm) -> CustomerPage:
    since = day_text(local_day(known.created_at, at.market.time_zone))
    return CustomerPage(
        title=known.name or known.company or known.email,
        context=_("Customer since %(day)s, market %(market)s.")
        % {"day": since, "market": at.market_name(known.market)},
        back=Link(_("Customers"), reverse("backoffice:customers")),
        form=form,
        action=reverse("backoffice:customer", args=[known.id]),
        read_only=not at.actor.can(CUSTOMERS_EDIT, market=known.market),
        orders=_orders(at, known),
        consents=consent_lines(at, known),
        history=history_told("customers.customer", known.id),
    )


def _orders(at: Desk, known: Customer) -> tuple[OrderRow, ...]:
    if not at.actor.can(ORDERS_VIEW):
        return ()
    page = orders.order_rows(OrderFilter(customer_id=known.id), actor=at.actor, page_size=_SHOWN_ORDERS)
    return order_rows(at, page.items)
