"""The best language for whoever comes without saying so in the address."""

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from comptoir.domains.markets.values import Market

_ENOUGH = 500


def best_language(request: HttpRequest, market: Market) -> str:
    """The first of the browser's languages that the market speaks, else the market's own."""
    header = request.headers.get("Accept-Language", "").lower()[:_ENOUGH]
    wanted = (name.split("-")[0] for name, _ in parse_accept_lang_header(header))
    return next((name for name in wanted if name in market.languages), market.default_language)
