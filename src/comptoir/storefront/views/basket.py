"""The basket: put in, change, take out. Every change is a form; htmx only spares the way to the basket's page."""

from http import HTTPStatus

from django.http import HttpResponse

from comptoir.domains.cart.actions import set_line
from comptoir.domains.cart.errors import BadCartQuantity, CartClosed, UnknownCart
from comptoir.domains.cart.queries import saved_cart
from comptoir.domains.cart.values import MOST_PIECES, CartId
from comptoir.domains.markets.values import WEB_CHANNEL
from comptoir.flows.put_in_cart import put_in_cart
from comptoir.kernel.errors import Invalid
from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request, limited
from comptoir.storefront.assemble.basket import added_words, basket_page, not_added, priced_basket, waiting_order
from comptoir.storefront.carts import buyer, cart_of, keep_cart
from comptoir.storefront.engine import render
from comptoir.storefront.here import Here
from comptoir.storefront.pages.product import Added
from comptoir.storefront.respond import own, see_other
from comptoir.storefront.sessions import signed_in
from comptoir.storefront.typed import CodeTyped
from comptoir.storefront.views.around import POST, READ_AND_POST, asked, said, shop_page
from comptoir.storefront.views.codes import change_code, is_about_codes

CHANGES = Limit("storefront.baskets", burst=60, per_minute=60)


@shop_page(READ_AND_POST)
def basket(request: Request, here: Here) -> HttpResponse:
    """The basket's page; by POST, put something in, or let a gift card pay for it."""
    if request.method == "POST":
        if is_about_codes(request):
            return change_code(request, here, _with_code)
        return _put_in(request, here)
    cart_id, session = cart_of(request), signed_in(request)
    priced = priced_basket(cart_id, here)
    found = saved_cart(session.customer_id, market=here.market.code) if session and priced is None else None
    if found is not None:  # filled elsewhere since this browser was signed in
        priced = priced_basket(found, here)
    notices = () if priced or cart_id is None else waiting_order(cart_id, here)
    response = own(
        here, basket_page(priced, here, notices=notices, shared=asked(request, "shared"), known=session is not None)
    )
    if found is not None and session is not None:
        keep_cart(response, found, session_id=session.id)
    return response


def _with_code(cart_id: CartId, typed: CodeTyped, here: Here) -> HttpResponse:
    if not typed.error:
        return see_other(here.at.basket())
    page = basket_page(priced_basket(cart_id, here), here, code=typed)
    return own(here, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _put_in(request: Request, here: Here) -> HttpResponse:
    limited(request, CHANGES)
    sku, session = said(request, "sku"), signed_in(request)
    partly = "HX-Request" in request.headers
    try:
        cart_id = put_in_cart(
            cart_id=cart_of(request),
            market=here.market.code,
            language=here.language,
            channel=WEB_CHANNEL,
            sku=sku,
            quantity=_quantity(request, unsaid="1"),
            customer_id=session.customer_id if session else None,
            actor=buyer(),
            now=here.now,
        )
    except Invalid as error:
        if not partly:
            raise
        return _told(not_added(str(error), here), HTTPStatus.UNPROCESSABLE_ENTITY)
    response = _after(request, here, added=added_words(cart_id, sku, here) if partly else None)
    keep_cart(response, cart_id, session_id=session.id if session else None)
    return response


def _after(request: Request, here: Here, *, added: Added | None) -> HttpResponse:
    """Where the buyer stands next: who presses "Buy now" at the checkout, others where they were, or at the basket."""
    at_once = said(request, "next") == "checkout"
    if added is None:
        return see_other(here.at.checkout() if at_once else here.at.basket())
    response = _told(added)
    if at_once and not added.shortage:
        response["HX-Redirect"] = here.at.checkout()
    return response


def _told(added: Added, status: int = HTTPStatus.OK) -> HttpResponse:
    response = HttpResponse(render("storefront/parts/added.html", {"added": added}), status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@shop_page(POST)
def line(request: Request, here: Here, sku: str) -> HttpResponse:
    """Have so many pieces; 0 takes the line out. A basket that is gone is simply shown as it is now."""
    limited(request, CHANGES)
    cart_id = cart_of(request)
    if cart_id is not None:
        try:
            quantity = _quantity(request, unsaid="")
            set_line(cart_id=cart_id, sku=sku, quantity=quantity, actor=buyer(cart_id), now=here.now)
        except (CartClosed, UnknownCart):
            return see_other(here.at.basket())
    return see_other(here.at.basket())


def _quantity(request: Request, *, unsaid: str) -> int:
    """:raises BadCartQuantity: for anything but a whole number."""
    text = said(request, "quantity").strip() or unsaid
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadCartQuantity(field="quantity", most=MOST_PIECES)
    return int(text)
