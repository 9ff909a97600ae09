from collections.abc import Sequence
from datetime import datetime

from comptoir.domains.inventory.actions import claim_stock
from comptoir.domains.inventory.errors import NotReserved
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import InvoiceAt
from comptoir.domains.orders.actions import mark_paid
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.values import PaymentId
from comptoir.flows.steps.hold_suspicious import hold_suspicious
from comptoir.flows.steps.invoice_order import invoice_order
from comptoir.kernel.access import Actor


def mark_order_paid(
    *,
    order_id: OrderId,
    market_code: str,
    payment_ids: Sequence[PaymentId],
    invoiced: bool = True,
    actor: Actor,
    now: datetime,
) -> None:
    """An order has what it waited for: its goods are claimed, and it is invoiced where that is done at payment.

    ``payment_ids`` are those that pay it, the one that completed it last; none where there was nothing to pay. Without
    ``invoiced`` the invoice is for the caller to issue. Called under the order's lock.

    :raises ReservationLapsed: when its goods were kept for a time, and have been sold since; nothing was done.
    """
    kept = claim_stock(order_id=order_id, if_any=True, actor=actor, now=now)
    if not kept and any(line.wanted and line.lies_on_shelf for line in order(order_id).lines):
        raise NotReserved(order_id=str(order_id))
    mark_paid(order_id=order_id, market=market_code, payment_ids=payment_ids, actor=actor, now=now)
    completed_by = payment_ids[-1] if payment_ids else None
    hold_suspicious(order_id=order_id, market_code=market_code, payment_id=completed_by, actor=actor, now=now)
    if invoiced and market(market_code).invoice_at is InvoiceAt.PAYMENT:
        invoice_order(order=order(order_id), actor=actor, now=now)
