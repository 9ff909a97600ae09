"""News about an order becomes a message to its customer."""

from datetime import datetime

from comptoir.domains.messages.actions import queue_order_message
from comptoir.domains.messages.values import MessageKind
from comptoir.domains.orders.events import OrderCancelled, OrderPaid, OrderShipped
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.events import PaymentFailed, PaymentInstructed
from comptoir.kernel.access import Actor
from comptoir.kernel.events import reaction


@reaction(OrderPaid)
def tell_confirmed(event: OrderPaid, *, actor: Actor, now: datetime) -> None:
    """Paid at once or later: the order is certain now."""
    queue_order_message(kind=MessageKind.ORDER_CONFIRMED, order_id=event.order_id, actor=actor, now=now)


@reaction(PaymentInstructed)
def tell_how_to_pay(event: PaymentInstructed, *, actor: Actor, now: datetime) -> None:
    """A transfer: the letter carries the account and the reference."""
    queue_order_message(
        kind=MessageKind.ORDER_TO_PAY,
        order_id=OrderId(event.order_id),
        again=str(event.payment_id),
        actor=actor,
        now=now,
    )


@reaction(PaymentFailed)
def tell_to_pay_again(event: PaymentFailed, *, actor: Actor, now: datetime) -> None:
    """The attempt came to nothing; the link in the letter lets the buyer try again."""
    queue_order_message(
        kind=MessageKind.ORDER_TO_PAY,
        order_id=OrderId(event.order_id),
        again=str(event.payment_id),
        actor=actor,
        now=now,
    )


@reaction(OrderShipped)
def tell_shipped(event: OrderShipped, *, actor: Actor, now: datetime) -> None:
    """On its way, with the number to follow it by."""
    queue_order_message(kind=MessageKind.ORDER_SHIPPED, order_id=event.order_id, actor=actor, now=now)


@reaction(OrderCancelled)
def tell_cancelled(event: OrderCancelled, *, actor: Actor, now: datetime) -> None:
    """Called off, and what becomes of the money."""
    queue_order_message(kind=MessageKind.ORDER_CANCELLED, order_id=event.order_id, actor=actor, now=now)
