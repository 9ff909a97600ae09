"""The verbs of the ledger."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.domains.ledger.errors import KeyTaken
from comptoir.domains.ledger.permissions import LEDGER_POST
from comptoir.domains.ledger.rules import check_account, postings_of
from comptoir.domains.ledger.values import EntryDraft, EntryId, Posting
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.once import hash_of
from comptoir.kernel.sql import execute, fetch, jsonb

_POST = """
WITH given AS (
    SELECT * FROM unnest(%(accounts)s::text[], %(currencies)s::text[], %(debits)s::bigint[], %(credits)s::bigint[])
                  WITH ORDINALITY AS given(code, currency, debit_minor, credit_minor, position)),
line AS (
    SELECT account.id AS account_id, debit_minor, credit_minor, position
      FROM given LEFT JOIN ledger_account AS account
           ON account.entity_id = %(entity)s AND account.code = given.code AND account.currency = given.currency),
entry AS (
    INSERT INTO ledger_entry (entity_id, journal, entered_on, label, reference, piece, party, party_name, matched_by,
                              key, digest, actor_kind, actor_id, actor_label, posted_at)
    SELECT %(entity)s, %(journal)s, %(on)s, %(label)s, %(reference)s, %(piece)s, %(party)s, %(party_name)s,
           %(matched_by)s, %(key)s, %(digest)s, %(actor_kind)s, %(actor_id)s, %(actor_label)s, %(now)s
     WHERE NOT EXISTS (SELECT FROM line WHERE account_id IS NULL)
    ON CONFLICT (key) DO NOTHING RETURNING id),
written AS (
    INSERT INTO ledger_line (entry_id, account_id, debit_minor, credit_minor)
    SELECT entry.id, account_id, debit_minor, credit_minor FROM entry, line ORDER BY position),
told AS (
    INSERT INTO kernel_history (at, actor_kind, actor_id, actor_label, action, subject_type, subject_id, before, after,
                                because)
    SELECT %(now)s, %(actor_kind)s, %(actor_id)s, %(actor_label)s, 'posted', 'ledger.entry', entry.id::text, '{}',
           %(facts)s, '' FROM entry)
SELECT (SELECT id FROM entry), NOT EXISTS (SELECT FROM line WHERE account_id IS NULL)
"""

# Opening accounts is rare and queues up, by entity: two sales that open several accounts in different orders would
# otherwise wait for each other.
_OPEN = """
WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended('ledger.accounts' || %s, 0)))
INSERT INTO ledger_account (entity_id, code, currency)
SELECT DISTINCT %s::uuid, code, currency FROM turn, unnest(%s::text[], %s::text[]) AS given(code, currency)
ON CONFLICT (entity_id, code, currency) DO NOTHING
"""


def post_entry(*, draft: EntryDraft, actor: Actor, now: datetime) -> EntryId:
    """Post a balanced entry and return its id; the same draft posted again returns the same id and changes nothing.

    One statement, and one to look the entry up when it was posted before. Accounts are opened on first use. An entry is
    never changed: what was wrong is posted again, turned round.

    :raises Unbalanced: when debits and credits differ in a currency, or there is nothing to post.
    :raises BadPosting: for a malformed account or amount.
    :raises KeyTaken: when the key stands for an entry with other lines.
    """
    actor.must(LEDGER_POST)
    postings = postings_of(draft)
    digest = _digest(draft, postings)
    with transaction.atomic(savepoint=False):
        entry_id, has_accounts = _post(draft, postings, digest, actor, now)
        if not has_accounts:
            _open_accounts(draft, postings)
            entry_id, _ = _post(draft, postings, digest, actor, now)
        if entry_id is None:
            known = fetch("SELECT id, digest FROM ledger_entry WHERE key = %s", [draft.key])
            if known[0][1] != digest:
                raise KeyTaken(key=draft.key)
            entry_id = known[0][0]
    return EntryId(entry_id)


_ADD = """
WITH given AS (
    SELECT * FROM jsonb_to_recordset(%(rows)s) AS given(place bigint, entity_id uuid, journal text, entered_on date,
                  label text, reference text, piece text, party text, party_name text, matched_by text, key text,
                  digest text, lines jsonb)),
entry AS (
    INSERT INTO ledger_entry (entity_id, journal, entered_on, label, reference, piece, party, party_name, matched_by,
                              key, digest, actor_kind, actor_id, actor_label, posted_at)
    SELECT entity_id, journal, entered_on, label, reference, piece, party, party_name, matched_by, key, digest,
           %(actor_kind)s, %(actor_id)s, %(actor_label)s, %(now)s FROM given ORDER BY place
    ON CONFLICT (key) DO NOTHING RETURNING id, key),
line AS (
    SELECT entry.id AS entry_id, account.id AS account_id, line.debit_minor, line.credit_minor, given.place, line.number
      FROM given JOIN entry USING (key)
     CROSS JOIN LATERAL jsonb_to_recordset(given.lines) AS line(number int, account text, currency text,
                                                                debit_minor bigint, credit_minor bigint)
      JOIN ledger_account AS account ON account.entity_id = given.entity_id AND account.code = line.account
                                    AND account.currency = line.currency),
