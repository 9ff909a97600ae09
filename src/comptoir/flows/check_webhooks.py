from datetime import datetime

from comptoir.domains.cases.values import CaseKind, Finding
from comptoir.domains.integrations.queries import failing_subscriptions
from comptoir.domains.integrations.values import Answer, FailingSubscription
from comptoir.flows.steps.keep_cases import keep_cases
from comptoir.kernel.access import Actor

SOURCE = "webhooks"
_LONGEST_ANSWER = 200


def check_webhooks(*, actor: Actor, now: datetime) -> None:
    """Keep a case for each subscriber that nothing has reached for a day, and none for one that takes messages again,
    was switched off or removed.
    """
    findings = [_finding(each) for each in failing_subscriptions(actor=actor)]
    keep_cases(source=SOURCE, findings=findings, counts={"failing": len(findings)}, actor=actor, now=now)


def _finding(failing: FailingSubscription) -> Finding:
    known = failing.subscription
    since = known.failing_since
    return Finding(
        key=f"webhooks:{known.id}",
        kind=CaseKind.FAILING_WEBHOOK,
        what="failing",
        facts={"name": known.name},
        evidence={
            "found": {
                "url": known.url,
                "since_at": since.isoformat() if since else None,
                "waiting": failing.waiting,
                "given_up": failing.given_up,
                "answers": list(dict.fromkeys(_told(answer) for answer in failing.answers)),
            }
        },
        # What several markets are told of belongs to none of them alone.
        market=next(iter(known.markets)) if known.markets and len(known.markets) == 1 else None,
        subject_type="integrations.subscription",
        subject_id=str(known.id),
    )


def _told(answer: Answer) -> str:
    """The code of a failure, or the status with the beginning of what came with it."""
    if answer.failure:
        return answer.failure
    return f"{answer.status} {' '.join(answer.text.split())[:_LONGEST_ANSWER]}".strip()
