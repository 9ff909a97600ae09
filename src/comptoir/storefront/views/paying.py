"""On the way to the bank and back. The order exists; this is about its money."""

from dataclasses import replace
from http import HTTPStatus

from django.http import HttpResponse

from comptoir.domains.orders.errors import NotAwaitingPayment
from comptoir.domains.orders.queries import order, order_of_cart
from comptoir.domains.orders.values import Order, OrderId, OrderState
from comptoir.domains.payments.errors import PaymentUnderWay, TooManyDeclined
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import Payment, PaymentState
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.look_up_payment import look_up_payment
from comptoir.flows.place_order import Placed
from comptoir.flows.retry_payment import retry_payment
from comptoir.kernel.limits import Limit, LimitReached, take
from comptoir.kernel.money import Money
from comptoir.kernel.requests import Request, limited, source_of
from comptoir.storefront.assemble.after import OPEN_ATTEMPT, payment_page
from comptoir.storefront.assemble.hosted import card_page
from comptoir.storefront.assemble.orders import latest_payment
from comptoir.storefront.carts import buyer, opened
from comptoir.storefront.here import Here
from comptoir.storefront.order_keys import order_key, order_opened
from comptoir.storefront.policy import allow_providers
from comptoir.storefront.respond import own, see_other
from comptoir.storefront.views.around import READ_AND_POST, said, shop_page
from comptoir.storefront.whole import absolute

ATTEMPTS = Limit("storefront.payments", burst=20, per_minute=10)
LOOK_UPS = Limit("storefront.order_pages", burst=120, per_minute=120)
_ASKED = Limit("storefront.payment_look_ups", burst=5, per_minute=20)


def after_placing(placed: Placed, here: Here, *, key: str) -> HttpResponse:
    """Where the buyer goes once the order exists: to the bank, to the card's fields, or to the thanks."""
    minor = placed.total_minor if placed.payment_minor is None else placed.payment_minor
    total = Money(minor, placed.currency)
    if placed.client and placed.payment_status in OPEN_ATTEMPT:
        page = card_page(key=key, number=placed.number, total=total, client=placed.client, here=here)
        return allow_providers(own(here, page, kind="checkout"), here.market.code, fields=True)
    if placed.redirect_url and placed.payment_status in OPEN_ATTEMPT:
        return see_other(placed.redirect_url)
    return see_other(here.at.payment(key))


@shop_page(READ_AND_POST)
def payment(request: Request, here: Here, key: str) -> HttpResponse:
    """Back from the bank: how the payment stands. By POST, another attempt."""
    limited(request, LOOK_UPS)
    if request.method == "POST":
        return _again(request, here, key)
    found = _order_at(key)
    payments = payments_of(found.id)
    latest = latest_payment(payments, difference=bool(found.due))
    if found.to_pay and latest and latest.looked_up and latest.state in OPEN_ATTEMPT:
        _ask_once(latest, here)
        found, payments = order(found.id), payments_of(found.id)
        latest = latest_payment(payments, difference=bool(found.due))
    address = _past_waiting(found, latest, here)
    if address:
        return _go(request, address)
    return allow_providers(own(here, payment_page(found, payments, here)), here.market.code)


def _order_at(key: str) -> Order:
    """The order that the key opens: its own, or that of the basket it was made of (the bank sends buyers back so).

    :raises OrderLinkReplaced: for a key from before its e-mail was corrected.
    :raises UnknownOrder: for any other key.
    """
    cart_id = opened("cart", key)
    order_id = order_of_cart(cart_id) if cart_id else None
    return order(order_id) if order_id else order_opened(key)


def _ask_once(latest: Payment, here: Here) -> None:
    """The bank is asked on the buyer's return, so that nobody waits for its message; but not at every refresh."""
    try:
        take(_ASKED, who=str(latest.id), now=here.now)
    except LimitReached:
        return
    look_up_payment(payment_id=latest.id, actor=buyer(latest.order_id, "order"), now=here.now)


def _past_waiting(found: Order, latest: Payment | None, here: Here) -> str:
    """Where to go when there is nothing to wait for and nothing to decide; "" while there is."""
    key = order_key(found)
    if found.state is OrderState.CANCELLED:
        return here.at.tracking(key)
    if found.waits_for_goods and latest is None:
        return here.at.tracking(key)
    by_transfer = latest is not None and not latest.looked_up and latest.state is PaymentState.PENDING
    if not found.to_pay or by_transfer:
        return here.at.confirmation(key)
    return ""


def _go(request: Request, address: str) -> HttpResponse:
    """Elsewhere, also for a page that only asks for a part of this one."""
    if "HX-Request" not in request.headers:
        return see_other(address)
    response = HttpResponse()
    response["HX-Redirect"] = address
    response["Cache-Control"] = "private, no-store"
    return response


def _again(request: Request, here: Here, key: str) -> HttpResponse:
    limited(request, ATTEMPTS)
    before = _order_at(key)
    order_id, own_key = before.id, order_key(before)
    try:
        settled, outcome = retry_payment(
            order_id=order_id,
            method=said(request, "method"),
            paying=PayingWith(return_url=absolute(here.at.payment(own_key))),
            source=source_of(request),
            actor=buyer(order_id, "order"),
            now=here.now,
        )
    except (NotAwaitingPayment, PaymentUnderWay):
        return see_other(here.at.payment(own_key))
    except TooManyDeclined as error:
        return _too_often(order_id, error, said(request, "method"), here)
    found = order(order_id)
    placed = Placed.of(number=found.number, total=found.total, order_state=settled.order_state, payment=settled.payment)
    return after_placing(replace(placed, client=outcome.client), here, key=own_key)


def _too_often(order_id: OrderId, error: TooManyDeclined, method: str, here: Here) -> HttpResponse:
    """No card can be tried just now: the order, and the other ways to pay it."""
    page = payment_page(order(order_id), payments_of(order_id), here, refused=str(error), without=method)
    response = own(here, page, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(error.facts["retry_after"])
    return allow_providers(response, here.market.code)
