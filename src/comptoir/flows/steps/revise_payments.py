from datetime import datetime

from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Order, OrderRevision, revision_cause
from comptoir.domains.payments.actions import request_void
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import UNDER_WAY, Operation
from comptoir.flows.steps.follow_due import follow_due
from comptoir.flows.steps.give_back_part import give_back_part
from comptoir.flows.steps.paid_too_much import paid_too_much
from comptoir.kernel.access import Actor


def revise_payments(
    *, before: Order, revision: OrderRevision, because: str, actor: Actor, now: datetime
) -> list[Operation]:
    """The payments of an order follow what is agreed now: returns what is to be asked of providers. Called under the
    order's lock, once it is revised and before its goods follow.

    What was asked for is given up where another amount is due now; by transfer, the new amount is awaited instead. What
    was paid already of an order that waits for its payment, by a gift card, goes back as far as it is too much.
    """
    payments = payments_of(before.id)
    too_much = paid_too_much(before=before, revision=revision, payments=payments)
    due_before = before.to_pay
    agreed = order(before.id)
    asked = [
        request_void(payment_id=payment.id, actor=actor, now=now)
        for payment in payments
        if payment.state in UNDER_WAY and payment.looked_up and agreed.to_pay != due_before
    ]
    cause = revision_cause(revision.builds_on + 1)
    asked += give_back_part(order_id=before.id, amount=too_much, cause=cause, because=because, actor=actor, now=now)
    return asked + follow_due(order=agreed, actor=actor, now=now)
