from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db import transaction

from comptoir.domains.payments.actions import hear_message, shelve_message
from comptoir.domains.payments.errors import UnknownPayment
from comptoir.domains.payments.queries import payment_of_notice
from comptoir.domains.payments.values import MessageVerdict, OutcomeStatus, PaymentProvider, ProviderNotice
from comptoir.flows.ask_provider import ask_provider
from comptoir.flows.settle_payment import settle_payment
from comptoir.kernel import clock, ports
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import Busy


class NotResolvedYet(Busy):
    """The provider wrote, but does not answer now; it is to send its message again."""

    code = "payments.not_resolved_yet"


def take_provider_message(
    *, kind: str, headers: Mapping[str, str], body: bytes, actor: Actor, now: datetime
) -> MessageVerdict:
    """Take a provider's signed message. It is a reason to ask the provider, never a proof.

    A message that comes twice, late or out of order changes nothing that its first copy or a later one did not.

    :raises UnknownConnector: when there is no such provider.
    :raises BadSignature, StaleMessage, MalformedMessage: when it is not to be believed at all.
    :raises NotResolvedYet: when the provider cannot be asked just now.
    """
    provider: PaymentProvider = ports.load("payments", kind)
    # Real time: a provider does not live by our test clock.
    notice = provider.read_message(headers=headers, body=body, now=clock.real_now())
    try:
        payment = payment_of_notice(kind, notice)
    except UnknownPayment:
        return _shelve(kind, notice, MessageVerdict.NOT_OURS, actor, now)
    if not notice.final:
        return _shelve(kind, notice, MessageVerdict.NOT_FINAL, actor, now)
    outcome = ask_provider(payment=payment)
    if outcome.status is OutcomeStatus.UNKNOWN:
        raise NotResolvedYet(retry_after=30)
    hear = partial(
        hear_message, provider=kind, notice=notice, payment_id=payment.id, outcome=outcome, actor=actor, now=now
    )
    settle_payment(order_id=payment.order_id, record=hear, actor=actor, now=now)
    return MessageVerdict.APPLIED


def _shelve(kind: str, notice: ProviderNotice, verdict: MessageVerdict, actor: Actor, now: datetime) -> MessageVerdict:
    with transaction.atomic(durable=True):
        shelve_message(provider=kind, notice=notice, payment_id=None, verdict=verdict, actor=actor, now=now)
    return verdict
