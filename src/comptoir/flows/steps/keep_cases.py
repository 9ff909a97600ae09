from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.cases.actions import close_cleared, open_cases
from comptoir.domains.cases.values import Finding
from comptoir.kernel.access import Actor


def keep_cases(
    *,
    source: str,
    findings: Sequence[Finding],
    among: Collection[str] | None = None,
    counts: Mapping[str, int] | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Have the inbox show what a check has found and nothing else of it, in one transaction.

    ``now`` is when it began to look; ``among`` and ``counts`` as ``close_cleared`` takes them.
    """
    with transaction.atomic(durable=True):
        open_cases(findings=findings, source=source, actor=actor, now=now)
        seen = [finding.key for finding in findings]
        close_cleared(source=source, seen=seen, among=among, counts=counts, actor=actor, now=now)
