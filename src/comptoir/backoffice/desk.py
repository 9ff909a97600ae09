"""The door of every screen: who is there, may they come in, in which market and language do they work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from comptoir.backoffice.menu import menu_for
from comptoir.backoffice.parts import Screen, Words
from comptoir.backoffice.refusals import sentence
from comptoir.backoffice.shell import MarketChoice, Shell
from comptoir.backoffice.waiting import waiting_by_area
from comptoir.domains.accounts.errors import UnknownUser
from comptoir.domains.accounts.queries import actor_of_user
from comptoir.domains.accounts.values import UserId
from comptoir.domains.markets.queries import market_settings
from comptoir.domains.markets.values import Market, MarketSettings
from comptoir.kernel.access import ALL_MARKETS, Actor, Permission
from comptoir.kernel.errors import BusinessError, Forbidden, NotFound
from comptoir.kernel.paging import BadCursor
from comptoir.kernel.requests import Request

MARKET_KEY = "backoffice.market"
THEME_COOKIE, MENU_COOKIE = "comptoir_theme", "comptoir_menu"
THEMES = ("light", "dark")

type View[**P] = Callable[Concatenate["Desk", P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Desk:
    """One request at the desk. ``market`` is the one chosen in the top bar."""

    request: Request
    actor: Actor
    area: str
    settings: MarketSettings
    market: Market

    @property
    def now(self) -> datetime:
        return self.request.now

    @property
    def languages(self) -> tuple[str, ...]:
        """In which texts are written: those of the market, its first one first."""
        first = self.market.default_language
        return (first, *(code for code in self.market.languages if code != first))

    @property
    def language(self) -> str:
        """In which the screen is read."""
        return (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]

    def asked(self, name: str) -> str:
        """A value of the address, or ""."""
        return self.request.GET.get(name, "").strip()

    def market_name(self, code: str) -> str:
        return next((market.name for market in self.settings.markets if market.code == code), code)

    def can(self, permission: Permission) -> bool:
        return self.actor.can(permission, market=self.market.code)

    def show(self, screen: Screen, *, status: int = 200) -> HttpResponse:
        """The page. With 422 after a form that was not taken, so that no browser keeps it as a page."""
        values = {"screen": screen, "shell": self.shell()}
        return HttpResponse(get_template(screen.TEMPLATE).render(values, self.request), status=status)

    def shell(self) -> Shell:
        """The frame around the page."""
        return shell_at(self)

    def said(self, words: Words) -> None:
        """Told on the next page."""
        messages.success(self.request, str(words))

    def refused(self, error: BusinessError) -> None:
        """Told at the top of the page that is shown next."""
        messages.error(self.request, sentence(error))

    def to(self, name: str, *args: object, **query: str) -> HttpResponse:
        """On to another page of the back office."""
        address = reverse(f"backoffice:{name}", args=args)
        return redirect(f"{address}?{urlencode(query)}" if query else address)


def desk[**P](
    area: str, permission: Permission | None = None
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Makes a view of the back office: signed-in staff only, with the permission named, in the market they work in."""

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def enter(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            entered = _enter(cast(Request, request), area)
            if not isinstance(entered, Desk):
                return entered
            with translation.override(language_of(request)), timezone.override(entered.market.time_zone):
                return _answer(view, entered, permission, args, kwargs)

        return enter

    return decorate


def _answer(view: View[Any], at: Desk, permission: Permission | None, args: Any, kwargs: Any) -> HttpResponseBase:
    try:
        if permission is not None:
            at.actor.must(permission)
        response = view(at, *args, **kwargs)
    except BadCursor:
        return redirect(at.request.path)
    except NotFound as error:
        return _refused(at, _("Not found"), str(error), icon="search", status=404)
    except Forbidden as error:
        return _refused(at, _("Access denied"), _ask_an_owner(error), icon="lock", status=403)
    except BusinessError as error:
        # A step without a form: told at the top of the page they came from.
        at.refused(error)
        return redirect(_page_before(at.request))
    response["Cache-Control"] = "private, no-store"
    return response


def _page_before(request: Request) -> str:
    before = request.headers.get("Referer", "")
    here = url_has_allowed_host_and_scheme(
        before, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return before if here else reverse("backoffice:home")


def _ask_an_owner(error: Forbidden) -> str:
    return _("Your roles do not include this right (%(permission)s). An owner can grant it in Settings, Staff.") % {
        "permission": error.facts.get("permission", str(error))
    }


def _refused(at: Desk, title: str, words: str, *, icon: str, status: int) -> HttpResponse:
    screen = Refused(title=title, extra={"icon": icon, "words": words})
    return at.show(screen, status=status)


class Refused(Screen):
    """Why a page is not shown."""

    TEMPLATE = "backoffice/refused.html"


def _enter(request: Request, area: str) -> Desk | HttpResponse:
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
    try:
        actor = actor_of_user(UserId(request.user.pk))
    except UnknownUser:
        # The account was closed while they were signed in.
        logout(request)
        return redirect("account_login")
    known = market_settings()
    if known.awaits_set_up:
        return redirect("backoffice:set-up")
    return Desk(request, actor, area, known, _market_of(request, actor, known))


def _market_of(request: HttpRequest, actor: Actor, known: MarketSettings) -> Market:
    """The market chosen before, or else the first they may work in."""
    open_to = markets_of(actor, known)
    wanted = request.session.get(MARKET_KEY) or (known.merchant.default_market if known.merchant else "")
    return next((market for market in open_to if market.code == wanted), (open_to or known.markets)[0])


def markets_of(actor: Actor, known: MarketSettings) -> tuple[Market, ...]:
    return tuple(one for one in known.markets if actor.markets is ALL_MARKETS or one.code in actor.markets)


def language_of(request: HttpRequest) -> str:
    """What they chose here, else what their account says, else what their browser asks for."""
    spoken = {code for code, _name in settings.LANGUAGES}
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in spoken:
        return chosen
    own = getattr(request.user, "language", "")
    return own if own in spoken else translation.get_language_from_request(request).split("-")[0]


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def shell_at(at: Desk) -> Shell:
    """The frame around the page."""
    user = at.request.user
    return Shell(
        merchant=at.settings.merchant.name if at.settings.merchant else "Comptoir",
        now=at.now,
        user_name=getattr(user, "name", "") or user.get_username(),
        user_email=user.get_username(),
        menu=menu_for(at.actor, current=at.area, counts=waiting_by_area(at.actor, at.market.code)),
        markets=tuple(
            MarketChoice(code=one.code, name=one.name, currency=one.currency, current=one.code == at.market.code)
            for one in markets_of(at.actor, at.settings)
        ),
        languages=tuple(settings.LANGUAGES),
        theme=theme_of(at.request),
        narrow=at.request.COOKIES.get(MENU_COOKIE) == "narrow",
        storefront_href="/",
        path=at.request.get_full_path(),
        query=at.asked("q") if at.area == "search" else "",
    )


def entrance_shell(request: Request) -> Shell:
    """The frame of a page before the desk: whose shop it is, and nothing else."""
    merchant = market_settings().merchant
    return Shell(
        merchant=merchant.name if merchant else "Comptoir",
        now=request.now,
        language=language_of(request),
        languages=tuple(settings.LANGUAGES),
        theme=theme_of(request),
        path=request.get_full_path(),
    )
