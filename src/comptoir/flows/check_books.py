from collections.abc import Mapping, Sequence
from datetime import datetime

from comptoir.domains.cases.values import Finding
from comptoir.flows.steps.keep_cases import keep_cases
from comptoir.kernel.access import Actor

SOURCE = "books"


def check_books(*, findings: Sequence[Finding], breaks: Mapping[str, int], actor: Actor, now: datetime) -> None:
    """Keep what was found broken in the books: a case each, and none for what is no longer there.

    ``breaks`` counts them by check, those that hold as 0. ``now`` is when the books were looked at. Two runs at once
    open one case.
    """
    keep_cases(source=SOURCE, findings=findings, counts=breaks, actor=actor, now=now)
