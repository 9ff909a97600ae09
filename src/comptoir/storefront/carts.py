"""The cookies of the basket and the wish list: an id and the token that opens it, nothing about the visitor."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from comptoir.domains.accounts.values import BUYER
from comptoir.domains.cart.queries import pieces_in
from comptoir.domains.cart.values import CartId, WishListId
from comptoir.domains.customers.values import SessionId
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind, token_for, token_opens
from comptoir.kernel.requests import Request
from comptoir.storefront.sessions import session_id_in, signed_in

COOKIE = "comptoir_cart"
_SAVED = "saved-cart"
ALERT = "alert"
"""What the token of a letter about a sold-out article is for."""
KEPT = timedelta(days=30)


def cart_of(request: Request) -> CartId | None:
    """The basket whose token the visitor's cookie holds. A broken or foreign cookie is as good as none, and so is that
    of a saved basket once they are signed out, here or from elsewhere."""
    key = request.COOKIES.get(COOKIE, "")
    found = opened("cart", key)
    if found is None and (found := _saved(request, key)) is not None and signed_in(request) is None:
        return None
    return found  # type: ignore[return-value]  # a cart's id is a UUID


def _saved(request: HttpRequest, key: str) -> UUID | None:
    """A saved basket's id, when the token was given to the session of the other cookie."""
    text, _, token = key.partition(".")
    try:
        id = UUID(text)
    except ValueError:
        return None
    return id if token_opens(_SAVED, f"{id}:{session_id_in(request)}", token) else None


def opened(kind: str, key: str) -> UUID | None:
    """The id in ``<id>.<token>``, when the token opens it."""
    text, _, token = key.partition(".")
    try:
        id = UUID(text)
    except ValueError:
        return None
    return id if str(id) == text and token_opens(kind, id, token) else None


def key_of(kind: str, id: object) -> str:
    """``<id>.<token>``: what opens a cart or an order, in a cookie or an address."""
    return f"{id}.{token_for(kind, id)}"


def keep_cart(response: HttpResponse, cart_id: CartId, *, session_id: SessionId | None = None) -> None:
    """``session_id``: it is saved with an account, and opens as long as that browser is signed in."""
    saved = session_id and f"{cart_id}.{token_for(_SAVED, f'{cart_id}:{session_id}')}"
    response.set_cookie(
        COOKIE,
        saved or key_of("cart", cart_id),
        max_age=int(KEPT.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.BASE_URL.startswith("https://"),
    )


WISHES_COOKIE = "comptoir_wishes"
_WISHES, SHARED_WISHES = "wishes", "shared wishes"
WISHES_KEPT = timedelta(days=365)


def wishes_of(request: HttpRequest) -> WishListId | None:
    """The wish list whose token the visitor's cookie holds."""
    return opened(_WISHES, request.COOKIES.get(WISHES_COOKIE, ""))  # type: ignore[return-value]  # a UUID


def keep_wishes(response: HttpResponse, wish_list_id: WishListId) -> None:
    """Set only once somebody has put something on a list: what they asked to be kept needs no other consent."""
    response.set_cookie(
        WISHES_COOKIE,
        key_of(_WISHES, wish_list_id),
        max_age=int(WISHES_KEPT.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.BASE_URL.startswith("https://"),
    )


def buyer(id: object = "", kind: str = "cart") -> Actor:
    """Whoever holds the token of that cart or order; without an id, anybody at all."""
    return Actor(ActorKind.GUEST, str(id), kind, BUYER, ALL_MARKETS)


def pieces_of(request: HttpRequest) -> int:
    """How many pieces the visitor's basket holds; no statement without a cookie."""
    key = request.COOKIES.get(COOKIE, "")
    cart_id = opened("cart", key) or _saved(request, key)
    return pieces_in(cart_id) if cart_id else 0
