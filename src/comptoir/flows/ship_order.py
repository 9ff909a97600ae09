from datetime import datetime

from django.db import transaction

from comptoir.domains.fulfilment.actions import ship_shipment
from comptoir.domains.fulfilment.values import ShipmentId
from comptoir.domains.inventory.actions import ship_stock
from comptoir.domains.orders.actions import mark_shipped
from comptoir.domains.orders.errors import NotPaidFor
from comptoir.domains.orders.queries import awaited_money, order_for_staff
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.actions import request_capture
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import PaymentState
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.steps.invoice_order import invoice_order
from comptoir.kernel.access import Actor


def ship_order(
    *,
    order_id: OrderId,
    carrier: str | None = None,
    tracking_number: str = "",
    prepare: bool = False,
    actor: Actor,
    now: datetime,
) -> ShipmentId:
    """The parcel of a prepared order leaves: stock goes down, the invoice is issued.

    Money that was only set aside is taken first; goods never leave unpaid. With ``prepare``, an order that nobody has
    taken in hand yet is taken in hand first.

    :raises MoveRefused: unless the order is being prepared.
    :raises NotPaidFor: when the provider does not let go of the money that was set aside.
    :raises BadTrackingNumber: for a number that no carrier prints.
    """
    ours = actor.with_consequences()
    if prepare and order_for_staff(order_id, actor=actor).state is OrderState.PAID:
        prepare_order(order_id=order_id, actor=actor, now=now)
    if order_for_staff(order_id, actor=actor).state is OrderState.PREPARING:
        _take_money(order_id, ours, now)
    with transaction.atomic(durable=True):
        mark_shipped(order_id=order_id, actor=actor, now=now)
        shipped = order_for_staff(order_id, actor=ours)
        shipment_id = ship_shipment(
            order_id=order_id, carrier=carrier, tracking_number=tracking_number, actor=ours, now=now
        )
        ship_stock(order_id=order_id, reference=shipped.number, actor=ours, now=now)
        invoice_order(order=shipped, actor=ours, now=now)
    return shipment_id


def _take_money(order_id: OrderId, actor: Actor, now: datetime) -> None:
    for payment in payments_of(order_id):
        if payment.state is PaymentState.AUTHORISED:
            with transaction.atomic(durable=True):
                awaited_money(order_id)
                operation = request_capture(payment_id=payment.id, actor=actor, now=now)
            settled = carry_out_operation(operation=operation, actor=actor, now=now)
            if settled.payment.state is not PaymentState.CAPTURED:
                raise NotPaidFor(payment_id=str(payment.id))
