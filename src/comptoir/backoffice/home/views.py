"""The first page, the search over everything, and what each person prefers."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from comptoir.backoffice.desk import MARKET_KEY, MENU_COOKIE, THEME_COOKIE, THEMES, Desk, desk
from comptoir.backoffice.home.reading import home_page
from comptoir.backoffice.home.searching import search_page

_LONG = timedelta(days=365)


@require_GET
@desk("home")
def home(at: Desk) -> HttpResponse:
    return at.show(home_page(at))


@require_GET
@desk("search")
def search(at: Desk) -> HttpResponse:
    return at.show(search_page(at, at.asked("q")))


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Light or dark, language, folded menu, market. Cookies of this browser; the market is kept with the session."""
    response = redirect(_safe(request, request.POST.get("next", "")))
    theme, language, menu = (request.POST.get(name) for name in ("theme", "language", "menu"))
    if theme is not None:
        _keep(response, THEME_COOKIE, theme if theme in THEMES else "")
    if language in {code for code, _name in settings.LANGUAGES}:
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    if menu is not None:
        _keep(response, MENU_COOKIE, "narrow" if menu == "narrow" else "")
    if request.user.is_authenticated and (market := request.POST.get("market")):
        request.session[MARKET_KEY] = market  # the desk takes it only if it is open to them
    return response


def _keep(response: HttpResponseRedirect, name: str, value: str) -> None:
    if not value:
        response.delete_cookie(name, samesite="Lax")
        return
    response.set_cookie(
        name, value, max_age=_LONG, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def _safe(request: HttpRequest, address: str) -> str:
    """Back to where they were, if that is here."""
    here = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if here else "backoffice:home"
