from dataclasses import dataclass
from datetime import datetime

from comptoir.domains.orders.actions import ask_for_payment
from comptoir.domains.orders.queries import awaited_money
from comptoir.domains.orders.values import OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.returns.queries import REST_PAID_WITHIN
from comptoir.domains.returns.values import Return, ReturnKind
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money, total_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """What is sent instead of goods that have come: its order, what is ``left`` to be paid of ``total``, and as what
    kind of return they count now."""

    kind: ReturnKind
    order_id: OrderId | None
    left: Money
    total: Money


def replacement_at_receipt(*, found: Return, currency: str, actor: Actor, now: datetime) -> Instead:
    """Lock the order of what is sent instead of goods that have come, which from now on waits for money like any other.

    Called under the lock of the order that they are of: always the older one first. Goods for which nothing is sent
    after all are a withdrawal. What a payment that is under way is asked for is not paid twice.
    """
    zero = Money.zero(currency)
    if found.replacement_id is None:
        return Instead(kind=found.kind, order_id=None, left=zero, total=zero)
    awaited = awaited_money(found.replacement_id)
    if awaited.state is not OrderState.AWAITING_PAYMENT:
        came_to_nothing = awaited.state is OrderState.CANCELLED and found.kind is ReturnKind.EXCHANGE
        kind = ReturnKind.WITHDRAWAL if came_to_nothing else found.kind
        return Instead(kind=kind, order_id=None, left=zero, total=zero)
    ask_for_payment(order_id=found.replacement_id, until=now + REST_PAID_WITHIN, actor=actor, now=now)
    engaged = total_of((payment.engaged for payment in payments_of(found.replacement_id)), currency)
    return Instead(kind=found.kind, order_id=found.replacement_id, left=awaited.total - engaged, total=awaited.total)
