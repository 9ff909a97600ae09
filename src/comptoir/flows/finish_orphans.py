import logging
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import PaymentState
from comptoir.flows.place_order import SCOPE, Placed
from comptoir.kernel import once

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=5)
"""Who lives, answers within moments of having settled the payment; until that is settled, nobody is answered anyway."""


def finish_orphans(*, now: datetime) -> int:
    """Answer the keys of buyers whose request died after the order was written down; returns how many.

    The payment itself is resolved by ``sweep_payments``; once it is, whoever retries with the key gets the order.
    """
    orphans = once.unanswered(scope=SCOPE, before=now - PATIENCE)
    return sum(_try_to_answer(key, OrderId(UUID(id)), now) for key, id in orphans)


def _try_to_answer(key: str, order_id: OrderId, now: datetime) -> bool:
    try:
        return _answer(key, order_id, now)
    except Exception:
        # One key that cannot be answered must not keep the others waiting; it comes up again.
        log.exception("key could not be answered", extra={"order_id": str(order_id)})
        return False


def _answer(key: str, order_id: OrderId, now: datetime) -> bool:
    payments = payments_of(order_id)
    together = [payment for payment in payments if payment.opened_at == payments[0].opened_at]
    if any(payment.state is PaymentState.CREATED for payment in together):
        return False
    placed = order(order_id)
    answer = (
        Placed.of(number=placed.number, total=placed.total, order_state=placed.state, payment=together[-1])
        if together
        else Placed.without_payment(
            order_id=order_id, number=placed.number, total=placed.total, order_state=placed.state
        )
    )
    once.answer(scope=SCOPE, key=key, answer=asdict(answer), now=now)
    return True
