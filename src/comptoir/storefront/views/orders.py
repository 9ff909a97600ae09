"""The order's own pages, behind its signed address: thanks, progress, documents, calling it off."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _

from comptoir.domains.invoicing.errors import UnknownDocument
from comptoir.domains.invoicing.queries import documents_of, read_pdf
from comptoir.domains.orders.errors import TooLateToCancel
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order, OrderState
from comptoir.domains.payments.actions import give_refund_account
from comptoir.domains.payments.errors import NothingToSend
from comptoir.domains.payments.queries import payments_of
from comptoir.flows.cancel_order import cancel_order
from comptoir.kernel.errors import Invalid
from comptoir.kernel.requests import Request, limited
from comptoir.kernel.transitions import MoveRefused
from comptoir.storefront.assemble.after import confirmation_page, tracking_page
from comptoir.storefront.assemble.orders import latest_payment
from comptoir.storefront.assemble.refunds import money_to
from comptoir.storefront.assemble.transfers import awaited_transfer
from comptoir.storefront.carts import buyer
from comptoir.storefront.here import Here
from comptoir.storefront.order_keys import order_opened
from comptoir.storefront.pages.parts import Notice
from comptoir.storefront.policy import allow_providers
from comptoir.storefront.refusals import field_errors
from comptoir.storefront.respond import own, see_other
from comptoir.storefront.sessions import signed_in
from comptoir.storefront.views.around import POST, said, shop_page
from comptoir.storefront.views.paying import ATTEMPTS, LOOK_UPS


def order_at(request: Request, key: str) -> Order:
    """The order that the key opens.

    :raises OrderLinkReplaced: for a key from before its e-mail was corrected.
    :raises UnknownOrder: for any other key; nobody learns which orders exist.
    """
    limited(request, LOOK_UPS)
    return order_opened(key)


@shop_page()
def confirmation(request: Request, here: Here, key: str) -> HttpResponse:
    found = order_at(request, key)
    payments = payments_of(found.id)
    thanked = found.state not in (OrderState.AWAITING_PAYMENT, OrderState.CANCELLED) and not found.due
    latest = latest_payment(payments, difference=bool(found.due))
    if not thanked and awaited_transfer(found, latest, here) is None:
        return see_other(here.at.tracking(key))
    return own(here, confirmation_page(found, payments, here, known=signed_in(request) is not None))


@shop_page()
def tracking(request: Request, here: Here, key: str) -> HttpResponse:
    found = order_at(request, key)
    page = tracking_page(found, payments_of(found.id), here)
    return allow_providers(own(here, page), here.market.code)


@shop_page(POST)
def cancelling(request: Request, here: Here, key: str) -> HttpResponse:
    """Call the order off; too late, the page says so and shows how the order stands."""
    found = order_at(request, key)
    limited(request, ATTEMPTS)
    try:
        cancel_order(
            order_id=found.id, because=_("Cancelled by the buyer"), actor=buyer(found.id, "order"), now=here.now
        )
    except (TooLateToCancel, MoveRefused) as refusal:
        found = order(found.id)
        if found.state is OrderState.CANCELLED:
            return see_other(here.at.tracking(key))
        too_late = Notice("danger", _("This order can no longer be cancelled here"), str(refusal))
        page = tracking_page(found, payments_of(found.id), here, notices=(too_late,))
        return own(here, page, status=HTTPStatus.CONFLICT)
    return see_other(here.at.tracking(key))


@shop_page(POST)
def account(request: Request, here: Here, key: str) -> HttpResponse:
    """Where the buyer wants the money that goes back by transfer."""
    found = order_at(request, key)
    limited(request, ATTEMPTS)
    typed = {name: said(request, name)[:200] for name in ("holder", "iban")}
    try:
        give_refund_account(order_id=found.id, **typed, actor=buyer(found.id, "order"), now=here.now)
    except NothingToSend:
        return see_other(here.at.tracking(key))
    except Invalid as error:
        payments = payments_of(found.id)
        form = money_to(found, payments, here, typed=typed, errors=field_errors(error))
        page = tracking_page(found, payments, here, asked_account=form)
        return own(here, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return see_other(here.at.tracking(key))


@shop_page()
def document(request: Request, here: Here, key: str, number: str) -> HttpResponse:
    """An invoice or credit note of the order, as it was frozen.

    :raises UnknownDocument: when the order has none of that number.
    """
    found = order_at(request, key)
    issued = next((each for each in documents_of(found.id) if each.number == number), None)
    if issued is None:
        raise UnknownDocument(document_id=number)
    pdf = read_pdf(issued.id)
    response = HttpResponse(pdf.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{pdf.filename}"'
    response["Cache-Control"] = "private, no-store"
    return response
