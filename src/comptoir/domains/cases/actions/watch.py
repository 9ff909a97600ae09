"""What checks do: open a case for each thing they see, and close those that they see no more."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.cases.actions.close import close
from comptoir.domains.cases.actions.opening import open_found, take_turn
from comptoir.domains.cases.permissions import CASES_OPEN
from comptoir.domains.cases.values import NO_LONGER_THERE, UNDECIDED, CaseId, CaseState, Finding, Opened
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import execute, fetch, jsonb


def open_case(*, finding: Finding, source: str = "", actor: Actor, now: datetime) -> Opened:
    """Open a case for one thing that was seen; see ``open_cases``."""
    actor.must(CASES_OPEN)
    return open_found([finding], source, actor, now)[finding.key]


def open_cases(*, findings: Sequence[Finding], source: str, actor: Actor, now: datetime) -> dict[str, Opened]:
    """Open a case for each thing that a check has seen, by its key.

    What has an undecided case is counted as seen again there, with the latest evidence, and so is what was dismissed
    and has been seen ever since. What was closed and comes back opens anew, linked to the former case. ``source`` is
    the check, which closes what it sees no more by ``close_cleared``; "" where nothing looks again. Two runs of one
    source at once take turns.
    """
    actor.must(CASES_OPEN)
    return open_found(findings, source, actor, now)


def close_cleared(
    *,
    source: str,
    seen: Collection[str],
    among: Collection[str] | None = None,
    counts: Mapping[str, int] | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """End a run of a check: undecided cases whose keys it has not seen are resolved as no longer there; returns how
    many.

    ``among`` names the subjects it looked at, where it did not look at everything. What another run has seen after
    ``now``, when this one began to look, stays open. ``counts`` is kept as what the run found, by what it looked for;
    without them it was no whole run, and none is noted.
    """
    actor.must(CASES_OPEN)
    with transaction.atomic(savepoint=False):
        take_turn(source)
        rows = fetch(
            """SELECT id, kind, state FROM cases_case
                WHERE source = %(source)s AND holds AND last_seen_at < %(now)s AND NOT key = ANY(%(seen)s)
                  AND (%(among)s::text[] IS NULL OR subject_id = ANY(%(among)s::text[]))
                ORDER BY key FOR NO KEY UPDATE""",
            {"source": source, "now": now, "seen": list(seen), "among": None if among is None else list(among)},
        )
        gone = [(CaseId(id), kind) for id, kind, state in rows if state in UNDECIDED]
        for id, kind in gone:
            close(id, kind, to=CaseState.RESOLVED, because=NO_LONGER_THERE, actor=actor, now=now)
        # What was dismissed and is gone opens anew, should it ever come back.
        dismissed = [id for id, _, state in rows if state not in UNDECIDED]
        execute("UPDATE cases_case SET holds = false WHERE id = ANY(%s)", [dismissed])
        if counts is None:
            return len(gone)
        execute(
            """INSERT INTO cases_checkrun (source, ran_at, counts) VALUES (%s, %s, %s)
               ON CONFLICT (source) DO UPDATE SET ran_at = greatest(cases_checkrun.ran_at, excluded.ran_at),
                                                  counts = excluded.counts""",
            [source, now, jsonb(counts)],
        )
    return len(gone)
