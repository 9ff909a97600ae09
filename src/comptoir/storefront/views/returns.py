"""Sending something back, behind the order's signed address: choose, confirm, follow."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _

from comptoir.domains.orders.values import Order
from comptoir.domains.returns.errors import UnknownReturn
from comptoir.domains.returns.queries import check_asked, return_of_order, return_slip, returns_of
from comptoir.domains.returns.values import ReturnKind, ReturnState
from comptoir.flows.call_off_return import call_off_return
from comptoir.flows.declare_return import declare_return
from comptoir.flows.request_exchange import request_exchange
from comptoir.kernel.errors import Conflict, Invalid
from comptoir.kernel.requests import Request, limited
from comptoir.kernel.transitions import MoveRefused
from comptoir.storefront.assemble.returned import return_page
from comptoir.storefront.assemble.returning import ABOUT, TypedReturn, return_form, return_review
from comptoir.storefront.carts import buyer
from comptoir.storefront.here import Here
from comptoir.storefront.pages.parts import Notice
from comptoir.storefront.refusals import field_errors
from comptoir.storefront.respond import own, see_other
from comptoir.storefront.views.around import READ_AND_POST, asked, said, shop_page
from comptoir.storefront.views.orders import order_at
from comptoir.storefront.views.paying import ATTEMPTS


@shop_page(READ_AND_POST)
def returning(request: Request, here: Here, key: str) -> HttpResponse:
    """Step one takes the choice and leads to step two, the statement; only its confirmation declares anything.

    The choice travels in the address, so that the statement can be reloaded and gone back to. Who declares it is in no
    address: that is asked beside the confirmation.
    """
    order, kind = order_at(request, key), _kind(request)
    if request.method != "POST":
        return _shown(request, order, TypedReturn.of_form(request.GET.dict(), kind, order), here, key)
    typed = TypedReturn.of_form(request.POST.dict(), kind, order)
    try:
        check_asked(typed.request(order), order, now=here.now)
        if said(request, "do") == "confirm":
            return _declared(request, order, typed, here, key)
    except (Invalid, Conflict) as refusal:
        return _corrected(order, typed, here, refusal)
    return see_other(here.at.returning(key, kind, typed.choice(order)))


def _shown(request: Request, order: Order, typed: TypedReturn, here: Here, key: str) -> HttpResponse:
    """The step that the address tells of. What was declared since is shown as it stands instead."""
    if not asked(request, "id") or asked(request, "do") == "change":
        return own(here, return_form(order, typed, here))
    if number := next((one.number for one in returns_of(order.id) if one.id == typed.id), ""):
        return see_other(here.at.returned(key, number))
    try:
        check_asked(typed.request(order), order, now=here.now)
        return own(here, return_review(order, typed, here))
    except (Invalid, Conflict) as refusal:
        return _corrected(order, typed, here, refusal)


def _corrected(order: Order, typed: TypedReturn, here: Here, refusal: Invalid | Conflict) -> HttpResponse:
    """The step that has the field in question, with what was typed."""
    errors = field_errors(refusal) if isinstance(refusal, Invalid) else {"lines": str(refusal)}
    step = return_review if errors.keys() <= ABOUT else return_form
    return own(here, step(order, typed, here, errors), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _kind(request: Request) -> ReturnKind:
    wanted = asked(request, "kind")
    return ReturnKind(wanted) if wanted in set(ReturnKind) else ReturnKind.WITHDRAWAL


def _declared(request: Request, order: Order, typed: TypedReturn, here: Here, key: str) -> HttpResponse:
    limited(request, ATTEMPTS)
    ask = request_exchange if typed.kind is ReturnKind.EXCHANGE else declare_return
    found = ask(asked=typed.request(order), actor=buyer(order.id, "order"), now=here.now)
    return see_other(here.at.returned(key, found.number))


@shop_page(READ_AND_POST)
def returned(request: Request, here: Here, key: str, number: str) -> HttpResponse:
    """How a return stands; sent as a form, it is called off.

    :raises UnknownReturn: when the order has none of that number.
    """
    order = order_at(request, key)
    found = return_of_order(order.id, number)
    if request.method != "POST":
        return own(here, return_page(found, order, here))
    limited(request, ATTEMPTS)
    if found.state is ReturnState.WITHDRAWN:
        return see_other(here.at.returned(key, number))
    try:
        call_off_return(return_id=found.id, actor=buyer(order.id, "order"), now=here.now)
    except MoveRefused:
        found = return_of_order(order.id, number)
        if found.state is not ReturnState.WITHDRAWN:
            too_late = Notice("danger", _("This return can no longer be cancelled"))
            return own(here, return_page(found, order, here, notices=(too_late,)), status=HTTPStatus.CONFLICT)
    return see_other(here.at.returned(key, number))


@shop_page()
def slip(request: Request, here: Here, key: str, number: str) -> HttpResponse:
    """The slip to put into the parcel, while the goods are awaited.

    :raises UnknownReturn: for any other return.
    """
    order = order_at(request, key)
    found = return_of_order(order.id, number)
    if found.state is not ReturnState.ACCEPTED:
        raise UnknownReturn(number=number)
    response = HttpResponse(return_slip(found, language=here.language), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
