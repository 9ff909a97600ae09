from datetime import datetime

from comptoir.domains.payments.actions import record_outcome
from comptoir.domains.payments.queries import payment
from comptoir.domains.payments.values import Operation
from comptoir.flows.ask_provider import ask_provider
from comptoir.flows.settle_payment import Settled, settle_payment
from comptoir.kernel.access import Actor


def carry_out_operation(*, operation: Operation, actor: Actor, now: datetime) -> Settled:
    """Have the provider do what was written down, and write down its answer. Doing it twice has one effect."""
    asked = payment(operation.payment_id)
    outcome = ask_provider(payment=asked, operation=operation)
    return settle_payment(
        order_id=asked.order_id,
        record=lambda: record_outcome(
            payment_id=operation.payment_id, outcome=outcome, operation=operation, actor=actor, now=now
        ),
        actor=actor,
        now=now,
    )
