"""What a case is: something that is not as it should be, until somebody has seen to it."""

from comptoir.domains.cases.values.case import (
    CASE_STATES,
    NO_LONGER_THERE,
    UNDECIDED,
    Case,
    CaseFilter,
    CaseId,
    CaseNote,
    CaseState,
    CheckRun,
    Evidence,
    Finding,
    Opened,
    Severity,
)
from comptoir.domains.cases.values.kinds import KINDS, CaseKind, KindFacts, title_of

__all__ = [
    "CASE_STATES",
    "KINDS",
    "NO_LONGER_THERE",
    "UNDECIDED",
    "Case",
    "CaseFilter",
    "CaseId",
    "CaseKind",
    "CaseNote",
    "CaseState",
    "CheckRun",
    "Evidence",
    "Finding",
    "KindFacts",
    "Opened",
    "Severity",
    "title_of",
]
