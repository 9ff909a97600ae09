"""Providers' messages: each is taken once, and believed no more than what the provider says when asked."""

from datetime import datetime

from django.db import transaction

from comptoir.domains.payments.actions.record import merge_outcome
from comptoir.domains.payments.models import ProviderMessage
from comptoir.domains.payments.permissions import PAYMENTS_RECORD
from comptoir.domains.payments.rules import message_verdict
from comptoir.domains.payments.values import MessageVerdict, Outcome, PaymentId, ProviderNotice, Recorded
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import execute, jsonb


def hear_message(
    *, provider: str, notice: ProviderNotice, payment_id: PaymentId, outcome: Outcome, actor: Actor, now: datetime
) -> Recorded:
    """Take a message about a payment of ours: into the inbox, and what the provider said when it was asked, recorded.

    ``outcome`` is the answer to that question, not what the message claims. A message that was taken before changes
    nothing; two copies that arrive at once take turns. At most five statements.

    :raises UnknownPayment: when there is no such payment.
    """
    actor.must(PAYMENTS_RECORD)
    with transaction.atomic(savepoint=False):
        fresh = _take(provider, notice, payment_id, MessageVerdict.WAITING, now)
        recorded = merge_outcome(payment_id=payment_id, outcome=outcome, actor=actor, now=now)
        if fresh:
            verdict = message_verdict(recorded)
            rows = ProviderMessage.objects.filter(provider=provider, event_id=notice.event_id)
            rows.update(verdict=verdict, applied_at=now)
        return recorded


def shelve_message(
    *,
    provider: str,
    notice: ProviderNotice,
    payment_id: PaymentId | None,
    verdict: MessageVerdict,
    actor: Actor,
    now: datetime,
) -> bool:
    """Keep a message that changes nothing, with the reason; False when it was there already. One statement."""
    actor.must(PAYMENTS_RECORD)
    with transaction.atomic(savepoint=False):
        return _take(provider, notice, payment_id, verdict, now)


def _take(
    provider: str, notice: ProviderNotice, payment_id: PaymentId | None, verdict: MessageVerdict, now: datetime
) -> bool:
    taken = execute(
        """INSERT INTO payments_providermessage
                  (provider, event_id, kind, payment_id, body, sent_at, received_at, applied_at, verdict)
           VALUES (%(provider)s, %(event_id)s, %(kind)s, %(payment_id)s, %(body)s, %(sent_at)s, %(now)s, %(done_at)s,
                   %(verdict)s)
               ON CONFLICT (provider, event_id) DO NOTHING""",
        {
            "provider": provider,
            "event_id": notice.event_id,
            "kind": notice.kind,
            "payment_id": payment_id,
            "body": jsonb(notice.body),
            "sent_at": notice.sent_at,
            "now": now,
            "done_at": None if verdict is MessageVerdict.WAITING else now,
            "verdict": verdict,
        },
    )
    return bool(taken)
