"""Cases for tests of this and other domains, made by the real actions."""

from datetime import datetime

from comptoir.domains.cases.actions import open_case
from comptoir.domains.cases.values import CaseId, CaseKind, Finding, Question, Severity, Topic
from comptoir.kernel.access import job_actor
from comptoir.kernel.testing import NOON


def finding(
    key: str = "p5_stock:1",
    *,
    words: str = "variant HONEY: 3 on the shelf, 2 by its movements",
    market: str | None = None,
    subject_type: str = "",
    subject_id: str = "",
    severity: Severity = Severity.NORMAL,
) -> Finding:
    """Something broken in the books."""
    return Finding(
        key=key,
        kind=CaseKind.BROKEN_INVARIANT,
        what="broken",
        facts={"check": "P5", "words": words},
        evidence={"found": {"words": words}},
        market=market,
        subject_type=subject_type,
        subject_id=subject_id,
        severity=severity,
    )


def make_case(found: Finding | None = None, *, source: str = "books", now: datetime = NOON) -> CaseId:
    """An open case."""
    return open_case(finding=found or finding(), source=source, actor=job_actor("test"), now=now).case_id


QUESTION = Question(
    name="Lucie Martin",
    email="lucie@example.org",
    topic=Topic.GOODS,
    order_number="",
    text="Le miel de lavande est-il cristallisé ?\nMerci.",
    market="fr",
    language="fr",
)
