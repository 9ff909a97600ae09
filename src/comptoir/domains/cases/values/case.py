from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

from comptoir.domains.cases.values.kinds import KINDS, CaseKind
from comptoir.kernel.transitions import StateTable

CaseId = NewType("CaseId", UUID)

type Evidence = Mapping[str, Mapping[str, Any]]
"""What was seen: facts by name, by side ("ours" and "theirs", or "found" where there is one side only)."""


class CaseState(StrEnum):
    OPEN = "open"  # nobody is on it
    IN_HAND = "in_hand"
    RESOLVED = "resolved"  # put right, or no longer there
    DISMISSED = "dismissed"  # seen, and left as it is


UNDECIDED = frozenset({CaseState.OPEN, CaseState.IN_HAND})

CASE_STATES = StateTable(
    {
        CaseState.OPEN: {CaseState.IN_HAND, CaseState.RESOLVED, CaseState.DISMISSED},
        # Taken again: somebody else goes on with it.
        CaseState.IN_HAND: {CaseState.IN_HAND, CaseState.RESOLVED, CaseState.DISMISSED},
        CaseState.RESOLVED: set(),
        CaseState.DISMISSED: set(),
    }
)


class Severity(StrEnum):
    URGENT = "urgent"  # money or goods are going wrong now
    NORMAL = "normal"


NO_LONGER_THERE = "no longer there"
ASKER_FORGOTTEN = "asker forgotten"
"""Why a case was closed whose check does not see the thing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it should be. ``key`` names it: the same thing seen again has the same key.

    ``what`` is one of the kind's titles and ``facts`` fill it; amounts are Money. ``market`` is None where the thing
    belongs to none in particular. ``subject_type`` is ``app_label.model`` of what it is about, as in the audit trail.
    """

    key: str
    kind: CaseKind
    what: str
    facts: Mapping[str, Any]
    evidence: Evidence
    market: str | None = None
    subject_type: str = ""
    subject_id: str = ""
    severity: Severity = Severity.NORMAL

    def __post_init__(self) -> None:
        if self.what not in KINDS[self.kind].titles:
            raise ValueError(f"{self.kind} has no title for {self.what!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What became of a finding: the case that stands for it, and whether it was opened just now."""

    case_id: CaseId
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A finding and what became of it. ``former`` is the closed case of the same key that it continues.

    Amounts in ``facts`` and ``evidence`` are ``{"minor": …, "currency": …}``, instants ISO texts. ``because`` is why
    it was closed.
    """

    id: CaseId
    kind: CaseKind
    key: str
    source: str
    what: str
    facts: Mapping[str, Any]
    evidence: Evidence
    market: str | None
    subject_type: str
    subject_id: str
    severity: Severity
    state: CaseState
    handler_id: str
    handler_name: str
    opened_at: datetime
    last_seen_at: datetime
    times_seen: int
    closed_at: datetime | None
    because: str
    former: CaseId | None

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNote:
    """What somebody wrote beside a case, for whoever goes on with it."""

    at: datetime
    author: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What of the inbox is wanted; ``handler_id`` is the actor's id of whoever has them in hand."""

    states: frozenset[CaseState] = frozenset()
    kind: CaseKind | None = None
    handler_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRun:
    """The last time a source looked, and what it counted, by what it looked for."""

    source: str
    ran_at: datetime
    counts: Mapping[str, int] = field(default_factory=dict)
