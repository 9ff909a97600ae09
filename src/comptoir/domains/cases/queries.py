"""What others may ask of cases. A case of no market is open to those who work for every market."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from comptoir.domains.cases.errors import UnknownCase
from comptoir.domains.cases.models import Case as CaseRow
from comptoir.domains.cases.models import CaseNote as NoteRow
from comptoir.domains.cases.models import CheckRun as RunRow
from comptoir.domains.cases.permissions import CASES_VIEW
from comptoir.domains.cases.rules import key_of
from comptoir.domains.cases.values import (
    UNDECIDED,
    Case,
    CaseFilter,
    CaseId,
    CaseKind,
    CaseNote,
    CaseState,
    CheckRun,
    Question,
    Severity,
    Topic,
)
from comptoir.domains.payments.queries import open_refunds
from comptoir.domains.payments.values import Operation, PaymentId
from comptoir.kernel.access import ALL_MARKETS, Actor, NotAllowed, Permission
from comptoir.kernel.paging import Page, decode_cursor, page_of
from comptoir.kernel.remember import remembered

__all__ = [
    "case",
    "case_of_actor",
    "check_runs",
    "count_undecided",
    "held_subjects",
    "inbox",
    "key_of",
    "notes_of",
    "questions_of",
    "refund_waited_for",
]


def refund_waited_for(about: Case) -> Operation | None:
    """The refund that a case is about, as long as nobody knows that it was sent; None for any other case."""
    if about.what != "refund_unanswered":
        return None
    refunds = open_refunds(PaymentId(UUID(about.subject_id)))
    return next(
        (each for cause, each in refunds.items() if key_of("refunds", about.subject_id, cause) == about.key), None
    )


def case(case_id: CaseId, *, actor: Actor) -> Case:
    """One case, if the actor may see those of its market.

    :raises UnknownCase: when there is none.
    """
    actor.must(CASES_VIEW)
    return case_of_actor(case_id, permission=CASES_VIEW, actor=actor)


def case_of_actor(case_id: CaseId, *, permission: Permission, actor: Actor) -> Case:
    """One case, if the actor has that permission where it belongs.

    :raises UnknownCase: when there is none.
    """
    row = CaseRow.objects.filter(pk=case_id).first()
    if row is None:
        raise UnknownCase(case_id=str(case_id))
    actor.must(permission, market=row.market_id)
    if row.market_id is None and actor.markets is not ALL_MARKETS:
        raise NotAllowed(permission=permission, market="")
    return _case(row)


def notes_of(case_id: CaseId, *, actor: Actor) -> tuple[CaseNote, ...]:
    """What was written beside a case, first to last.

    :raises UnknownCase: when there is none.
    """
    known = case(case_id, actor=actor)
    rows = NoteRow.objects.filter(case_id=known.id).order_by("id")
    return tuple(CaseNote(at=row.at, author=row.author, text=row.text) for row in rows)


def inbox(wanted: CaseFilter, *, actor: Actor, cursor: str | None = None, page_size: int = 50) -> Page[Case]:
    """The cases that are wanted, of the markets the actor may see, opened last first."""
    actor.must(CASES_VIEW)
    rows = _filtered(wanted, actor)
    if cursor:
        (id,) = decode_cursor(cursor, [UUID])
        rows = rows.filter(id__lt=id)
    found = list(rows.order_by("-id")[: page_size + 1])
    return page_of(found, size=page_size, key=lambda row: (row.id,), show=_case)


def count_undecided(*, actor: Actor) -> int:
    """How many cases wait for somebody, of the markets the actor may see. Remembered."""
    actor.must(CASES_VIEW)
    counts = _undecided_by_market()
    if actor.markets is ALL_MARKETS:
        return sum(counts.values())
    return sum(count for market, count in counts.items() if market in actor.markets)


@remembered("cases")
def _undecided_by_market() -> Mapping[str | None, int]:
    rows = CaseRow.objects.filter(state__in=list(UNDECIDED)).order_by().values_list("market_id")
    return MappingProxyType(dict(rows.annotate(Count("id"))))


def questions_of(emails: Collection[str]) -> tuple[Question, ...]:
    """What somebody at these addresses has asked, oldest first."""
    rows = CaseRow.objects.filter(kind=CaseKind.QUESTION, evidence__found__email__in=[each.lower() for each in emails])
    return tuple(_question(row.evidence["found"], row.market_id or "") for row in rows.order_by("id"))


def _question(found: Mapping[str, Any], market: str) -> Question:
    names = ("name", "email", "order_number", "text", "language")
    return Question(topic=Topic(found["topic"]), market=market, **{name: found[name] for name in names})


def held_subjects(source: str, subject_type: str) -> frozenset[str]:
    """The ids of what the source's standing cases are about: what it should look at again."""
    rows = CaseRow.objects.filter(source=source, holds=True, subject_type=subject_type)
    return frozenset(rows.values_list("subject_id", flat=True))


def check_runs(*, actor: Actor) -> tuple[CheckRun, ...]:
    """When each source looked last, and what it counted."""
    actor.must(CASES_VIEW)
    rows = RunRow.objects.order_by("source")
    return tuple(CheckRun(source=row.source, ran_at=row.ran_at, counts=row.counts) for row in rows)


def _filtered(wanted: CaseFilter, actor: Actor) -> QuerySet[CaseRow]:
    rows = CaseRow.objects.all()
    if actor.markets is not ALL_MARKETS:
        rows = rows.filter(market_id__in=actor.markets or ())
    narrowed = Q()
    if wanted.states:
        narrowed &= Q(state__in=list(wanted.states))
    if wanted.kind:
        narrowed &= Q(kind=wanted.kind)
    if wanted.handler_id:
        narrowed &= Q(handler_id=wanted.handler_id)
    return rows.filter(narrowed)


def _case(row: CaseRow) -> Case:
    return Case(
        id=CaseId(row.id),
        kind=CaseKind(row.kind),
        key=row.key,
        source=row.source,
        what=row.what,
        facts=row.facts,
        evidence=row.evidence,
        market=row.market_id,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        severity=Severity(row.severity),
        state=CaseState(row.state),
        handler_id=row.handler_id,
        handler_name=row.handler_name,
        opened_at=row.opened_at,
        last_seen_at=row.last_seen_at,
        times_seen=row.times_seen,
        closed_at=row.closed_at,
        because=row.because,
        former=CaseId(row.former_id) if row.former_id else None,
    )
