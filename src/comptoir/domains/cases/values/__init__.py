"""What a case is: something that is not as it should be, until somebody has seen to it."""

from comptoir.domains.cases.values.case import (
    ASKER_FORGOTTEN,
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
from comptoir.domains.cases.values.question import LONGEST_QUESTION, Question, Topic

__all__ = [
    "ASKER_FORGOTTEN",
    "CASE_STATES",
    "KINDS",
    "LONGEST_QUESTION",
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
    "Question",
    "Severity",
    "Topic",
    "title_of",
]
