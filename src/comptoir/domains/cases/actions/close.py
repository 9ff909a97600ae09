from datetime import datetime

from comptoir.domains.cases.events import CaseClosed
from comptoir.domains.cases.models import Case
from comptoir.domains.cases.values import CASE_STATES, CaseId, CaseKind, CaseState
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.remember import forget
from comptoir.kernel.transitions import move


def close(
    id: CaseId, kind: str, *, to: CaseState, because: str, holds: bool = False, actor: Actor, now: datetime
) -> None:
    """Close an undecided case, for the actions of this domain, in their transaction. ``holds``: it keeps its key.

    :raises MoveRefused: when it was closed before.
    """
    changes = {"holds": holds, "closed_at": now, "because": because}
    move(Case(pk=id), to=to, table=CASE_STATES, actor=actor, now=now, because=because, changes=changes)
    emit(CaseClosed(case_id=id, kind=CaseKind(kind), state=to))
    forget("cases")
