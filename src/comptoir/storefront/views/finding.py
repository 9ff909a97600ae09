"""For search engines: what they may visit, and where everything lies."""

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from comptoir.domains.markets.errors import NotSetUp
from comptoir.kernel.errors import NotFound
from comptoir.kernel.requests import Request
from comptoir.storefront.addresses import WORDS
from comptoir.storefront.assemble.finding import all_sitemaps, listed_goods, listed_pages, place_of, start_of
from comptoir.storefront.here import Here, here_at
from comptoir.storefront.sitemaps import index, url_set
from comptoir.storefront.views.refused import not_set_up, nothing_here
from comptoir.storefront.whole import absolute

_PERSONAL = ("basket", "checkout", "payment", "confirmation", "tracking", "search")
_KEPT = "public, max-age=3600"


@require_safe
def robots(request: Request) -> HttpResponse:
    """What is personal or endless is left alone. That hides nothing: what must stay unknown is behind a key."""
    closed = [f"/{language}/{words[place]}" for language, words in WORDS.items() for place in _PERSONAL]
    below = [f"/*{path}" for path in closed]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in ("/back-office/", "/api/", *closed, *below))]
    text = "\n".join((*lines, "", f"Sitemap: {absolute('/sitemap.xml')}", ""))
    return _kept(HttpResponse(text, content_type="text/plain; charset=utf-8"))


@require_safe
def sitemap(request: Request) -> HttpResponseBase:
    try:
        return _streamed(index(tuple(all_sitemaps())))
    except NotSetUp:
        return not_set_up()


@require_safe
def pages_listed(request: Request, market: str, language: str) -> HttpResponseBase:
    try:
        return _streamed(url_set(listed_pages(_here(request, market, language))))
    except NotFound:
        return nothing_here(request)


@require_safe
def goods_listed(request: Request, market: str, language: str, start: str) -> HttpResponseBase:
    try:
        after = start_of(start)
        return _streamed(url_set(listed_goods(_here(request, market, language), after)))
    except (NotFound, ValueError):
        return nothing_here(request)


def _here(request: Request, market: str, language: str) -> Here:
    """:raises NotFound: for a market that does not sell, or does not speak the language."""
    segment, spoken = place_of(market, language)
    return here_at(segment=segment, language=spoken, now=request.now)


def _streamed(pieces: Iterator[str]) -> HttpResponseBase:
    """Sent as it is read: a file of 50,000 addresses is never in memory."""
    return _kept(StreamingHttpResponse(pieces, content_type="application/xml; charset=utf-8"))


def _kept[R: HttpResponseBase](response: R) -> R:
    response["Cache-Control"] = _KEPT
    return response
