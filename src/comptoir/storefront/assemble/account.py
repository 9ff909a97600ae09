"""The pages of an account that tell: overview, orders, returns, invoices."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.domains.customers.queries import belongings_of
from comptoir.domains.customers.values import Session
from comptoir.domains.invoicing.queries import documents_for
from comptoir.domains.invoicing.values import Document, DocumentKind, DocumentState
from comptoir.domains.orders.queries import own_orders
from comptoir.domains.orders.values import OrderState, OwnOrder
from comptoir.domains.returns.queries import returns_for
from comptoir.domains.returns.values import Return, ReturnState
from comptoir.kernel.access import token_for
from comptoir.kernel.formats import date_label, money_label
from comptoir.storefront.assemble.basket import pieces_words
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.orders import on_day
from comptoir.storefront.here import Here, addresses_of
from comptoir.storefront.pages.account import AccountPage, Entry, Form, Place, Section
from comptoir.storefront.pages.fields import FieldError
from comptoir.storefront.pages.parts import Link, Notice

_LATEST = 3
_MOST = 200
PLACES = {
    "": gettext_lazy("Overview"),
    "orders": gettext_lazy("Orders"),
    "returns": gettext_lazy("Returns"),
    "invoices": gettext_lazy("Invoices"),
    "addresses": gettext_lazy("Addresses"),
    "consents": gettext_lazy("News and consent"),
    "security": gettext_lazy("Sign-in and security"),
    "data": gettext_lazy("My data"),
}
_STATES = {
    OrderState.AWAITING_PAYMENT: gettext_lazy("Awaiting payment"),
    OrderState.PAID: gettext_lazy("Paid"),
    OrderState.PREPARING: gettext_lazy("Being prepared"),
    OrderState.PARTLY_SHIPPED: gettext_lazy("Partly shipped"),
    OrderState.SHIPPED: gettext_lazy("Shipped"),
    OrderState.CANCELLED: gettext_lazy("Cancelled"),
}
_RETURNS = {
    ReturnState.REQUESTED: gettext_lazy("We are looking at it"),
    ReturnState.ACCEPTED: gettext_lazy("We are expecting your parcel"),
    ReturnState.RECEIVED: gettext_lazy("Received"),
    ReturnState.CLOSED: gettext_lazy("Finished"),
    ReturnState.REFUSED: gettext_lazy("Refused"),
    ReturnState.WITHDRAWN: gettext_lazy("Withdrawn"),
    ReturnState.STOPPED: gettext_lazy("Called off before it left"),
}


def account_page(
    here: Here,
    place: str,
    sections: tuple[Section, ...],
    *,
    title: str = "",
    text: str = "",
    notices: tuple[Notice, ...] = (),
    errors: tuple[FieldError, ...] = (),
) -> AccountPage:
    """A page of the account with its menu."""
    title = title or str(PLACES[place])
    return AccountPage(
        head=page_head(here, title, lambda at: at.my_account(place), indexed=False),
        notices=notices,
        title=title,
        text=text,
        errors=errors,
        places=tuple(Place(str(label), here.at.my_account(name), name == place) for name, label in PLACES.items()),
        sign_out=Form(action=here.at.my_account("sign_out"), button=_("Sign out"), look="quiet"),
        sections=sections,
    )


def own(session: Session, limit: int = _MOST) -> tuple[OwnOrder, ...]:
    """The orders of whoever is signed in, newest first."""
    return own_orders(belongings_of(session.login_id), limit=limit)


def overview_page(session: Session, here: Here, notices: tuple[Notice, ...]) -> AccountPage:
    latest = own(session, _LATEST)
    first_name = session.name.split(" ")[0]
    return account_page(
        here,
        "",
        (
            Section(
                id="latest",
                title=_("Your latest orders"),
                entries=_orders(latest, here),
                empty=_("You have not ordered with this address yet."),
                more=Link(_("All orders"), here.at.my_account("orders")) if latest else None,
            ),
        ),
        title=_("Hello %(name)s") % {"name": first_name} if first_name else _("Hello"),
        text=_("You are signed in as %(email)s.") % {"email": session.email},
        notices=notices,
    )


def orders_page(session: Session, here: Here) -> AccountPage:
    section = Section(
        id="orders",
        entries=_orders(own(session), here),
        empty=_("You have not ordered with this address yet."),
    )
    return account_page(here, "orders", (section,))


def _orders(orders: Sequence[OwnOrder], here: Here) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            label=_("Order %(number)s") % {"number": each.number},
            lines=(f"{on_day(each.placed_at, here)} · {pieces_words(each.pieces, here.language)}",),
            amount=money_label(each.total, here.language),
            mark=str(_STATES[each.state]),
            link=Link(_("View"), _order_href(each, here)),
        )
        for each in orders
    )


def key_of_own(order: OwnOrder) -> str:
    """What opens the order's pages."""
    return f"{order.id}.{token_for('order', order.signed)}"


def _order_href(order: OwnOrder, here: Here) -> str:
    at = here.at if order.market == here.market.code else addresses_of(order.market, here.language)
    return at.tracking(key_of_own(order))


def returns_page(session: Session, here: Here) -> AccountPage:
    orders = {each.id: each for each in own(session)}
    entries = tuple(_return(each, orders[each.order_id], here) for each in returns_for(list(orders)))
    section = Section(
        id="returns",
        text=_("To send something back, open its order."),
        entries=entries,
        empty=_("Nothing so far."),
        more=Link(_("All orders"), here.at.my_account("orders")),
    )
    return account_page(here, "returns", (section,))


def _return(found: Return, order: OwnOrder, here: Here) -> Entry:
    return Entry(
        label=_("Return %(number)s") % {"number": found.number},
        lines=(f"{on_day(found.requested_at, here)} · {_('of order %(number)s') % {'number': order.number}}",),
        amount=money_label(found.refund, here.language) if found.refund else "",
        mark=str(_RETURNS[found.state]),
        link=Link(_("View"), here.at.returned(key_of_own(order), found.number)),
    )


def invoices_page(session: Session, here: Here) -> AccountPage:
    orders = {each.id: each for each in own(session)}
    entries = tuple(_document(each, orders[each.order_id], here) for each in documents_for(list(orders)))  # type: ignore[index]  # an order's id is a UUID
    section = Section(
        id="invoices",
        entries=entries,
        empty=_("Nothing so far. An invoice is issued when an order ships."),
    )
    return account_page(here, "invoices", (section,))


def _document(issued: Document, order: OwnOrder, here: Here) -> Entry:
    kind = _("Credit note %(number)s") if issued.kind is DocumentKind.CREDIT_NOTE else _("Invoice %(number)s")
    ready = issued.state is DocumentState.RENDERED
    return Entry(
        label=kind % {"number": issued.number},
        lines=(
            f"{date_label(issued.issued_on, here.language)} · {_('of order %(number)s') % {'number': order.number}}",
        ),
        amount=money_label(issued.total, here.language),
        mark="" if ready else _("being created"),
        link=Link(_("Download"), here.at.document(key_of_own(order), issued.number)) if ready else None,
    )
