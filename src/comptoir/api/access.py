"""Who is calling: whoever holds the token of a cart or an order, or a machine with an API key."""

from uuid import UUID

from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from comptoir.domains.accounts.queries import actor_of_key
from comptoir.domains.accounts.values import BUYER, KEY_MARK
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind, token_opens
from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request

CARTS = Limit("api.carts", burst=60, per_minute=60)
ORDERS = Limit("api.orders", burst=20, per_minute=10)
LOOK_UPS = Limit("api.look_ups", burst=300, per_minute=300)


class Bearer(HttpBearer):
    """Keeps the token for the handler, which knows what it must open."""

    def authenticate(self, request: HttpRequest, token: str) -> str:
        return token


BEARER = Bearer()


def guest_of(request: HttpRequest, kind: str, id: UUID) -> Actor:
    """The buyer who holds the token of that cart or order.

    The same refusal for a foreign token and for an id that does not exist: nobody learns which ids do.

    :raises AuthenticationError: when the token does not open it.
    """
    token = getattr(request, "auth", None)
    if not token_opens(kind, id, token):
        raise AuthenticationError
    return Actor(ActorKind.GUEST, str(id), kind, BUYER, ALL_MARKETS)


def guest_or_key(request: HttpRequest, kind: str, id: UUID) -> Actor:
    """The buyer who holds the token, or the machine with an API key."""
    token = str(getattr(request, "auth", ""))
    if token.startswith(f"{KEY_MARK}_"):
        return key_of(request)
    return guest_of(request, kind, id)


def key_of(request: Request | HttpRequest) -> Actor:
    """The machine with an API key; what it may do is checked by the action.

    :raises AuthenticationError: when the key is unknown or revoked.
    """
    token = str(getattr(request, "auth", ""))
    if not token.startswith(f"{KEY_MARK}_"):
        raise AuthenticationError
    return actor_of_key(token, now=request.now)  # type: ignore[union-attr]  # set by the edge


def opener() -> Actor:
    """Anybody at all, to open a cart."""
    return Actor(ActorKind.GUEST, "", "cart", BUYER, ALL_MARKETS)
