"""A dispute is a case while the bank looks at it."""

from datetime import datetime

from comptoir.domains.cases.actions.watch import close_cleared, open_cases
from comptoir.domains.cases.permissions import CASES_OPEN
from comptoir.domains.cases.values import CaseKind, Finding, Severity
from comptoir.domains.orders.queries import headings_for
from comptoir.domains.orders.values import OrderId
from comptoir.domains.payments.queries import disputes_of, payment
from comptoir.domains.payments.values import Dispute, DisputeState, Payment, PaymentId
from comptoir.kernel.access import Actor

SOURCE = "disputes"


def keep_dispute_cases(*, payment_id: PaymentId, actor: Actor, now: datetime) -> None:
    """Have the inbox show the disputes of a payment that the bank has not decided, with its deadline among the
    evidence, and no others."""
    actor.must(CASES_OPEN)
    found = payment(payment_id)
    findings = [_finding(found, each) for each in disputes_of([payment_id]) if each.state is DisputeState.OPEN]
    open_cases(findings=findings, source=SOURCE, actor=actor, now=now)
    seen = [finding.key for finding in findings]
    close_cleared(source=SOURCE, seen=seen, among=[str(payment_id)], actor=actor, now=now)


def _finding(found: Payment, dispute: Dispute) -> Finding:
    order_id = OrderId(found.order_id)
    return Finding(
        key=f"payments:dispute:{dispute.id}",
        kind=CaseKind.DISPUTE,
        what="opened",
        facts={"provider": found.provider, "amount": dispute.amount},
        evidence={
            "found": {
                "number": headings_for([order_id])[order_id].number,
                "amount": dispute.amount,
                "reason": dispute.reason,
                "reference": dispute.reference,
                "answer_by": dispute.answer_by.isoformat() if dispute.answer_by else None,
                "opened_at": dispute.opened_at.isoformat(),
            }
        },
        market=found.market,
        subject_type="payments.payment",
        subject_id=str(found.id),
        severity=Severity.URGENT,
    )
