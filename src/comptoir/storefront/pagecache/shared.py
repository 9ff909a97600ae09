"""Which pages are shared, and what is personal on them."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import override

from comptoir.storefront.addresses import Addresses
from comptoir.storefront.carts import pieces_of
from comptoir.storefront.consents import agreed_to
from comptoir.storefront.fragments import ACCOUNT_LINK, CART_BADGE, CONSENT, account_link, cart_badge
from comptoir.storefront.sessions import COOKIE as SESSION_COOKIE

_MARK = "_is_shared_page"


def shared_page[V: Callable[..., HttpResponseBase]](view: V) -> V:
    """Marks a view whose pages are the same for everybody: it sees no cookie, no language preference, nobody."""
    setattr(view, _MARK, True)
    return view


@lru_cache(maxsize=4096)
def is_shared(path: str) -> bool:
    """Whether the view behind a path is a shared page."""
    try:
        return bool(getattr(resolve(path).func, _MARK, False))
    except Resolver404:
        return False


def personal_fragments(place_of: Callable[[str], Addresses]) -> Callable[[dict[str, Any]], Mapping[str, str]]:
    """The fragments of whoever sent the request. ``place_of`` gives the addresses for a page's path.

    Whether somebody is signed in is not proven here: the link is the same for all who are, and leads to who asks.
    """

    def tell(environ: dict[str, Any]) -> Mapping[str, str]:
        request, place = WSGIRequest(environ), place_of(environ["PATH_INFO"])
        try:
            count, agreed = pieces_of(request), agreed_to(request)
        finally:
            connection.close()  # back to the pool: no request of Django's ends here
        fragments = {} if agreed is None else {CONSENT: agreed}
        with override(place.language):
            if count:
                fragments[CART_BADGE] = cart_badge(count=count, href=place.basket())
            if SESSION_COOKIE in request.COOKIES:
                fragments[ACCOUNT_LINK] = account_link(href=place.my_account())
        return fragments

    return tell
