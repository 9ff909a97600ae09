"""What checks do: open a case for each thing they see, and close those that they see no more."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.cases.actions.close import close
from comptoir.domains.cases.events import CaseOpened
from comptoir.domains.cases.permissions import CASES_OPEN
from comptoir.domains.cases.values import NO_LONGER_THERE, UNDECIDED, CaseId, CaseState, Finding, Opened
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record_many
from comptoir.kernel.ids import new_id
from comptoir.kernel.remember import forget
from comptoir.kernel.sql import execute, fetch, jsonb


def open_case(*, finding: Finding, source: str = "", actor: Actor, now: datetime) -> Opened:
    """Open a case for one thing that was seen; see ``open_cases``."""
    actor.must(CASES_OPEN)
    return _open([finding], source, actor, now)[finding.key]


def open_cases(*, findings: Sequence[Finding], source: str, actor: Actor, now: datetime) -> dict[str, Opened]:
    """Open a case for each thing that a check has seen, by its key.

    What has an undecided case is counted as seen again there, with the latest evidence, and so is what was dismissed
    and has been seen ever since. What was closed and comes back opens anew, linked to the former case. ``source`` is
    the check, which closes what it sees no more by ``close_cleared``; "" where nothing looks again. Two runs of one
    source at once take turns.
    """
    actor.must(CASES_OPEN)
    return _open(findings, source, actor, now)


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
        _take_turn(source)
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


def _open(findings: Sequence[Finding], source: str, actor: Actor, now: datetime) -> dict[str, Opened]:
    by_key = {finding.key: finding for finding in findings}
    wanted = [(CaseId(new_id()), by_key[key]) for key in sorted(by_key)]
    with transaction.atomic(savepoint=False):
        if source:
            _take_turn(source)
        held = dict(_upsert(wanted, source, now))
        fresh = [(id, finding) for id, finding in wanted if held[finding.key] == id]
        if fresh:
            record_many(
                action="case opened",
                subject_type="cases.case",
                changes=[(id, {}, {"key": finding.key}) for id, finding in fresh],
                actor=actor,
                now=now,
            )
            emit(
                *(
                    CaseOpened(case_id=id, kind=finding.kind, severity=finding.severity, market=finding.market)
                    for id, finding in fresh
                )
            )
            forget("cases")
    ours = {id for id, _ in fresh}
    return {key: Opened(case_id=CaseId(id), fresh=id in ours) for key, id in held.items()}


def _take_turn(source: str) -> None:
    fetch("SELECT pg_advisory_xact_lock(hashtext('cases.source'), hashtext(%s))", [source])


def _upsert(wanted: Sequence[tuple[CaseId, Finding]], source: str, now: datetime) -> list[tuple[str, CaseId]]:
    """The case that holds each key, made or found; sorted by key, so that nobody waits in a ring."""
    findings = [finding for _, finding in wanted]
    return [
        (key, CaseId(id))
        for key, id in fetch(
            """INSERT INTO cases_case AS held
                      (id, kind, key, holds, source, what, facts, evidence, market_id, subject_type, subject_id,
                       severity, state, handler_id, handler_name, opened_at, last_seen_at, times_seen, because,
                       former_id)
               SELECT told.id, told.kind, told.key, true, %(source)s, told.what, told.facts, told.evidence, told.market,
                      told.subject_type, told.subject_id, told.severity, 'open', '', '', %(now)s, %(now)s, 1, '',
                      (SELECT former.id FROM cases_case AS former WHERE former.key = told.key AND NOT former.holds
                        ORDER BY former.id DESC LIMIT 1)
                 FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(keys)s::text[], %(whats)s::text[],
                             %(facts)s::jsonb[], %(evidence)s::jsonb[], %(markets)s::text[], %(subject_types)s::text[],
                             %(subject_ids)s::text[], %(severities)s::text[])
                      AS told(id, kind, key, what, facts, evidence, market, subject_type, subject_id, severity)
                ORDER BY told.key
               ON CONFLICT (key) WHERE holds DO UPDATE
                  SET times_seen = held.times_seen + 1, facts = excluded.facts, evidence = excluded.evidence,
                      severity = excluded.severity, last_seen_at = greatest(held.last_seen_at, excluded.last_seen_at)
               RETURNING key, id""",
            {
                "source": source,
                "now": now,
                "ids": [id for id, _ in wanted],
                "kinds": [str(one.kind) for one in findings],
                "keys": [one.key for one in findings],
                "whats": [one.what for one in findings],
                "facts": [jsonb(one.facts) for one in findings],
                "evidence": [jsonb(one.evidence) for one in findings],
                "markets": [one.market for one in findings],
                "subject_types": [one.subject_type for one in findings],
                "subject_ids": [one.subject_id for one in findings],
                "severities": [str(one.severity) for one in findings],
            },
        )
    ]
