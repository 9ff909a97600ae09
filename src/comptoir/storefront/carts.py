"""The basket's cookie: its id and the token that opens it. Nothing else is remembered about a visitor."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from comptoir.domains.accounts.values import BUYER
from comptoir.domains.cart.queries import pieces_in
from comptoir.domains.cart.values import CartId
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind, token_for, token_opens

COOKIE = "comptoir_cart"
_KEPT_SECONDS = 30 * 24 * 3600


def cart_of(request: HttpRequest) -> CartId | None:
    """The basket whose token the visitor's cookie holds. A broken or foreign cookie is as good as none."""
    return opened("cart", request.COOKIES.get(COOKIE, ""))  # type: ignore[return-value]  # a cart's id is a UUID


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


def keep_cart(response: HttpResponse, cart_id: CartId) -> None:
    response.set_cookie(
        COOKIE,
        key_of("cart", cart_id),
        max_age=_KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.BASE_URL.startswith("https://"),
    )


def buyer(id: object = "", kind: str = "cart") -> Actor:
    """Whoever holds the token of that cart or order; without an id, anybody at all."""
    return Actor(ActorKind.GUEST, str(id), kind, BUYER, ALL_MARKETS)


def pieces_of(request: HttpRequest) -> int:
    """How many pieces the visitor's basket holds; no statement without a cookie."""
    cart_id = cart_of(request)
    return pieces_in(cart_id) if cart_id else 0
