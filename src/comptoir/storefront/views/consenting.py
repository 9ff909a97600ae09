"""Cookies: what is stored, and a visitor's choice about what is not the shop's own."""

from urllib.parse import urlsplit

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from comptoir.domains.visitors.actions import record_consent
from comptoir.domains.visitors.errors import ServicesChanged
from comptoir.domains.visitors.queries import services
from comptoir.domains.visitors.values import Choice, ServiceList
from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request, limited
from comptoir.storefront.assemble.consenting import BOX, banner_wording, cookies_page, page_wording
from comptoir.storefront.carts import buyer
from comptoir.storefront.consents import chosen, keep_choice
from comptoir.storefront.here import Here
from comptoir.storefront.respond import own, see_other
from comptoir.storefront.views.around import READ_AND_POST, said, shop_page

CHOICES = Limit("storefront.choices", burst=20, per_minute=10)


@shop_page(READ_AND_POST)
def cookies(request: Request, here: Here) -> HttpResponse:
    """The page; and where the banner and the page send a choice: refusing takes one press, as accepting does."""
    if request.method == "POST":
        return _chosen(request, here)
    response = own(here, cookies_page(here, chosen(request)))
    patch_vary_headers(response, ("Cookie",))
    return response


def _chosen(request: Request, here: Here) -> HttpResponse:
    limited(request, CHOICES)
    listed, back = services(), _back(request, here)
    if not listed.services:
        return see_other(back)
    accepted = _accepted(request, listed)
    from_page = urlsplit(back).path == here.at.cookies()
    wording = (page_wording if from_page else banner_wording)(listed, here)
    choice = Choice(number=listed.number, accepted=accepted, language=here.language, wording=wording)
    try:
        proof = record_consent(choice=choice, actor=buyer(), now=request.now)
    except ServicesChanged:
        # The list changed under the visitor's eyes: nothing was chosen of it, and the page asks anew.
        return see_other(here.at.cookies())
    response = see_other(back)
    keep_choice(response, number=listed.number, proof=proof, accepted=accepted)
    return response


def _accepted(request: Request, listed: ServiceList) -> frozenset[str]:
    match said(request, "do"):
        case "accept":
            return listed.codes
        case "save":
            return frozenset(code for code in listed.codes if said(request, f"{BOX}{code}"))
    return frozenset()


def _back(request: Request, here: Here) -> str:
    """The page of ours that the visitor was on; the front of the shop where the browser does not say."""
    parts = urlsplit(request.headers.get("Referer", ""))
    known = parts.netloc == request.get_host() and parts.path.startswith("/") and not parts.path.startswith("//")
    if not known or "\\" in parts.path:
        return here.at.home()
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
