"""Pages about what went wrong, in the shop's own design."""

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.domains.content.queries import redirect_from
from comptoir.domains.markets.errors import NotSetUp
from comptoir.domains.markets.queries import default_market
from comptoir.domains.orders.errors import OrderLinkReplaced, UnknownOrder
from comptoir.kernel.errors import BusinessError, NotFound
from comptoir.kernel.requests import Request
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.leading import to_categories
from comptoir.storefront.here import Here, here_at
from comptoir.storefront.languages import best_language
from comptoir.storefront.pages.content import ErrorPage
from comptoir.storefront.pages.parts import Link
from comptoir.storefront.refusals import status_of, words_of
from comptoir.storefront.respond import moved, own, see_other

SET_UP = "/back-office/"


def not_set_up() -> HttpResponse:
    """There is no shop yet: whoever comes first is the merchant."""
    return see_other(SET_UP)


def refused(request: Request, error: BusinessError, here: Here | None) -> HttpResponse:
    """The page about what the business refused. Without a place, the first market in the visitor's language."""
    if isinstance(error, NotFound) and (target := _led_elsewhere(request)):
        return moved(target)
    if here is None:
        here = _anywhere(request)
    with translation.override(here.language):
        title, text = words_of(error)
        missing = isinstance(error, NotFound) and not isinstance(error, UnknownOrder | OrderLinkReplaced)
        response = own(
            here,
            ErrorPage(
                head=page_head(here, title, Addresses.home, indexed=False),
                status=status_of(error),
                title=title,
                text=text,
                primary=Link(_("Back to the home page"), here.at.home()),
                secondary=Link(_("All categories"), here.at.categories()) if missing else None,
                search=here.at.search() if missing else "",
                links=to_categories(here.at) if missing else (),
            ),
            status=status_of(error),
        )
    if "retry_after" in error.facts:
        response["Retry-After"] = str(error.facts["retry_after"])
    return response


def _led_elsewhere(request: Request) -> str:
    """Where the merchant has an address lead at which there is nothing of ours; "" for all others."""
    if request.method not in ("GET", "HEAD"):
        return ""
    target, query = redirect_from(request.path_info.rstrip("/") or "/"), request.META.get("QUERY_STRING", "")
    # What an advertisement has added to the old address still belongs to the visit.
    return f"{target}?{query}" if target and query and "?" not in target and "#" not in target else target


def _anywhere(request: Request) -> Here:
    first = default_market()
    language = best_language(request, first)
    return Here(first, language, Addresses(language), request.now)


def nothing_here(request: Request, **captured: str) -> HttpResponse:
    """Any address that is nobody's, in the language of its first part where that is one."""
    first, second, *_rest = [*request.path.strip("/").split("/"), "", ""]
    for segment, language in (("", first), (first, second)):
        try:
            return refused(request, NotFound(), here_at(segment=segment, language=language, now=request.now))
        except NotFound:
            continue
        except NotSetUp:
            return not_set_up()
    return refused(request, NotFound(), None)
