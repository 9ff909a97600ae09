from datetime import datetime

from comptoir.domains.orders.values import Order, OrderRevision, OrderState
from comptoir.domains.payments.actions import request_void
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import UNDER_WAY, Operation
from comptoir.flows.steps.give_back_part import give_back_part
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money, total_of


def revise_payments(
    *, before: Order, revision: OrderRevision, because: str, actor: Actor, now: datetime
) -> list[Operation]:
    """The payments of an order follow what is agreed now: returns what is to be asked of providers. Called under the
    order's lock, before its goods follow.

    Of an order that waits for its payment, what was asked for is given up: another amount is due now. What was paid of
    it already, by a gift card, goes back as far as it is too much.
    """
    too_much, asked = revision.too_much, list[Operation]()
    if before.state is OrderState.AWAITING_PAYMENT:
        payments = payments_of(before.id)
        held = total_of((payment.secured for payment in payments), before.total.currency)
        too_much = max(held - revision.total, Money.zero(before.total.currency))
        asked = [
            request_void(payment_id=payment.id, actor=actor, now=now)
            for payment in payments
            if payment.state in UNDER_WAY and revision.total != before.total
        ]
    cause = f"revision {revision.builds_on + 1}"
    return asked + give_back_part(
        order_id=before.id, amount=too_much, cause=cause, because=because, actor=actor, now=now
    )
