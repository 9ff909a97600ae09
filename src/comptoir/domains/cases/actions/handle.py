"""What people do with a case."""

from datetime import datetime

from django.db import transaction

from comptoir.domains.cases.actions.close import close
from comptoir.domains.cases.errors import EmptyCaseNote, ReasonMissing, StillStands
from comptoir.domains.cases.models import Case as CaseRow
from comptoir.domains.cases.models import CaseNote
from comptoir.domains.cases.permissions import CASES_HANDLE
from comptoir.domains.cases.queries import case_of_actor, refund_waited_for
from comptoir.domains.cases.values import CASE_STATES, Case, CaseId, CaseState
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.transitions import move

_LONGEST = 4_000


def take_case(*, case_id: CaseId, actor: Actor, now: datetime) -> None:
    """Take a case in hand, from a colleague too; taking it twice changes nothing.

    :raises UnknownCase: when there is none.
    :raises MoveRefused: when it is closed.
    """
    actor.must(CASES_HANDLE)
    known = _known(case_id, actor)
    if known.state is CaseState.IN_HAND and known.handler_id == actor.id:
        return
    with transaction.atomic(savepoint=False):
        changes = {"handler_id": actor.id, "handler_name": actor.label}
        move(CaseRow(pk=case_id), to=CaseState.IN_HAND, table=CASE_STATES, actor=actor, now=now, changes=changes)


def note_case(*, case_id: CaseId, text: str, actor: Actor, now: datetime) -> None:
    """Write something beside a case, closed or not, for whoever goes on with it.

    :raises UnknownCase: when there is none.
    :raises EmptyCaseNote: without words, or with more than 4,000 letters.
    """
    actor.must(CASES_HANDLE)
    words = text.strip()
    if not 0 < len(words) <= _LONGEST:
        raise EmptyCaseNote(field="text")
    known = _known(case_id, actor)
    with transaction.atomic(savepoint=False):
        CaseNote.objects.create(case_id=known.id, at=now, author_id=actor.id, author=actor.label, text=words)
        record(action="case noted", subject_type="cases.case", subject_id=case_id, actor=actor, now=now, because=words)


def resolve_case(*, case_id: CaseId, because: str, actor: Actor, now: datetime) -> None:
    """Close a case as put right. Should its check see the thing again, a new case opens, linked to this one.

    :raises UnknownCase: when there is none.
    :raises ReasonMissing: without a reason.
    :raises StillStands: while the refund that it is about is not sent.
    :raises MoveRefused: when it is closed.
    """
    actor.must(CASES_HANDLE)
    reason, known = _reason(because), _known(case_id, actor)
    if known.is_undecided and refund_waited_for(known):
        raise StillStands(case_id=str(case_id))
    with transaction.atomic(savepoint=False):
        close(known.id, known.kind, to=CaseState.RESOLVED, because=reason, actor=actor, now=now)


def dismiss_case(*, case_id: CaseId, because: str, actor: Actor, now: datetime) -> None:
    """Close a case as seen and left as it is. While its check still sees the same thing, no new case opens.

    :raises UnknownCase: when there is none.
    :raises ReasonMissing: without a reason.
    :raises MoveRefused: when it is closed.
    """
    actor.must(CASES_HANDLE)
    reason, known = _reason(because), _known(case_id, actor)
    with transaction.atomic(savepoint=False):
        # What nothing looks at again would be held for ever.
        holds = bool(known.source)
        close(known.id, known.kind, to=CaseState.DISMISSED, because=reason, holds=holds, actor=actor, now=now)


def _known(case_id: CaseId, actor: Actor) -> Case:
    return case_of_actor(case_id, permission=CASES_HANDLE, actor=actor)


def _reason(because: str) -> str:
    reason = because.strip()
    if not 0 < len(reason) <= _LONGEST:
        raise ReasonMissing(field="because")
    return reason
