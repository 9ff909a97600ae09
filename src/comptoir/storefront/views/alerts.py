"""Being told when an article is back. Only a button confirms or stops: programs that read mail follow links."""

from http import HTTPStatus

from django.http import HttpResponse

from comptoir.domains.messages.actions import ask_for_alert, confirm_alert, stop_alert
from comptoir.domains.messages.errors import StillThere, UnknownAlert
from comptoir.domains.messages.queries import alert as alert_of
from comptoir.domains.messages.values import AlertId
from comptoir.kernel.emails import normalised_email
from comptoir.kernel.errors import Invalid
from comptoir.kernel.limits import Limit, take
from comptoir.kernel.requests import Request, limited
from comptoir.kernel.transitions import MoveRefused
from comptoir.storefront.assemble.alerts import alert_page, asked_page, asked_words, refused_page
from comptoir.storefront.carts import ALERT, buyer, opened
from comptoir.storefront.engine import render
from comptoir.storefront.here import Here
from comptoir.storefront.respond import own, see_other
from comptoir.storefront.views.around import READ_AND_POST, said, shop_page

ASKINGS = Limit("storefront.alerts", burst=20, per_minute=2)
LETTERS = Limit("storefront.alert_letters", burst=10, per_minute=1)
"""To one address: nobody's letter box is filled by somebody else."""


@shop_page(READ_AND_POST)
def asking(request: Request, here: Here) -> HttpResponse:
    """Ask to be told; by GET, what becomes of it."""
    if request.method != "POST":
        return own(here, asked_page(here))
    limited(request, ASKINGS)
    sku, email, partly = said(request, "sku"), said(request, "email"), "HX-Request" in request.headers
    try:
        take(LETTERS, who=normalised_email(email), now=here.now)
        ask_for_alert(
            sku=sku, market=here.market.code, language=here.language, email=email, actor=buyer(), now=here.now
        )
    except (Invalid, StillThere) as refusal:
        if partly:
            return _part(str(refusal), "danger", "circle-alert", HTTPStatus.UNPROCESSABLE_ENTITY)
        page = refused_page(sku, email, str(refusal), here)
        return own(here, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _part(asked_words(), "positive", "circle-check") if partly else see_other(here.at.alerts())


def _part(text: str, tone: str, icon: str, status: int = HTTPStatus.OK) -> HttpResponse:
    html = render("storefront/parts/awaited.html", {"text": text, "tone": tone, "icon": icon})
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@shop_page(READ_AND_POST)
def alert(request: Request, here: Here, key: str) -> HttpResponse:
    """How an alert stands; by POST, confirm or stop it.

    :raises UnknownAlert: for a key that opens none.
    """
    id = opened(ALERT, key)
    if id is None:
        raise UnknownAlert(alert_id="")
    if request.method != "POST":
        return own(here, alert_page(alert_of(id), here))
    limited(request, ASKINGS)
    act = stop_alert if said(request, "do") == "stop" else confirm_alert
    try:
        act(alert_id=AlertId(id), actor=buyer(id, ALERT), now=here.now)
    except MoveRefused:
        return own(here, alert_page(alert_of(id), here), status=HTTPStatus.CONFLICT)
    return see_other(here.at.alert(key))
