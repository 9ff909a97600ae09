from datetime import datetime

from comptoir.domains.cases.permissions import CASES_HANDLE
from comptoir.domains.payments.errors import NotSupported, ProviderUnreachable
from comptoir.domains.payments.queries import payment
from comptoir.domains.payments.values import Capability, OutcomeStatus, PaymentId
from comptoir.flows.ask_provider import ask_provider
from comptoir.flows.steps.compare_payment import compare_payment
from comptoir.flows.steps.keep_cases import keep_cases
from comptoir.kernel.access import Actor


def recheck_payment(*, payment_id: PaymentId, actor: Actor, now: datetime) -> bool:
    """Ask the provider again about a payment, take in its answer, and close the cases of it if both books agree now;
    whether they do. For whoever handles a case and need not wait for the next comparison.

    :raises UnknownPayment: when there is none.
    :raises NotSupported: when nobody can be asked, as for a bank transfer.
    :raises ProviderUnreachable: when there is no answer just now.
    """
    ours = payment(payment_id)
    actor.must(CASES_HANDLE, market=ours.market)
    if not ours.looked_up:
        raise NotSupported(capability=Capability.LOOK_UP)
    outcome = ask_provider(payment=ours)
    if outcome.status is OutcomeStatus.UNKNOWN:
        raise ProviderUnreachable(retry_after=60)
    theirs = None if outcome.status is OutcomeStatus.NOT_FOUND else outcome
    consequences, key = actor.with_consequences(), str(payment_id)
    finding = compare_payment(provider=ours.provider, key=key, ours=ours, theirs=theirs, actor=consequences, now=now)
    keep_cases(
        source=f"payments.{ours.provider}",
        findings=[finding] if finding else [],
        among=[key],
        actor=consequences,
        now=now,
    )
    return finding is None
