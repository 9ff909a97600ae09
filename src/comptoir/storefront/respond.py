"""From a page to an answer: shared by everybody, or somebody's own.

A shared answer is the same, byte for byte, for every visitor without a basket. It carries

* ``surrogate_keys``: what it was made of (``surrogates.py``);
* ``shared_content``: the bytes to keep, without anybody's basket in them.

A page cache in front of this keeps ``shared_content`` and calls ``join_own`` for visitors with a cookie of ours.
"""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseRedirectBase

from comptoir.storefront import sessions
from comptoir.storefront.assemble.chrome import frame_at
from comptoir.storefront.carts import COOKIE, pieces_of
from comptoir.storefront.consents import agreed_to
from comptoir.storefront.fragments import (
    ACCOUNT_LINK,
    CART_BADGE,
    CONSENT,
    account_link,
    cart_badge,
    join_fragments,
    without_consent,
)
from comptoir.storefront.frame import document
from comptoir.storefront.here import Here
from comptoir.storefront.pages.chrome import ChromeKind
from comptoir.storefront.pages.parts import Page
from comptoir.storefront.policy import allow_services

_SHARED = "public, max-age=0, must-revalidate"
_OWN = "private, no-store"


class SharedResponse(HttpResponse):
    """The same for everybody, until one of its keys changes."""

    surrogate_keys: tuple[str, ...] = ()
    shared_content: bytes = b""


def shared(here: Here, page: Page, *, keys: Sequence[str]) -> SharedResponse:
    """A page that is the same for everybody; in a preview it is nobody's to keep."""
    if here.previewed:
        return SharedResponse(_html(here, page, "shop"), headers={"Cache-Control": _OWN})
    response = SharedResponse(_html(here, page, "shop"))
    response["Cache-Control"] = _SHARED
    response["Content-Language"] = here.language
    response.surrogate_keys = tuple(dict.fromkeys(keys))
    response.shared_content = response.content
    allow_services(response)
    return response


def own(
    here: Here, page: Page, *, status: int = HTTPStatus.OK, kind: ChromeKind = "shop", secret: bool = True
) -> HttpResponse:
    """A page that is for one visitor alone, and is kept nowhere. Where it is no ``secret``, it may ask for consent and
    hold what was agreed to, as shared pages do."""
    html = _html(here, page, kind)
    response = HttpResponse(without_consent(html) if secret else html, status=status)
    if not secret:
        allow_services(response)
    response["Cache-Control"] = _OWN
    response["Content-Language"] = here.language
    return response


def _html(here: Here, page: Page, kind: ChromeKind) -> bytes:
    frame = frame_at(here, kind, themed=page.THEMED)
    query, current = getattr(page, "query", ""), getattr(page, "current", "")
    return document(page, frame=frame, query=query, current=current).encode()


def join_own(request: HttpRequest, response: HttpResponse, here: Here) -> None:
    """Put what is the visitor's own, basket, choice and the way to their account, into a page that has places for it.
    The active language must be the page's."""
    fragments: dict[str, str] = {}
    if COOKIE in request.COOKIES and b"<!--fragment:cart-badge-->" in response.content:
        fragments[CART_BADGE] = cart_badge(count=pieces_of(request), href=here.at.basket())
    if sessions.COOKIE in request.COOKIES and b"<!--fragment:account-link-->" in response.content:
        fragments[ACCOUNT_LINK] = account_link(href=here.at.my_account())
    if b"<!--fragment:consent-->" in response.content and (agreed := agreed_to(request)) is not None:
        fragments[CONSENT] = agreed
    if fragments:
        response.content = join_fragments(response.content, fragments)
        response["Cache-Control"] = _OWN


class SeeOther(HttpResponseRedirectBase):
    status_code = HTTPStatus.SEE_OTHER


def see_other(address: str) -> HttpResponse:
    """Go on by GET: after a form, so that reloading sends nothing twice."""
    response = SeeOther(address)
    response["Cache-Control"] = _OWN
    return response


def moved(address: str) -> HttpResponse:
    """The page lies elsewhere for good, or until the merchant takes the old address again: a browser that had kept both
    ways would go round and round, so it asks each time."""
    response = HttpResponsePermanentRedirect(address)
    response["Cache-Control"] = "no-cache"
    return response
