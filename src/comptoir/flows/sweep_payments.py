import logging
from datetime import datetime

from comptoir.domains.payments.actions import record_outcome
from comptoir.domains.payments.queries import unresolved
from comptoir.domains.payments.values import Unresolved
from comptoir.flows.ask_provider import ask_provider
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.settle_payment import settle_payment
from comptoir.kernel.access import Actor

log = logging.getLogger(__name__)


def sweep_payments(*, actor: Actor, now: datetime) -> int:
    """Ask providers again about every payment whose answer is missing; returns how many.

    Whatever was cut off - a crash between two transactions, a lost answer, a message that never came - ends here.
    """
    waiting = unresolved(now)
    for item in waiting:
        try:
            _resolve(item, actor, now)
        except Exception:
            # One payment that cannot be resolved must not keep the others waiting; it is asked again later.
            log.exception("payment could not be resolved", extra={"payment_id": str(item.payment.id)})
    return len(waiting)


def _resolve(item: Unresolved, actor: Actor, now: datetime) -> None:
    for operation in item.operations:
        carry_out_operation(operation=operation, actor=actor, now=now)
    if not item.operations:
        payment, outcome = item.payment, ask_provider(payment=item.payment)
        settle_payment(
            order_id=payment.order_id,
            record=lambda: record_outcome(payment_id=payment.id, outcome=outcome, actor=actor, now=now),
            actor=actor,
            now=now,
        )
