from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from comptoir.domains.payments.actions import record_outcome
from comptoir.domains.payments.values import Decline, Outcome, OutcomeStatus
from comptoir.flows.authorise_payment import PayingWith, authorise_payment
from comptoir.flows.settle_payment import Settled, settle_payment
from comptoir.flows.steps.open_tenders import Tender
from comptoir.kernel import clock
from comptoir.kernel.access import Actor

_GIVEN_UP = Outcome(status=OutcomeStatus.DECLINED, reason=Decline.GIVEN_UP)


def pay_by_tenders(
    *,
    tenders: Sequence[Tender],
    order_number: str,
    email: str,
    language: str,
    paying: PayingWith,
    actor: Actor,
    now: datetime,
) -> tuple[Settled, Outcome]:
    """Ask for the money of an order's open payments, gift cards and store credit first, and settle each.

    Returns how the last one ended. When a card turns out to hold less than it did a moment ago, nobody is asked for the
    rest: the buyer chooses anew how to pay what is left. What was taken stays with the order. Asking twice has one
    effect. ``now`` is the instant before anybody is asked.
    """
    refused = False
    for tender in tenders:
        payment, outcome, heard_at = tender.payment, _GIVEN_UP, now
        if not refused:
            means = replace(paying, token=str(tender.account_id)) if tender.account_id else paying
            outcome = authorise_payment(
                payment=payment, order_number=order_number, email=email, language=language, paying=means
            )
            heard_at = clock.now()
        settled = settle_payment(
            order_id=payment.order_id,
            record=partial(record_outcome, payment_id=payment.id, outcome=outcome, actor=actor, now=heard_at),
            actor=actor,
            now=heard_at,
        )
        refused = refused or (tender.account_id is not None and not settled.payment.secured)
    return settled, outcome
