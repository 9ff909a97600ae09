"""The cookie of whoever is signed in: the session's id and its secret. Shared pages only look whether it is there."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from comptoir.domains.accounts.values import BUYER
from comptoir.domains.customers.queries import session_of
from comptoir.domains.customers.values import NewSession, RelyingParty, Session
from comptoir.domains.markets.queries import merchant
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind
from comptoir.kernel.requests import Request
from comptoir.storefront.origin import shop_host

COOKIE = "comptoir_buyer"
KEPT = timedelta(days=90)
_FOUND = "_comptoir_session"


def signed_in(request: Request) -> Session | None:
    """Who is signed in; no statement without a cookie, one at most with it."""
    if not hasattr(request, _FOUND):
        setattr(request, _FOUND, _found(request))
    found: Session | None = getattr(request, _FOUND)
    return found


def _found(request: Request) -> Session | None:
    id, _, secret = request.COOKIES.get(COOKIE, "").partition(".")
    try:
        session_id = UUID(id)
    except ValueError:
        return None
    return session_of(session_id, secret, now=request.now)


def session_id_in(request: HttpRequest) -> str:
    """What the cookie says, unproven; "" without one."""
    return request.COOKIES.get(COOKIE, "").partition(".")[0]


def keep_session(response: HttpResponse, session: NewSession) -> None:
    response.set_cookie(
        COOKIE,
        f"{session.id}.{session.secret}",
        max_age=int(KEPT.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.BASE_URL.startswith("https://"),
    )


def owner(session: Session) -> Actor:
    """Whoever is signed in, at work in their own account."""
    return Actor(ActorKind.GUEST, str(session.login_id), "account", BUYER, ALL_MARKETS)


def relying_party() -> RelyingParty:
    """For whom passkeys are made and asked."""
    return RelyingParty(shop_host(settings.BASE_URL), merchant().name)
