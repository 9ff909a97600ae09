"""Orders: for the buyer who holds the token, and for machines with a key."""

from uuid import UUID

from ninja import Query, Router, Status

from comptoir.api.access import KEY, LOOK_UPS, ORDER, ORDER_OR_KEY, ORDERS, caller
from comptoir.api.v1.asked import asked_scope
from comptoir.api.v1.paying import paying_with, stored_value_of
from comptoir.api.v1.schemas.carts import PaymentIn
from comptoir.api.v1.schemas.fields import Amount
from comptoir.api.v1.schemas.orders import (
    CancelIn,
    OrderList,
    OrderOut,
    OrderRowOut,
    OrdersAsked,
)
from comptoir.api.v1.schemas.problems import Problem
from comptoir.api.v1.showing import shown_order
from comptoir.domains.orders.permissions import ORDERS_VIEW
from comptoir.domains.orders.queries import order, order_rows
from comptoir.domains.orders.values import OrderFilter, OrderId
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.retry_payment import retry_payment
from comptoir.kernel.access import ActorKind
from comptoir.kernel.requests import Request, limited, source_of

router = Router(tags=["Orders"])
_REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem, 429: Problem}


@router.get("/orders", response={200: OrderList, **_REFUSALS}, auth=KEY)
def list_orders(request: Request, asked: Query[OrdersAsked]) -> OrderList:
    """Orders, newest first. Needs a key that may ``orders.view``."""
    actor = caller(request)
    wanted = OrderFilter(states=(asked.status,) if asked.status else (), market=asked_scope(asked.market), text=asked.q)
    page = order_rows(wanted, actor=actor, cursor=asked.cursor or None, page_size=asked.page_size)
    items = [
        OrderRowOut(
            id=row.id,
            number=row.number,
            status=row.state,
            market=row.market,
            name=row.name,
            email=row.email,
            total=Amount.of(row.total),
            placed_at=row.placed_at,
        )
        for row in page.items
    ]
    return OrderList(items=items, next_cursor=page.next_cursor)


@router.get("/orders/{uuid:order_id}", response={200: OrderOut, **_REFUSALS}, auth=ORDER_OR_KEY)
def show_order(request: Request, order_id: UUID) -> OrderOut:
    """One order, for its buyer or a key that may ``orders.view``."""
    actor = caller(request)
    limited(request, LOOK_UPS)
    found = order(OrderId(order_id))
    if actor.kind is ActorKind.KEY:
        actor.must(ORDERS_VIEW, market=found.market)
    return shown_order(request, found, actor)


@router.post("/orders/{uuid:order_id}/payments", response={201: OrderOut, **_REFUSALS}, auth=ORDER)
def pay_order(request: Request, order_id: UUID, body: PaymentIn) -> Status[OrderOut]:
    """Try again to pay an order that waits for its money. While an attempt is open, this is the same attempt."""
    actor = caller(request)
    limited(request, ORDERS)
    _, outcome = retry_payment(
        order_id=OrderId(order_id),
        method=body.method,
        paying=paying_with(body),
        stored_value=stored_value_of(request, body),
        source=source_of(request),
        actor=actor,
        now=request.now,
    )
    shown = shown_order(request, order(OrderId(order_id)), actor)
    shown.payments[-1].client = dict(outcome.client)
    return Status(201, shown)


@router.post("/orders/{uuid:order_id}/cancel", response={200: OrderOut, **_REFUSALS}, auth=ORDER_OR_KEY)
def cancel_an_order(request: Request, order_id: UUID, body: CancelIn | None = None) -> OrderOut:
    """Call the order off: its buyer before preparation, a key that may ``orders.cancel`` and prepare until it left."""
    actor = caller(request)
    limited(request, ORDERS)
    cancel_order(order_id=OrderId(order_id), because=body.because if body else "", actor=actor, now=request.now)
    return shown_order(request, order(OrderId(order_id)), actor)
