from collections.abc import Iterable
from datetime import datetime

from comptoir.domains.orders.queries import order_for_staff
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.errors import NothingToRecord
from comptoir.domains.payments.permissions import PAYMENTS_RECORD
from comptoir.domains.payments.queries import payments_of
from comptoir.flows.record_payment import record_payment
from comptoir.flows.steps.each_alone import Done, each_alone
from comptoir.kernel.access import Actor
from comptoir.kernel.money import total_of


def record_payments(*, order_ids: Iterable[OrderId], actor: Actor, now: datetime) -> Done:
    """All that is still due of several orders is on the bank account, each in a transaction of its own.

    What was recorded before, or is paid in a way that no person sees, is among the refused: nothing counts twice.
    """
    actor.must(PAYMENTS_RECORD)

    def act(order_id: OrderId) -> None:
        found = order_for_staff(order_id, actor=actor)
        held = total_of((payment.secured for payment in payments_of(order_id)), found.total.currency)
        due = found.left_to_pay(held)
        if not due:
            raise NothingToRecord
        record_payment(order_id=order_id, amount=due, actor=actor, now=now)

    return each_alone(order_ids=order_ids, act=act)
