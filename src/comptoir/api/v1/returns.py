"""Returns: declared by the buyer who holds the order's token, received by machines with a key."""

from uuid import UUID

from ninja import Router, Status

from comptoir.api.access import KEY, LOOK_UPS, ORDER_OR_KEY, ORDERS, caller
from comptoir.api.v1.schemas.fields import Amount
from comptoir.api.v1.schemas.problems import Problem
from comptoir.api.v1.schemas.returns import ReceiveIn, ReturnIn, ReturnLineOut, ReturnList, ReturnOut
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order, OrderId
from comptoir.domains.returns.actions import request_return
from comptoir.domains.returns.errors import UnknownReturn
from comptoir.domains.returns.permissions import RETURNS_VIEW
from comptoir.domains.returns.queries import refund_due_on, return_for_staff, returns_of, withdrawal_period
from comptoir.domains.returns.values import AskedLine, ReceivedLine, Return, ReturnId, ReturnRequest
from comptoir.flows.receive_return import receive_return
from comptoir.kernel.access import Actor, ActorKind
from comptoir.kernel.ids import new_id
from comptoir.kernel.requests import Request, limited

router = Router(tags=["Returns"])
_REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem, 429: Problem}


@router.get("/orders/{uuid:order_id}/returns", response={200: ReturnList, **_REFUSALS}, auth=ORDER_OR_KEY)
def list_returns(request: Request, order_id: UUID) -> ReturnList:
    """The returns of an order, oldest first, and until when its buyer may withdraw."""
    actor = caller(request)
    limited(request, LOOK_UPS)
    found = _seen(OrderId(order_id), actor)
    period = withdrawal_period(found, now=request.now)
    return ReturnList(
        items=[_shown(each) for each in returns_of(found.id)],
        withdrawal_open=period.is_open,
        withdrawable_until=period.last_day,
    )


@router.post("/orders/{uuid:order_id}/returns", response={201: ReturnOut, **_REFUSALS}, auth=ORDER_OR_KEY)
def ask_for_return(request: Request, order_id: UUID, body: ReturnIn) -> Status[ReturnOut]:
    """Withdraw from the contract for some pieces, or say that something is wrong with them."""
    actor = caller(request)
    limited(request, ORDERS)
    found = order(OrderId(order_id))
    asked = ReturnRequest(
        id=ReturnId(body.id or new_id()),
        order_id=found.id,
        kind=body.kind,
        lines=tuple(AskedLine(position=each.line, quantity=each.quantity, reason=each.reason) for each in body.lines),
        name=body.name or found.billing_address.name,
        email=body.email or found.email,
        statement=body.statement,
    )
    return Status(201, _shown(request_return(asked=asked, actor=actor, now=request.now)))


@router.post(
    "/orders/{uuid:order_id}/returns/{uuid:return_id}/receive", response={200: ReturnOut, **_REFUSALS}, auth=KEY
)
def receive_a_return(request: Request, order_id: UUID, return_id: UUID, body: ReceiveIn) -> ReturnOut:
    """The goods have come in: stock, credit note and refund follow. Needs a key that may ``returns.handle``."""
    actor = caller(request)
    found = return_for_staff(return_id, actor=actor)
    if found.order_id != order_id:
        raise UnknownReturn(return_id=str(return_id))
    lines = [ReceivedLine(position=each.line, received=each.received, outcome=each.outcome) for each in body.lines]
    place = body.place or found.place_code
    return _shown(receive_return(return_id=found.id, lines=lines, place_code=place, actor=actor, now=request.now))


def _seen(order_id: OrderId, actor: Actor) -> Order:
    found = order(order_id)
    if actor.kind is ActorKind.KEY:
        actor.must(RETURNS_VIEW, market=found.market)
    return found


def _shown(found: Return) -> ReturnOut:
    return ReturnOut(
        id=found.id,
        number=found.number,
        order_id=found.order_id,
        kind=found.kind,
        status=found.state,
        lines=[
            ReturnLineOut(
                line=each.position,
                quantity=each.quantity,
                reason=each.reason,
                received=each.received,
                outcome=each.outcome,
            )
            for each in found.lines
        ],
        place=found.place_code,
        refund=None if found.refund is None else Amount.of(found.refund),
        with_delivery=found.with_delivery,
        because=found.because,
        requested_at=found.requested_at,
        refund_due_on=refund_due_on(found),
    )
