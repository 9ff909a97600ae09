"""Who is calling: whoever holds the token of a cart or an order, or a machine with an API key."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from comptoir.domains.accounts.errors import BadKey
from comptoir.domains.accounts.queries import actor_of_key
from comptoir.domains.accounts.values import BUYER, KEY_MARK
from comptoir.domains.orders.queries import signed_of
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind, token_opens
from comptoir.kernel.errors import NotFound
from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request

CARTS = Limit("api.carts", burst=60, per_minute=60)
ORDERS = Limit("api.orders", burst=20, per_minute=10)
LOOK_UPS = Limit("api.look_ups", burst=300, per_minute=300)


class GuestToken(HttpBearer):
    """The token of the cart or order in the path; ``request.auth`` is then the buyer who holds it.

    The same refusal for a foreign token and for an id that does not exist: nobody learns which ids do.
    """

    def __init__(self, kind: str, *, signed: Callable[[Any], str] = str, or_key: bool = False) -> None:
        """``signed`` is what the token of that id is a signature of."""
        super().__init__()
        self._kind, self._signed = kind, signed
        self._or_key = or_key

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        if self._or_key and token.startswith(f"{KEY_MARK}_"):
            return ApiKey().authenticate(request, token)
        match = request.resolver_match
        id = match.kwargs[f"{self._kind}_id"] if match else None
        if not id or not self._opened_by(token, id):
            return None
        return Actor(ActorKind.GUEST, str(id), self._kind, BUYER, ALL_MARKETS)

    def _opened_by(self, token: str, id: Any) -> bool:
        try:
            return token_opens(self._kind, self._signed(id), token)
        except NotFound:
            return False


class ApiKey(HttpBearer):
    """A machine's key; ``request.auth`` is then the machine, whose rights the action checks."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        try:
            return actor_of_key(token, now=cast(Request, request).now)
        except BadKey:
            return None


def caller(request: HttpRequest) -> Actor:
    """Whoever was let in."""
    return cast(Actor, request.auth)  # type: ignore[attr-defined]  # set by the framework


def opener() -> Actor:
    """Anybody at all, to open a cart."""
    return Actor(ActorKind.GUEST, "", "cart", BUYER, ALL_MARKETS)


CART = GuestToken("cart")
ORDER = GuestToken("order", signed=signed_of)
ORDER_OR_KEY = GuestToken("order", signed=signed_of, or_key=True)
KEY = ApiKey()
