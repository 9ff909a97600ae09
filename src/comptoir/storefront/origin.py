"""Forms on shared pages carry no token, so their protection is where the request comes from.

A browser says so itself: ``Sec-Fetch-Site`` on every request (all engines since 2023), ``Origin`` on every form sent by
POST. A request with neither comes from no browser of these years, so from no victim's session.
"""

from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Forbidden

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignForm(Forbidden):
    """Another site's page sent this form."""

    code = "storefront.foreign_form"
    message = _("It seems to come from another site. Go back, reload the page and try again.")


def check_origin(request: HttpRequest) -> None:
    """Let a form pass that was sent from one of our own pages.

    :raises ForeignForm: when the browser says that it comes from somewhere else.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise ForeignForm
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin not in (_shop(settings.BASE_URL), f"{request.scheme}://{request.get_host()}"):
        raise ForeignForm


@lru_cache(maxsize=8)
def _shop(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


@lru_cache(maxsize=8)
def shop_host(address: str) -> str:
    """The name of the host, without a port."""
    return urlsplit(address).hostname or ""
