"""What is done with orders by those who work on them: machines with a key."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from ninja import Header, Router

from comptoir.api.access import KEY, caller
from comptoir.api.v1.schemas.fields import RepeatHeader
from comptoir.api.v1.schemas.orders import (
    ChangeIn,
    HoldIn,
    NoteIn,
    OrderOut,
    RecordPaymentIn,
    ReleaseIn,
    ShipIn,
)
from comptoir.api.v1.schemas.problems import Problem
from comptoir.api.v1.showing import shown_order
from comptoir.domains.catalogue.errors import UnknownSku
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.fulfilment.values import ShipmentId
from comptoir.domains.orders.actions import add_note, hold_order, release_order
from comptoir.domains.orders.queries import order, order_for_staff
from comptoir.domains.orders.values import Order, OrderChange, OrderId
from comptoir.flows.edit_order import edit_order
from comptoir.flows.record_payment import ExcessWay, record_payment
from comptoir.flows.ship_order import ship_order
from comptoir.kernel.requests import Request

router = Router(tags=["Orders"])
_REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem, 429: Problem}


@router.post("/orders/{uuid:order_id}/ship", response={200: OrderOut, **_REFUSALS}, auth=KEY)
def ship_an_order(
    request: Request, order_id: UUID, headers: Header[RepeatHeader], body: ShipIn | None = None
) -> OrderOut:
    """Parcels of a prepared order have left, or a part of one. A paid order is taken in hand and shipped in one go.

    Name the ``parcel``, or send an ``Idempotency-Key``: then a call that is repeated sends nothing twice. What is left
    of a parcel is prepared in another one.
    """
    actor, told = caller(request), body or ShipIn()
    found = order_for_staff(OrderId(order_id), actor=actor)
    ship_order(
        order_id=found.id,
        shipment_id=None if told.parcel is None else ShipmentId(told.parcel),
        contents=_contents(found, told) if told.contents else None,
        carrier=told.carrier,
        tracking_number=told.tracking_number,
        collection_code=told.collection_code,
        identified_by=told.identified_by,
        prepare=True,
        key=f"{order_id}:{headers.idempotency_key}" if headers.idempotency_key else "",
        actor=actor,
        now=request.now,
    )
    return shown_order(request, order(OrderId(order_id)), actor)


@router.post("/orders/{uuid:order_id}/record-payment", response={200: OrderOut, **_REFUSALS}, auth=KEY)
def record_a_payment(request: Request, order_id: UUID, body: RecordPaymentIn) -> OrderOut:
    """Money of an order has arrived on the account: all that is due, a part, or too much."""
    actor = caller(request)
    record_payment(
        order_id=OrderId(order_id),
        amount=body.amount.money(),
        bank_reference=body.bank_reference,
        key=body.key,
        excess=ExcessWay(body.excess) if body.excess else None,
        actor=actor,
        now=request.now,
    )
    return shown_order(request, order(OrderId(order_id)), actor)


@router.post("/orders/{uuid:order_id}/hold", response={200: OrderOut, **_REFUSALS}, auth=KEY)
def hold_an_order(request: Request, order_id: UUID, body: HoldIn) -> OrderOut:
    """Nothing of it is prepared or leaves until it is released. Held again, nothing changes."""
    actor = caller(request)
    hold_order(order_id=OrderId(order_id), because=body.because, actor=actor, now=request.now)
    return shown_order(request, order(OrderId(order_id)), actor)


@router.post("/orders/{uuid:order_id}/release", response={200: OrderOut, **_REFUSALS}, auth=KEY)
def release_an_order(request: Request, order_id: UUID, body: ReleaseIn | None = None) -> OrderOut:
    """It may go on. Released again, nothing changes."""
    actor = caller(request)
    because = body.because if body else ""
    release_order(order_id=OrderId(order_id), because=because, actor=actor, now=request.now)
    return shown_order(request, order(OrderId(order_id)), actor)


@router.post("/orders/{uuid:order_id}/notes", response={200: OrderOut, **_REFUSALS}, auth=KEY)
def note_on_an_order(request: Request, order_id: UUID, body: NoteIn) -> OrderOut:
    """Something for colleagues to read in its history."""
    actor = caller(request)
    add_note(order_id=OrderId(order_id), text=body.text, actor=actor, now=request.now)
    return shown_order(request, order(OrderId(order_id)), actor)


@router.post("/orders/{uuid:order_id}/changes", response={200: OrderOut, **_REFUSALS}, auth=KEY)
def change_an_order(request: Request, order_id: UUID, body: ChangeIn) -> OrderOut:
    """Call pieces off, add some at today's price, correct an address or e-mail, send it another way; goods, money and
    papers follow."""
    actor = caller(request)
    change = OrderChange(
        builds_on=body.revision,
        called_off=_summed((each.line, each.quantity) for each in body.call_off),
        added=_summed((each.sku, each.quantity) for each in body.add),
        shipping_address=body.shipping_address.address() if body.shipping_address else None,
        billing_address=body.billing_address.address() if body.billing_address else None,
        email=body.email,
        delivery_method=body.delivery_method,
    )
    agreed = edit_order(order_id=OrderId(order_id), change=change, because=body.because, actor=actor, now=request.now)
    return shown_order(request, agreed, actor)


def _summed[T](each: Iterable[tuple[T, int]]) -> dict[T, int]:
    """What is named twice is wanted twice."""
    total: Counter[T] = Counter()
    for key, quantity in each:
        total[key] += quantity
    return dict(total)


def _contents(found: Order, told: ShipIn) -> dict[VariantId, int]:
    variants = {line.sku: line.variant_id for line in found.lines}
    if unknown := [each.sku for each in told.contents if each.sku not in variants]:
        raise UnknownSku(field="contents", sku=unknown[0])
    return _summed((variants[each.sku], each.quantity) for each in told.contents)
