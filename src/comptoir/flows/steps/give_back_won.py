from datetime import datetime

from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.actions import request_refund
from comptoir.domains.payments.queries import payment
from comptoir.domains.payments.values import DisputeState, PaymentState, Recorded
from comptoir.flows.steps.beyond_due import beyond_due
from comptoir.kernel.access import Actor


def give_back_won(*, recorded: Recorded, actor: Actor, now: datetime) -> None:
    """A dispute that was won gives its money back to us: as far as the order was called off, changed or sent back
    meanwhile, that money is the buyer's, and goes where it would have gone then.

    Called under the order's lock. One dispute is answered once; the sweep carries it out.
    """
    for moved in recorded.disputes:
        if moved.dispute.state is not DisputeState.WON:
            continue
        now_held, found = payment(recorded.payment.id), order(OrderId(recorded.payment.order_id))
        amount = min(moved.dispute.amount, now_held.refundable)
        if now_held.state is not PaymentState.MISMATCHED:  # money of a wrong amount is nobody's sale
            amount = min(amount, beyond_due(order=found))
        if amount:
            cause = f"dispute {moved.dispute.id}"
            request_refund(payment_id=now_held.id, amount=amount, cause=cause, actor=actor, now=now)
