"""Letters from the shop. Only a button confirms or stops: programs that read mail follow links."""

from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.utils.translation import gettext as _

from comptoir.domains.customers.actions import ask_news, confirm_news, stop_news
from comptoir.domains.customers.errors import LinkSpent, UnknownLink
from comptoir.domains.customers.queries import link_by_id, news_wanted
from comptoir.domains.customers.values import Link, LinkId
from comptoir.kernel.emails import BadEmail, normalised_email
from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request, limited, source_of
from comptoir.storefront.assemble.news import AGREED, NEWS, asked_page, link_page, news_words, sign_up_page
from comptoir.storefront.carts import buyer, opened
from comptoir.storefront.here import Here
from comptoir.storefront.respond import own, see_other
from comptoir.storefront.views.around import READ_AND_POST, asked, said, shop_page
from comptoir.storefront.views.doors import limited_for

ASKINGS = Limit("storefront.news", burst=20, per_minute=2)
LETTERS = Limit("storefront.news_letters", burst=3, per_minute=1)
"""To one address: nobody's letter box is filled by somebody else."""


@shop_page(READ_AND_POST)
def news(request: Request, here: Here) -> HttpResponse:
    """The form; by POST, a letter asks whether it was them."""
    if request.method != "POST":
        return own(here, asked_page(here) if asked(request, "sent") else sign_up_page(here))
    limited(request, ASKINGS)
    email, errors = said(request, "email").strip(), {}
    try:
        normalised_email(email)
    except BadEmail as error:
        errors["email"] = str(error)
    if not said(request, AGREED):
        errors[AGREED] = _("We write only to those who have ticked this box.")
    if errors:
        return own(here, sign_up_page(here, email=email, errors=errors), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    limited_for(request, LETTERS, email)
    ask_news(
        email=email,
        wording=news_words(),
        given_on=_page_of(request, here),
        source=source_of(request),
        market=here.market.code,
        language=here.language,
        actor=buyer(),
        now=here.now,
    )
    return see_other(f"{here.at.news()}?sent=1")


def _page_of(request: Request, here: Here) -> str:
    """The page that the form stood on, as far as the browser tells."""
    path = urlsplit(request.headers.get("Referer", "")).path
    return path[:200] if path.startswith(here.at.root) else here.at.news()


@shop_page(READ_AND_POST)
def link(request: Request, here: Here, key: str) -> HttpResponse:
    """How it stands; by POST, the letters are confirmed or stopped.

    :raises UnknownLink: for a key that opens none.
    """
    found = _found(key)
    if request.method != "POST":
        return own(here, link_page(found, here, wanted=news_wanted(found.id)))
    limited(request, ASKINGS)
    # Pressed twice, or too late: the page says how it stands.
    with suppress(LinkSpent):
        if said(request, "do") == "stop":
            stop_news(link_id=found.id, actor=buyer(found.id, NEWS), now=here.now)
        elif found.open_until is not None:
            confirm_news(link_id=found.id, actor=buyer(found.id, NEWS), now=here.now)
    return see_other(here.at.news_link(key))


def _found(key: str) -> Link:
    id = opened(NEWS, key)
    if id is None:
        raise UnknownLink
    return link_by_id(LinkId(id))
