"""News of money closes returns."""

from datetime import datetime

from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.events import PaymentRefunded
from comptoir.domains.returns.actions import close_refunded_returns
from comptoir.kernel.access import Actor
from comptoir.kernel.events import reaction


@reaction(PaymentRefunded)
def close_when_refunded(event: PaymentRefunded, *, actor: Actor, now: datetime) -> None:
    """Of whichever return this money was."""
    close_refunded_returns(order_id=OrderId(event.order_id), actor=actor, now=now)
