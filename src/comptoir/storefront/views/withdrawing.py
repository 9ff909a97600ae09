"""From the foot of every page: how to withdraw from an order, and the way back to it."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _

from comptoir.domains.messages.actions import queue_order_link
from comptoir.kernel.emails import BadEmail, normalised_email
from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request, limited
from comptoir.kernel.texts import typed_line
from comptoir.storefront.assemble.contact import withdrawing_page
from comptoir.storefront.carts import buyer
from comptoir.storefront.here import Here
from comptoir.storefront.pagecache.shared import shared_page
from comptoir.storefront.respond import own, see_other, shared
from comptoir.storefront.views.around import READ_AND_POST, asked, said, shop_page

LINKS = Limit("storefront.links", burst=5, per_minute=1)


@shared_page
@shop_page(READ_AND_POST)
def withdrawing(request: Request, here: Here) -> HttpResponse:
    """The link goes to the order's own address; the answer is the same whether there is such an order or not."""
    if request.method != "POST":
        page, keys = withdrawing_page(here, {}, sent=bool(asked(request, "sent")))
        return shared(here, page, keys=keys)
    typed = {"number": typed_line(said(request, "number")).upper(), "email": said(request, "email")}
    errors = {} if typed["number"] else {"number": _("This field is required.")}
    try:
        normalised_email(typed["email"])
    except BadEmail as error:
        errors["email"] = str(error)
    if errors:
        page, _keys = withdrawing_page(here, typed, errors)
        return own(here, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    limited(request, LINKS)
    queue_order_link(number=typed["number"], email=typed["email"], actor=buyer(), now=request.now)
    return see_other(f"{here.at.withdrawing()}?sent=1")
