from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.cases.events import CaseOpened
from comptoir.domains.cases.values import CaseId, Finding, Opened
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record_many
from comptoir.kernel.ids import new_id
from comptoir.kernel.remember import forget
from comptoir.kernel.sql import fetch, jsonb


def open_found(findings: Sequence[Finding], source: str, actor: Actor, now: datetime) -> dict[str, Opened]:
    """Open a case for each finding, for the actions of this domain; see ``open_cases``."""
    by_key = {finding.key: finding for finding in findings}
    wanted = [(CaseId(new_id()), by_key[key]) for key in sorted(by_key)]
    with transaction.atomic(savepoint=False):
        if source:
            take_turn(source)
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


def take_turn(source: str) -> None:
    """Runs of one source follow each other, until the transaction ends."""
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
