"""What a request asks for besides its path: a market, a language, a page to come back to."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import activate
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

from comptoir.domains.markets.errors import UnknownMarket
from comptoir.domains.markets.queries import default_market, market, selling_market
from comptoir.domains.markets.values import Market
from comptoir.kernel.errors import Invalid


class ForeignReturn(Invalid):
    """A page to come back to that is not the shop's nor one of the origins that the settings name."""

    code = "request.foreign_return_url"
    message = _("The return page must be one of this shop, or of an origin that its settings allow.")


def asked_market(code: str) -> Market:
    """The market that is named, in small letters or capitals, else the first one.

    :raises UnknownMarket: when there is none of that code, or it sells no more.
    """
    return _named(selling_market, code) if code else default_market()


def asked_scope(code: str) -> str | None:
    """The code of the market that is named, whether it still sells or not; None for all of them.

    :raises UnknownMarket: when there is none of that code.
    """
    return _named(market, code).code if code else None


def _named(find: Callable[[str], Market], code: str) -> Market:
    try:
        return find(code.lower())
    except UnknownMarket as error:
        error.facts["field"] = "market"
        raise


def asked_language(request: HttpRequest, market: Market) -> str:
    """The best language of the market for whoever asks (Accept-Language); messages speak it from now on."""
    header = request.headers.get("Accept-Language", "")
    wanted = [name.split("-")[0] for name, _ in parse_accept_lang_header(header.lower()[:500])]
    language = next((name for name in wanted if name in market.languages), market.default_language)
    activate(language)
    return language


def allowed_return(url: str) -> str:
    """The page a buyer comes back to from a provider; nobody is sent to a stranger's page.

    :raises ForeignReturn: for any other origin.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # such as a bracket that is never closed
        raise ForeignReturn(field="payment.return_url") from None
    if f"{parts.scheme}://{parts.netloc}" not in {settings.BASE_URL, *settings.CORS_ALLOWED_ORIGINS}:
        raise ForeignReturn(field="payment.return_url")
    return url
