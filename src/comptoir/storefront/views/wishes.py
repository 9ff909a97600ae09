"""The wish list: put on, take off, move to the basket, share. Of who has put nothing on one, nothing is kept."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _

from comptoir.domains.cart.actions import add_wish, remove_wish
from comptoir.domains.cart.errors import UnknownWishList
from comptoir.domains.cart.values import WishListId
from comptoir.domains.markets.values import WEB_CHANNEL
from comptoir.flows.put_in_cart import put_in_cart
from comptoir.kernel.errors import Invalid
from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request, limited
from comptoir.storefront.assemble.wishes import own_wishes_page, shared_wishes_page
from comptoir.storefront.carts import SHARED_WISHES, buyer, cart_of, keep_cart, keep_wishes, opened, wishes_of
from comptoir.storefront.engine import render
from comptoir.storefront.here import Here
from comptoir.storefront.respond import own, see_other
from comptoir.storefront.views.around import POST, READ_AND_POST, said, shop_page

CHANGES = Limit("storefront.wishes", burst=60, per_minute=60)


@shop_page(READ_AND_POST)
def wishes(request: Request, here: Here) -> HttpResponse:
    """The visitor's list; by POST, put something on it."""
    known = wishes_of(request)
    if request.method != "POST":
        return own(here, own_wishes_page(known, here))
    limited(request, CHANGES)
    partly = "HX-Request" in request.headers
    try:
        id = add_wish(
            wish_list_id=known,
            market=here.market.code,
            language=here.language,
            sku=said(request, "sku"),
            actor=buyer(),
            now=here.now,
        )
    except Invalid as refusal:
        if not partly:
            raise
        return _part(str(refusal), "danger", "circle-alert", status=HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("On your wish list.")
    response = _part(words, "positive", "circle-check", here.at.wishes()) if partly else see_other(here.at.wishes())
    keep_wishes(response, id)
    return response


def _part(text: str, tone: str, icon: str, href: str = "", *, status: int = HTTPStatus.OK) -> HttpResponse:
    html = render("storefront/parts/wished.html", {"text": text, "tone": tone, "icon": icon, "href": href})
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@shop_page(POST)
def wish(request: Request, here: Here, sku: str) -> HttpResponse:
    """Take one off the list, or move it to the basket. A list that is gone is simply shown as it is now."""
    limited(request, CHANGES)
    known = wishes_of(request)
    if known is None:
        return see_other(here.at.wishes())
    try:
        if said(request, "do") == "basket":
            return _moved(request, here, known, sku)
        remove_wish(wish_list_id=known, sku=sku, actor=buyer(known, "wishes"), now=here.now)
    except UnknownWishList:
        return see_other(here.at.wishes())
    return see_other(here.at.wishes())


def _moved(request: Request, here: Here, known: WishListId, sku: str) -> HttpResponse:
    cart_id = put_in_cart(
        cart_id=cart_of(request),
        market=here.market.code,
        language=here.language,
        channel=WEB_CHANNEL,
        sku=sku,
        quantity=1,
        wished_in=known,
        actor=buyer(),
        now=here.now,
    )
    response = see_other(here.at.basket())
    keep_cart(response, cart_id)
    return response


@shop_page()
def shared_wishes(request: Request, here: Here, key: str) -> HttpResponse:
    """Somebody's list, for whoever was given its address.

    :raises UnknownWishList: for a key that opens none.
    """
    id = opened(SHARED_WISHES, key)
    if id is None:
        raise UnknownWishList
    return own(here, shared_wishes_page(WishListId(id), key, here))
