from comptoir.domains.cases.values import CaseId, CaseKind, CaseState, Severity
from comptoir.kernel.events import Event, Lane, event


@event("cases.case_opened.1", subject="case_id", lane=Lane.BULK)
class CaseOpened(Event):
    """Something is not as it should be, and nobody was told of it yet."""

    case_id: CaseId
    kind: CaseKind
    severity: Severity
    market: str | None


@event("cases.case_closed.1", subject="case_id", lane=Lane.BULK)
class CaseClosed(Event):
    """It was put right, is no longer there, or was seen and left as it is."""

    case_id: CaseId
    kind: CaseKind
    state: CaseState
