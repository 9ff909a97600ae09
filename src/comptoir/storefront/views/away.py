"""Pages that stand when nothing else does: a fault of ours, the database away, the shop closed for a while.

They ask nothing of the database, in the language that the address speaks, else the browser's, else the shop's.
"""

import sys
from http import HTTPStatus

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from comptoir.storefront.addresses import WORDS
from comptoir.storefront.assets import asset
from comptoir.storefront.engine import render
from comptoir.storefront.known import last

_AGAIN_SECONDS = 5


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours; or the database restarts, which passes: then the browser is told to come again."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return database_away(request)
    reference = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    with translation.override(_language(request.path, request.headers.get("Accept-Language", ""))):
        html = _page(
            _("Something went wrong on our side"),
            _(
                "It is not your fault. Your basket is untouched and nothing was charged twice. Please try again in a "
                "minute."
            ),
            reference=reference,
        )
    return _answer(html, HTTPStatus.INTERNAL_SERVER_ERROR)


def database_away(request: HttpRequest) -> HttpResponse:
    """Nothing was done, and soon it can be."""
    with translation.override(_language(request.path, request.headers.get("Accept-Language", ""))):
        html = _page(
            _("We will be right back"),
            _("The shop is restarting. Your basket is untouched and nothing was lost; try again in a few seconds."),
            again=_AGAIN_SECONDS,
            passes=True,
        )
    response = _answer(html, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(_AGAIN_SECONDS)
    return response


def closed_page(path: str, accepted: str) -> str:
    """The shop is closed for a while, on purpose."""
    with translation.override(_language(path, accepted)):
        return _page(
            _("We are closed for a moment"),
            _(
                "We are working on the shop and will open again shortly. Orders already placed are on their way as "
                "promised."
            ),
            passes=True,
        )


def _page(title: str, text: str, *, reference: str = "", again: int = 0, passes: bool = False) -> str:
    """``passes``: every page is away, and none but this one is to be tried again."""
    return render(
        "storefront/fault.html",
        {
            "language": translation.get_language() or "en",
            "theme": last.theme,
            "shop": last.shop_name,
            "title": title,
            "text": text,
            "reference": reference,
            "ways": last.ways,
            "again": again,
            "passes": passes,
            # A merchant's own sheet may be out of reach as well: then that of the first preset is there below it.
            "stylesheets": tuple(filter(None, dict.fromkeys((asset("storefront/storefront.css"), last.stylesheet)))),
        },
    )


def _answer(html: str, status: HTTPStatus) -> HttpResponse:
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _language(path: str, accepted: str) -> str:
    spoken = [part for part in path.split("/")[1:3] if part in WORDS]
    wanted = (name.split("-")[0] for name, _quality in parse_accept_lang_header(accepted.lower()[:500]))
    return next(iter(spoken), next((name for name in wanted if name in WORDS), settings.LANGUAGE_CODE))
