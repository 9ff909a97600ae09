"""A basket that somebody shows to others by a link."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from comptoir.domains.cart.actions import share_cart
from comptoir.domains.cart.errors import CartClosed, CartsDoNotFit, EmptyCart, UnknownCart, UnknownSharedCart
from comptoir.domains.cart.queries import shared_cart
from comptoir.domains.cart.values import SharedCart
from comptoir.domains.markets.values import WEB_CHANNEL
from comptoir.flows.put_shared_in_cart import put_shared_in_cart
from comptoir.kernel.access import token_opens
from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request, limited
from comptoir.storefront.assemble.basket import open_basket
from comptoir.storefront.assemble.sharing import shared_basket_page
from comptoir.storefront.carts import buyer, cart_of, keep_cart, key_of
from comptoir.storefront.here import Here
from comptoir.storefront.pages.parts import Notice
from comptoir.storefront.respond import own, see_other
from comptoir.storefront.sessions import signed_in
from comptoir.storefront.views.around import POST, READ_AND_POST, said, shop_page

SHARES = Limit("storefront.shared_baskets", burst=10, per_minute=5)
LOOKS = Limit("storefront.shared_looks", burst=60, per_minute=60)


@shop_page(POST)
def share(request: Request, here: Here) -> HttpResponse:
    """A link that shows what is in the basket now."""
    limited(request, SHARES)
    cart_id = open_basket(cart_of(request), here)
    if cart_id is None:
        return see_other(here.at.basket())
    try:
        shared_id = share_cart(cart_id=cart_id, actor=buyer(cart_id), now=here.now)
    except (CartClosed, EmptyCart, UnknownCart):
        return see_other(here.at.basket())
    return see_other(f"{here.at.basket()}?shared={key_of('shared-cart', shared_id)}#shared")


@shop_page(READ_AND_POST)
def shared(request: Request, here: Here, shared_key: str) -> HttpResponse:
    """What somebody shows; by POST, it goes into one's own basket, beside what is there or instead of it."""
    limited(request, LOOKS)
    key = shared_key
    found = _shared_of(key, here)
    cart_id = open_basket(cart_of(request), here)
    if request.method != "POST":
        return own(here, shared_basket_page(found, key, cart_id, here))
    session = signed_in(request)
    try:
        kept = put_shared_in_cart(
            shared_id=found.id,
            cart_id=cart_id,
            instead=said(request, "do") == "instead",
            market=here.market.code,
            language=here.language,
            channel=WEB_CHANNEL,
            customer_id=session.customer_id if session else None,
            actor=buyer(),
            now=here.now,
        )
    except CartsDoNotFit as refusal:
        page = shared_basket_page(
            found, key, cart_id, here, (Notice("danger", _("Nothing was changed"), str(refusal)),)
        )
        return own(here, page, status=HTTPStatus.CONFLICT)
    response = see_other(here.at.basket())
    keep_cart(response, kept, session_id=session.id if session else None)
    return response


def _shared_of(key: str, here: Here) -> SharedCart:
    """:raises UnknownSharedCart: unless the key is one of ours, of this market."""
    text, _, token = key.partition(".")
    try:
        id = UUID(text)
    except ValueError:
        raise UnknownSharedCart from None
    if str(id) != text or not token_opens("shared-cart", id, token):
        raise UnknownSharedCart
    found = shared_cart(id, now=here.now)
    if found.market != here.market.code:
        raise UnknownSharedCart
    return found
