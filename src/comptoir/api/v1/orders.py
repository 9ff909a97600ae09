"""Orders: for the buyer who holds the token, and for machines with a key."""

from uuid import UUID

from ninja import Query, Router, Status

from comptoir.api.access import KEY, LOOK_UPS, ORDER, ORDER_OR_KEY, ORDERS, caller
from comptoir.api.v1.asked import asked_language, asked_scope
from comptoir.api.v1.paying import paying_with
from comptoir.api.v1.schemas import (
    AddressOut,
    Amount,
    CancelIn,
    DocumentOut,
    OrderLineOut,
    OrderList,
    OrderOut,
    OrderRowOut,
    OrdersAsked,
    ParcelOut,
    PaymentIn,
    PaymentOut,
    Problem,
    RecordPaymentIn,
    ShipIn,
    TaxOut,
)
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.markets.queries import market as market_of
from comptoir.domains.orders.permissions import ORDERS_VIEW
from comptoir.domains.orders.queries import order, order_rows
from comptoir.domains.orders.values import Order, OrderFilter, OrderId
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import Payment
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.retry_payment import retry_payment
from comptoir.flows.ship_order import ship_order
from comptoir.kernel.access import ActorKind
from comptoir.kernel.requests import Request, limited
from comptoir.kernel.texts import text_in

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
    return _shown(request, found)


@router.post("/orders/{uuid:order_id}/payments", response={201: OrderOut, **_REFUSALS}, auth=ORDER)
def pay_order(request: Request, order_id: UUID, body: PaymentIn) -> Status[OrderOut]:
    """Try again to pay an order that waits for its money. While an attempt is open, this is the same attempt."""
    actor = caller(request)
    limited(request, ORDERS)
    _, outcome = retry_payment(
        order_id=OrderId(order_id), method=body.method, paying=paying_with(body), actor=actor, now=request.now
    )
    shown = _shown(request, order(OrderId(order_id)))
    shown.payments[-1].client = dict(outcome.client)
    return Status(201, shown)


@router.post("/orders/{uuid:order_id}/cancel", response={200: OrderOut, **_REFUSALS}, auth=ORDER_OR_KEY)
def cancel_an_order(request: Request, order_id: UUID, body: CancelIn | None = None) -> OrderOut:
    """Call the order off: its buyer before preparation, a key that may ``orders.cancel`` and prepare until it left."""
    actor = caller(request)
    limited(request, ORDERS)
    cancel_order(order_id=OrderId(order_id), because=body.because if body else "", actor=actor, now=request.now)
    return _shown(request, order(OrderId(order_id)))


@router.post("/orders/{uuid:order_id}/ship", response={200: OrderOut, **_REFUSALS}, auth=KEY)
def ship_an_order(request: Request, order_id: UUID, body: ShipIn | None = None) -> OrderOut:
    """The parcel of a prepared order has left. A paid one is taken in hand and shipped in one go."""
    actor, told = caller(request), body or ShipIn()
    ship_order(
        order_id=OrderId(order_id),
        carrier=told.carrier,
        tracking_number=told.tracking_number,
        prepare=True,
        actor=actor,
        now=request.now,
    )
    return _shown(request, order(OrderId(order_id)))


@router.post("/orders/{uuid:order_id}/record-payment", response={200: OrderOut, **_REFUSALS}, auth=KEY)
def record_a_payment(request: Request, order_id: UUID, body: RecordPaymentIn) -> OrderOut:
    """The money of an order paid by transfer has arrived."""
    actor = caller(request)
    record_payment(
        order_id=OrderId(order_id),
        amount=body.amount.money(),
        bank_reference=body.bank_reference,
        actor=actor,
        now=request.now,
    )
    return _shown(request, order(OrderId(order_id)))


def _shown(request: Request, found: Order) -> OrderOut:
    language = asked_language(request, market_of(found.market))
    return OrderOut(
        id=found.id,
        number=found.number,
        status=found.state,
        market=found.market,
        email=found.email,
        lines=[
            OrderLineOut(
                sku=line.sku,
                title=line.title,
                options=line.options,
                quantity=line.quantity,
                unit_price=Amount.of(line.unit_price),
                total=Amount.of(line.total),
            )
            for line in found.lines
        ],
        goods_total=Amount.of(found.goods_total),
        delivery_label=found.delivery.label,
        delivery_total=Amount.of(found.delivery.price),
        promised_on=found.delivery.promised_on,
        total=Amount.of(found.total),
        taxes=[TaxOut(rate=str(tax.rate), net=Amount.of(tax.net), tax=Amount.of(tax.tax)) for tax in found.taxes],
        shipping_address=AddressOut.of(found.shipping_address),
        billing_address=AddressOut.of(found.billing_address),
        comment=found.comment,
        placed_at=found.placed_at,
        payments=[_payment(payment, language) for payment in payments_of(found.id)],
        parcels=_parcels(found),
        documents=[
            DocumentOut(kind=each.kind, number=each.number, issued_on=each.issued_on, total=Amount.of(each.total))
            for each in documents_of(found.id)
        ],
    )


def _payment(payment: Payment, language: str) -> PaymentOut:
    return PaymentOut(
        id=payment.id,
        status=payment.state,
        redirect_url=payment.redirect_url or None,
        instructions=text_in(payment.instructions, language) or None,
        client={},
    )


def _parcels(found: Order) -> list[ParcelOut]:
    return [
        ParcelOut(
            carrier=parcel.carrier,
            tracking_number=parcel.tracking_number,
            tracking_url=parcel.tracking_url,
            shipped_at=parcel.shipped_at,
        )
        for parcel in shipments_of(found.id)
    ]
