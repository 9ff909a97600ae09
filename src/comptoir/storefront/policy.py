"""The content security policy of pages on the way to a payment provider.

Browsers apply ``form-action`` also to where the answer to a form leads, so the page that sends the order must name the
provider's pages; and a provider's card fields are frames and a script of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from comptoir.domains.payments.queries import offered_methods

_STRIPE_PAGES = ("https://*.stripe.com",)


def allow_providers(response: HttpResponse, market: str, *, fields: bool = False) -> HttpResponse:
    """Let the page's forms lead to the providers of the market; with ``fields``, let Stripe's script fill in a card."""
    kinds = {method.provider for method in offered_methods(market)}
    usual = cast(Mapping[str, Sequence[str]], settings.SECURE_CSP)
    policy = {name: list(sources) for name, sources in usual.items()}
    # The settings name the bank simulator already, by the address that browsers know it by.
    policy["form-action"] = [*policy["form-action"], *(_STRIPE_PAGES if "stripe" in kinds else ())]
    if fields:
        for directive in ("script-src", "frame-src", "connect-src"):
            policy[directive] = [*policy.get(directive, [CSP.SELF]), *_stripe()]
    answered: Callable[[HttpRequest], HttpResponse] = csp_override(policy)(lambda request: response)
    return answered(HttpRequest())


def as_preview(response: HttpResponse) -> HttpResponse:
    """For those who have the link: the desk may show it in a frame, nobody keeps it, no search engine reads it."""
    usual = cast(Mapping[str, Sequence[str]], settings.SECURE_CSP)
    policy = {name: list(sources) for name, sources in usual.items()} | {"frame-ancestors": [CSP.SELF]}
    framed: Callable[[HttpRequest], HttpResponse] = csp_override(policy)(lambda request: response)
    framed(HttpRequest())
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _stripe() -> list[str]:
    return list(dict.fromkeys([_origin(settings.STRIPE_JS_BASE), _origin(settings.STRIPE_API_BASE), *_STRIPE_PAGES]))


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
