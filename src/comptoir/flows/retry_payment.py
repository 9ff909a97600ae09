from datetime import datetime

from django.db import transaction

from comptoir.domains.inventory.actions import reserve_stock
from comptoir.domains.inventory.values import StockLine
from comptoir.domains.orders.errors import NotAwaitingPayment
from comptoir.domains.orders.queries import awaited_money, order
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.actions import open_payment, record_outcome
from comptoir.domains.payments.values import Outcome
from comptoir.flows.authorise_payment import PayingWith, authorise_payment
from comptoir.flows.settle_payment import Settled, settle_payment
from comptoir.kernel import clock
from comptoir.kernel.access import Actor


def retry_payment(
    *, order_id: OrderId, method: str, paying: PayingWith, actor: Actor, now: datetime
) -> tuple[Settled, Outcome]:
    """Pay an order that still waits for its money, by the same or another method.

    Pressing twice pays once: while an attempt is open, the same attempt is asked for again under its own key.

    :raises NotAwaitingPayment: when the order is paid or cancelled.
    :raises PaymentUnderWay: when another attempt is open or has succeeded.
    :raises InsufficientStock: when the goods were only kept for a time, and have been sold since.
    :raises MethodNotOffered: when the market does not offer that way to pay.
    """
    with transaction.atomic(durable=True):
        # Under the order's lock: a cancellation either sees this payment, or has already refused it.
        awaited = awaited_money(order_id)
        if awaited.state is not OrderState.AWAITING_PAYMENT:
            raise NotAwaitingPayment(state=str(awaited.state))
        wanted = order(order_id)
        payment = open_payment(
            order_id=order_id, market=wanted.market, method=method, amount=wanted.total, actor=actor, now=now
        )
        reserve_stock(
            lines=[StockLine(variant_id=line.variant_id, quantity=line.quantity) for line in wanted.lines],
            order_id=order_id,
            until=payment.expires_at,
            preferred_place=wanted.delivery.place_code or None,
            actor=actor.with_consequences(),
            now=now,
        )
    outcome = authorise_payment(
        payment=payment, order_number=wanted.number, email=wanted.email, language=wanted.language, paying=paying
    )
    heard_at = clock.now()
    settled = settle_payment(
        order_id=order_id,
        record=lambda: record_outcome(payment_id=payment.id, outcome=outcome, actor=actor, now=heard_at),
        actor=actor,
        now=heard_at,
    )
    return settled, outcome
