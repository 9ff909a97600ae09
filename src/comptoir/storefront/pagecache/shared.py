"""Which pages are shared, and what is personal on them."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpResponseBase
from django.urls import Resolver404, resolve

from comptoir.storefront.carts import pieces_of
from comptoir.storefront.fragments import CART_BADGE, cart_badge

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


def personal_fragments(basket_of: Callable[[str], str]) -> Callable[[dict[str, Any]], Mapping[str, str]]:
    """The fragments of whoever sent the request. ``basket_of`` gives the address of the basket for a page's path."""

    def tell(environ: dict[str, Any]) -> Mapping[str, str]:
        try:
            count = pieces_of(WSGIRequest(environ))
        finally:
            connection.close()  # back to the pool: no request of Django's ends here
        if not count:
            return {}
        return {CART_BADGE: cart_badge(count=count, href=basket_of(environ["PATH_INFO"]))}

    return tell
