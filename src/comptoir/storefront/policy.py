"""The content security policy of pages on the way to a payment provider, and of those that services may run on.

Browsers apply ``form-action`` also to where the answer to a form leads, so the page that sends the order must name the
provider's pages; and a provider's card fields are frames and a script of its own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from comptoir.domains.payments.queries import offered_methods
from comptoir.domains.visitors.queries import services

_STRIPE_PAGES = ("https://*.stripe.com",)


def allow_providers(response: HttpResponse, market: str, *, fields: bool = False) -> HttpResponse:
    """Let the page's forms lead to the providers of the market; with ``fields``, let Stripe's script fill in a card."""
    kinds = {method.provider for method in offered_methods(market)}
    policy = _usual()
    # The settings name the bank simulator already, by the address that browsers know it by.
    policy["form-action"] = [*policy["form-action"], *(_STRIPE_PAGES if "stripe" in kinds else ())]
    if fields:
        for directive in ("script-src", "frame-src", "connect-src"):
            policy[directive] = [*policy.get(directive, [CSP.SELF]), *_stripe()]
    return _under(policy, response)


def allow_services(response: HttpResponse) -> None:
    """Let what visitors may agree to run on this page: of those who did not, the page names none of it."""
    asked = services().services
    if not asked:
        return
    policy = _usual()
    policy["script-src"] = [*policy["script-src"], *_each_once(one.script_origin for one in asked)]
    for directive in ("connect-src", "img-src", "frame-src"):
        reached = (origin for one in asked for origin in (one.script_origin, *one.origins))
        policy[directive] = [*policy.get(directive, [CSP.SELF]), *_each_once(reached)]
    _under(policy, response)


def _usual() -> dict[str, list[str]]:
    usual = cast(Mapping[str, Sequence[str]], settings.SECURE_CSP)
    return {name: list(sources) for name, sources in usual.items()}


def _under(policy: Mapping[str, Sequence[str]], response: HttpResponse) -> HttpResponse:
    answered: Callable[[HttpRequest], HttpResponse] = csp_override(policy)(lambda request: response)
    return answered(HttpRequest())


def as_preview(response: HttpResponseBase) -> HttpResponseBase:
    """For those who have the link: the desk may show it in a frame, nobody keeps it, no search engine reads it."""
    usual = cast(Mapping[str, Sequence[str]], settings.SECURE_CSP)
    policy = {name: list(sources) for name, sources in usual.items()} | {"frame-ancestors": [CSP.SELF]}
    framed: Callable[[HttpRequest], HttpResponseBase] = csp_override(policy)(lambda request: response)
    framed(HttpRequest())
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _each_once(origins: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(origins))


def _stripe() -> list[str]:
    return list(dict.fromkeys([_origin(settings.STRIPE_JS_BASE), _origin(settings.STRIPE_API_BASE), *_STRIPE_PAGES]))


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
