from datetime import datetime
from typing import Any

from comptoir.domains.cases.queries import key_of
from comptoir.domains.cases.values import CaseKind, Finding, Severity
from comptoir.domains.payments.values import Difference, Outcome, Payment
from comptoir.kernel.money import Money


def tell_difference(
    *,
    difference: Difference,
    provider: str,
    key: str,
    ours: Payment | None,
    theirs: Outcome | None,
    opened_there_at: datetime | None = None,
) -> Finding:
    """A difference between a provider's books and ours as a finding, with what each side says.

    Other amounts on either side make it another finding: who dismissed the first has not seen the second.
    """
    here, there = _ours(ours) if ours else {}, _theirs(theirs, opened_there_at) if theirs else {}
    amount = ours.amount if ours else _most(theirs)
    sums = [str(side.get(name, "")) for side in (here, there) for name in ("authorised", "captured", "refunded")]
    return Finding(
        key=key_of("payments", provider, key, difference, " ".join(sums)),
        kind=CaseKind.PAYMENT_DIFFERENCE,
        what=difference,
        facts={"provider": provider, "amount": amount},
        evidence={"ours": here, "theirs": there},
        market=ours.market if ours else None,
        subject_type="payments.payment" if ours else "",
        subject_id=key,
        severity=Severity.URGENT,
    )


def _ours(payment: Payment) -> dict[str, Any]:
    return {
        "state": payment.state,
        "authorised": payment.authorised,
        "captured": payment.captured,
        "refunded": payment.refunded,
        "reference": payment.reference,
        "merchant": payment.merchant,
        "opened_at": payment.opened_at.isoformat(),
    }


def _theirs(outcome: Outcome, opened_at: datetime | None) -> dict[str, Any]:
    return {
        "state": outcome.status,
        "authorised": outcome.authorised,
        "captured": outcome.captured,
        "refunded": outcome.refunded,
        "reference": outcome.reference,
        "merchant": outcome.merchant,
        "opened_at": opened_at.isoformat() if opened_at else None,
    }


def _most(outcome: Outcome | None) -> Money | None:
    return (outcome.captured or outcome.authorised) if outcome else None
