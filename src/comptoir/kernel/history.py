"""The audit trail: every privileged write leaves a line, in the same transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from comptoir.kernel.access import BY_HAND, Actor
from comptoir.kernel.models import HistoryLine
from comptoir.kernel.paging import Page, decode_cursor, page_of
from comptoir.kernel.sql import execute, jsonb

type Facts = Mapping[str, Any]

_COLUMNS = ("id", "at", "actor_kind", "actor_id", "actor_label", "action", "before", "after", "because")
_TRAIL = (*_COLUMNS, "subject_type", "subject_id")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of history, as read back."""

    id: int
    at: datetime
    actor_kind: str
    actor_id: str
    actor_label: str
    action: str
    before: dict[str, Any]
    after: dict[str, Any]
    because: str


def record(
    *,
    action: str,
    subject_type: str,
    subject_id: object,
    actor: Actor,
    now: datetime,
    before: Facts | None = None,
    after: Facts | None = None,
    because: str = "",
) -> None:
    """Add one line. ``subject_type`` is ``app_label.model``; facts hold what JSON can hold, ids, dates and Money."""
    record_many(
        action=action,
        subject_type=subject_type,
        changes=[(subject_id, before or {}, after or {})],
        actor=actor,
        now=now,
        because=because,
    )


def record_many(
    *,
    action: str,
    subject_type: str,
    changes: Sequence[tuple[object, Facts, Facts]],
    actor: Actor,
    now: datetime,
    because: str = "",
) -> None:
    """Add a line for each ``(subject_id, before, after)``, in one statement."""
    if not changes:
        return
    execute(
        """INSERT INTO kernel_history
                  (at, actor_kind, actor_id, actor_label, action, subject_type, subject_id, before, after, because)
           SELECT %s, %s, %s, %s, %s, %s, change.subject_id, change.before, change.after, %s
             FROM unnest(%s::text[], %s::jsonb[], %s::jsonb[]) AS change(subject_id, before, after)""",
        [
            *(now, actor.kind, actor.id, actor.label, action, subject_type, because),
            [str(id) for id, _, _ in changes],
            [jsonb(before) for _, before, _ in changes],
            [jsonb(after) for _, _, after in changes],
        ],
    )


def record_past(
    *,
    subject_type: str,
    changes: Sequence[tuple[datetime, str, object, Facts, Facts]],
    actor: Actor,
) -> None:
    """Add a line for each ``(at, action, subject_id, before, after)`` of the past, in that order, in one statement."""
    if not changes:
        return
    execute(
        """INSERT INTO kernel_history
                  (at, actor_kind, actor_id, actor_label, action, subject_type, subject_id, before, after, because)
           SELECT change.at, %s, %s, %s, change.action, %s, change.subject_id, change.before, change.after, ''
             FROM unnest(%s::timestamptz[], %s::text[], %s::text[], %s::jsonb[], %s::jsonb[]) WITH ORDINALITY
                  AS change(at, action, subject_id, before, after, place) ORDER BY change.place""",
        [
            *(actor.kind, actor.id, actor.label, subject_type),
            [at for at, *_ in changes],
            [action for _, action, *_ in changes],
            [str(id) for _, _, id, *_ in changes],
            [jsonb(before) for *_, before, _ in changes],
            [jsonb(after) for *_, after in changes],
        ],
    )


def forget_facts(subject_type: str, subject_ids: Collection[object], *, reasons: bool = False) -> None:
    """Take what was written before and after out of the lines about somebody who is to be forgotten, with ``reasons``
    what staff wrote in their own words as well. Who did what, and when, and from which state to which, stays: the
    database lets lines be emptied, and refuses any other change."""
    execute(
        """UPDATE kernel_history
              SET before = jsonb_strip_nulls(jsonb_build_object('state', before -> 'state')),
                  after = jsonb_strip_nulls(jsonb_build_object('state', after -> 'state')),
                  because = CASE WHEN %s THEN '' ELSE because END
            WHERE subject_type = %s AND subject_id = ANY(%s)""",
        [reasons, subject_type, [str(id) for id in subject_ids]],
    )


def history_of(subject_type: str, subject_id: object, *, limit: int = 200) -> list[Line]:
    """The latest lines about one thing, newest first."""
    rows = HistoryLine.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).order_by("-id")
    return [Line(*values) for values in rows.values_list(*_COLUMNS)[:limit]]


@dataclass(frozen=True, slots=True)
class TrailLine(Line):
    """A line together with what it is about."""

    subject_type: str
    subject_id: str


def histories_of(subjects: Collection[tuple[str, object]], *, limit: int = 200) -> list[TrailLine]:
    """The latest lines about several things, ``(subject_type, subject_id)`` each, as one story: newest first."""
    wanted = Q(pk__in=())
    for subject_type, subject_id in subjects:
        wanted |= Q(subject_type=subject_type, subject_id=str(subject_id))
    rows = HistoryLine.objects.filter(wanted).order_by("-at", "-id")
    return [TrailLine(*values) for values in rows.values_list(*_TRAIL)[:limit]]


def trail(*, by_hand: bool = False, cursor: str | None = None, page_size: int = 50) -> Page[TrailLine]:
    """Everything that was ever recorded, newest first; with ``by_hand`` only what staff and their programs did.

    For surfaces that have checked who asks.
    """
    rows = HistoryLine.objects.order_by("-id")
    if by_hand:
        rows = rows.filter(actor_kind__in=BY_HAND)
    if cursor:
        (before,) = decode_cursor(cursor, [int])
        rows = rows.filter(id__lt=before)
    found = list(rows.values_list(*_TRAIL)[: page_size + 1])
    return page_of(found, size=page_size, key=lambda row: (row[0],), show=lambda row: TrailLine(*row))
