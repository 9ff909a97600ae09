"""Forgetting who asked."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from comptoir.domains.cases.actions.close import close
from comptoir.domains.cases.permissions import CASES_FORGET
from comptoir.domains.cases.values import ASKER_FORGOTTEN, UNDECIDED, CaseId, CaseKind, CaseState
from comptoir.kernel.access import Actor
from comptoir.kernel.history import forget_facts
from comptoir.kernel.sql import execute, fetch


def forget_asker(*, emails: Collection[str], actor: Actor, now: datetime) -> int:
    """Take who they are and what they wrote out of the questions that came from these addresses, with what staff noted
    beside them, and close those that wait: there is nobody to answer any more. Returns how many there were.

    Saying it twice changes nothing.
    """
    actor.must(CASES_FORGET)
    with transaction.atomic(savepoint=False):
        rows = fetch(
            """SELECT id, state FROM cases_case
                WHERE kind = %s AND evidence -> 'found' ->> 'email' = ANY(%s) ORDER BY id FOR NO KEY UPDATE""",
            [CaseKind.QUESTION, [each.lower() for each in emails]],
        )
        ids = [id for id, _ in rows]
        execute(
            """UPDATE cases_case
                  SET what = 'forgotten', facts = facts - 'name',
                      evidence = evidence || jsonb_build_object('found',
                          (evidence -> 'found') - '{name, email, order_number, text}'::text[]),
                      because = CASE WHEN because = '' THEN '' ELSE %s END
                WHERE id = ANY(%s)""",
            [ASKER_FORGOTTEN, ids],
        )
        execute("DELETE FROM cases_casenote WHERE case_id = ANY(%s)", [ids])
        forget_facts("cases.case", ids, reasons=True)
        for id, state in rows:
            if state in UNDECIDED:
                to = CaseState.DISMISSED
                close(CaseId(id), CaseKind.QUESTION, to=to, because=ASKER_FORGOTTEN, actor=actor, now=now)
    return len(rows)
