"""Returns: declared by the buyer who holds the order's token, received by machines with a key."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from ninja import Router, Status

from comptoir.api.access import KEY, LOOK_UPS, ORDER_OR_KEY, ORDERS, caller
from comptoir.api.v1.schemas.fields import Amount
from comptoir.api.v1.schemas.problems import Problem
from comptoir.api.v1.schemas.returns import CalledOffOut, ReceiveIn, ReturnIn, ReturnLineOut, ReturnList, ReturnOut
from comptoir.domains.catalogue.queries import variants_by_sku, variants_for
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order, OrderId
from comptoir.domains.returns.errors import SwapNeeded, UnknownReturn
from comptoir.domains.returns.permissions import RETURNS_VIEW
from comptoir.domains.returns.queries import refund_due_on, return_for_staff, returns_of, withdrawal_period
from comptoir.domains.returns.values import (
    AskedLine,
    KeptBack,
    ReceivedLine,
    Return,
    ReturnId,
    ReturnKind,
    ReturnRequest,
)
from comptoir.flows.declare_return import declare_return
from comptoir.flows.receive_return import receive_return
from comptoir.flows.request_exchange import request_exchange
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
        items=_all_shown(returns_of(found.id)),
        withdrawal_open=period.is_open,
        withdrawable_until=period.last_day,
    )


@router.post("/orders/{uuid:order_id}/returns", response={201: ReturnOut, **_REFUSALS}, auth=ORDER_OR_KEY)
def ask_for_return(request: Request, order_id: UUID, body: ReturnIn) -> Status[ReturnOut]:
    """Withdraw from the contract for some pieces, swap them for another variant, or say that something is wrong.

    What is withdrawn from and has not left is called off at once, and told as ``called_off``: it need not be sent back.
    """
    actor = caller(request)
    limited(request, ORDERS)
    found = order(OrderId(order_id))
    asked = ReturnRequest(
        id=ReturnId(body.id or new_id()),
        order_id=found.id,
        kind=body.kind,
        lines=_lines(body),
        name=body.name or found.billing_address.name,
        email=body.email or found.email,
        statement=body.statement,
    )
    ask = request_exchange if asked.kind is ReturnKind.EXCHANGE else declare_return
    return Status(201, _shown(ask(asked=asked, actor=actor, now=request.now)))


def _lines(body: ReturnIn) -> tuple[AskedLine, ...]:
    """
    :raises SwapNeeded: for a SKU that nothing has.
    """
    wanted = {each.swap_for for each in body.lines if each.swap_for}
    known = variants_by_sku(wanted) if wanted else {}
    if len(known) < len(wanted):
        raise SwapNeeded(field="lines")
    return tuple(
        AskedLine(
            position=each.line,
            quantity=each.quantity,
            reason=each.reason,
            swap_for=known[each.swap_for].id if each.swap_for else None,
        )
        for each in body.lines
    )


@router.post(
    "/orders/{uuid:order_id}/returns/{uuid:return_id}/receive", response={200: ReturnOut, **_REFUSALS}, auth=KEY
)
def receive_a_return(request: Request, order_id: UUID, return_id: UUID, body: ReceiveIn) -> ReturnOut:
    """The goods have come in: stock, credit note and refund follow. Needs a key that may ``returns.handle``."""
    actor = caller(request)
    found = return_for_staff(return_id, actor=actor)
    if found.order_id != order_id:
        raise UnknownReturn(return_id=str(return_id))
    received = receive_return(
        return_id=found.id,
        lines=[
            ReceivedLine(
                position=each.line,
                received=each.received,
                outcome=each.outcome,
                scrapped=each.scrapped,
                kept_back=KeptBack(amount=each.kept_back.amount.money(), because=each.kept_back.because)
                if each.kept_back
                else None,
            )
            for each in body.lines
        ],
        place_code=body.place or found.place_code,
        rest_awaited=body.rest_awaited,
        actor=actor,
        now=request.now,
    )
    return _shown(received)


def _seen(order_id: OrderId, actor: Actor) -> Order:
    found = order(order_id)
    if actor.kind is ActorKind.KEY:
        actor.must(RETURNS_VIEW, market=found.market)
    return found


def _shown(found: Return) -> ReturnOut:
    return _all_shown([found])[0]


def _all_shown(returns: Sequence[Return]) -> list[ReturnOut]:
    swapped = {line.swapped_for for each in returns for line in each.lines if line.swapped_for}
    skus = {id: card.sku for id, card in variants_for(swapped).items()} if swapped else {}
    return [_out(each, skus) for each in returns]


def _out(found: Return, skus: Mapping[VariantId, str]) -> ReturnOut:
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
                scrapped=each.written_off,
                swapped_for=skus[each.swapped_for] if each.swapped_for else None,
            )
            for each in found.lines
        ],
        called_off=[
            CalledOffOut(line=each.position, quantity=each.quantity, reason=each.reason) for each in found.called_off
        ],
        place=found.place_code,
        refund=None if found.refund is None else Amount.of(found.refund),
        swapped=None if found.swapped is None else Amount.of(found.swapped),
        replacement_id=found.replacement_id,
        with_delivery=found.with_delivery,
        because=found.because,
        requested_at=found.requested_at,
        refund_due_on=refund_due_on(found),
    )