written AS (
    INSERT INTO ledger_line (entry_id, account_id, debit_minor, credit_minor)
    SELECT entry_id, account_id, debit_minor, credit_minor FROM line ORDER BY place, number),
told AS (
    INSERT INTO kernel_history (at, actor_kind, actor_id, actor_label, action, subject_type, subject_id, before, after,
                                because)
    SELECT %(now)s, %(actor_kind)s, %(actor_id)s, %(actor_label)s, 'posted', 'ledger.entry', entry.id::text, '{}',
           jsonb_build_object('key', key, 'reference', given.reference), ''
      FROM entry JOIN given USING (key) ORDER BY given.place)
SELECT key FROM entry
"""


def add_entries(*, batch: Sequence[EntryDraft], actor: Actor, now: datetime) -> None:
    """Post many balanced entries, each on its own day, in the order given; all or none, in two statements.

    :raises Unbalanced: (or ``BadPosting``) as ``post_entry``.
    :raises KeyTaken: naming a key that was posted before.
    """
    actor.must(LEDGER_POST)
    rows = [_row(place, draft, postings_of(draft)) for place, draft in enumerate(batch)]
    with transaction.atomic(savepoint=False):
        for entity in {draft.entity for draft in batch}:
            used = [posting for draft in batch if draft.entity == entity for posting in postings_of(draft)]
            _open(entity, {(posting.account, posting.debit.currency) for posting in used})
        who = {"actor_kind": actor.kind, "actor_id": actor.id, "actor_label": actor.label}
        posted = {key for (key,) in fetch(_ADD, {"rows": jsonb(rows), "now": now, **who})}
        if known := {draft.key for draft in batch} - posted:
            raise KeyTaken(key=min(known))


def _row(place: int, draft: EntryDraft, postings: Sequence[Posting]) -> dict[str, Any]:
    return {
        "place": place,
        "entity_id": draft.entity,
        "journal": draft.journal,
        "entered_on": draft.on,
        "label": draft.label,
        "reference": draft.reference,
        "piece": draft.piece,
        "party": draft.party,
        "party_name": draft.party_name,
        "matched_by": draft.matched_by,
        "key": draft.key,
        "digest": _digest(draft, postings),
        "lines": [
            {
                "number": number,
                "account": posting.account,
                "currency": posting.debit.currency,
                "debit_minor": posting.debit.minor,
                "credit_minor": posting.credit.minor,
            }
            for number, posting in enumerate(postings)
        ],
    }


def open_accounts(*, entity: UUID, codes: Sequence[str], currency: str, actor: Actor, now: datetime) -> int:
    """Open accounts of a legal entity before they are first used, and return how many are new.

    Posting opens what it needs by itself; doing it when a shop is set up spares the first sales from waiting for each
    other.

    :raises BadPosting: for a malformed account.
    """
    actor.must(LEDGER_POST)
    for code in codes:
        check_account(code)
    with transaction.atomic(savepoint=False):
        opened = execute(_OPEN, [str(entity), entity, list(codes), [currency] * len(codes)])
        if opened:
            record(
                action="accounts opened",
                subject_type="ledger.account",
                subject_id=entity,
                actor=actor,
                now=now,
                after={"currency": currency, "codes": list(codes)},
            )
    return opened


def _post(
    draft: EntryDraft, postings: Sequence[Posting], digest: str, actor: Actor, now: datetime
) -> tuple[int | None, bool]:
    rows = fetch(
        _POST,
        {
            "accounts": [posting.account for posting in postings],
            "currencies": [posting.debit.currency for posting in postings],
            "debits": [posting.debit.minor for posting in postings],
            "credits": [posting.credit.minor for posting in postings],
            "entity": draft.entity,
            "journal": draft.journal,
            "on": draft.on,
            "label": draft.label,
            "reference": draft.reference,
            "piece": draft.piece,
            "party": draft.party,
            "party_name": draft.party_name,
            "matched_by": draft.matched_by,
            "key": draft.key,
            "digest": digest,
            "actor_kind": actor.kind,
            "actor_id": actor.id,
            "actor_label": actor.label,
            "now": now,
            # Not its label, which may name a buyer: that stands in the books alone, for as long as the law wants it.
            "facts": jsonb({"key": draft.key, "reference": draft.reference}),
        },
    )
    entry_id, has_accounts = rows[0]
    return entry_id, has_accounts


def _open_accounts(draft: EntryDraft, postings: Sequence[Posting]) -> None:
    _open(draft.entity, [(posting.account, posting.debit.currency) for posting in postings])


def _open(entity: UUID, accounts: Collection[tuple[str, str]]) -> None:
    codes, currencies = [code for code, _ in accounts], [currency for _, currency in accounts]
    execute(_OPEN, [str(entity), entity, codes, currencies])


def _digest(draft: EntryDraft, postings: Sequence[Posting]) -> str:
    """Of what the entry says. Its day and label may differ when it is posted again: only the first one counts."""
    lines = [
        [posting.account, posting.debit.currency, posting.debit.minor, posting.credit.minor] for posting in postings
    ]
    return hash_of({"entity": draft.entity, "lines": lines})
