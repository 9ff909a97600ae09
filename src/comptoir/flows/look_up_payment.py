from datetime import datetime

from comptoir.domains.payments.actions import record_outcome
from comptoir.domains.payments.queries import payment as payment_by_id
from comptoir.domains.payments.values import PaymentId, PaymentState
from comptoir.flows.ask_provider import ask_provider
from comptoir.flows.settle_payment import settle_payment
from comptoir.kernel.access import Actor

_WAITING = frozenset({PaymentState.CREATED, PaymentState.PENDING})


def look_up_payment(*, payment_id: PaymentId, actor: Actor, now: datetime) -> None:
    """Ask the provider what has become of a payment that waits for its answer, for a buyer who has just come back.

    The provider's message and the sweep would tell the same a little later; asking twice has one effect.

    :raises UnknownPayment: when there is none.
    """
    waiting = payment_by_id(payment_id)
    if waiting.state not in _WAITING or not waiting.looked_up:
        return
    outcome = ask_provider(payment=waiting)
    settle_payment(
        order_id=waiting.order_id,
        record=lambda: record_outcome(payment_id=payment_id, outcome=outcome, actor=actor, now=now),
        actor=actor,
        now=now,
    )
