"""What others may ask of the ledger."""

from datetime import date
from uuid import UUID

from comptoir.domains.ledger.permissions import LEDGER_VIEW
from comptoir.domains.ledger.values import Balance, Entry, EntryId, Journal, Posting
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money
from comptoir.kernel.sql import fetch


def balances(entity: UUID, *, actor: Actor, up_to: date | None = None) -> tuple[Balance, ...]:
    """The accounts of a legal entity with what was debited and credited up to a day included, by code and currency."""
    actor.must(LEDGER_VIEW)
    rows = fetch(
        """SELECT account.code, account.currency, sum(debit_minor)::bigint, sum(credit_minor)::bigint
             FROM ledger_line AS line JOIN ledger_account AS account ON account.id = line.account_id
                  JOIN ledger_entry AS entry ON entry.id = line.entry_id
            WHERE account.entity_id = %s AND (%s::date IS NULL OR entry.entered_on <= %s)
            GROUP BY account.code, account.currency ORDER BY account.code, account.currency""",
        [entity, up_to, up_to],
    )
    return tuple(
        Balance(account=code, debit=Money(debit, currency), credit=Money(credit, currency))
        for code, currency, debit, credit in rows
    )


def entries_about(reference: str, *, actor: Actor) -> tuple[Entry, ...]:
    """The entries that a document proves, in the order they were posted. One statement."""
    actor.must(LEDGER_VIEW)
    rows = fetch(
        """SELECT entry.id, entity_id, journal, entered_on, label, reference, key, posted_at,
                  array_agg(account.code ORDER BY line.id), array_agg(account.currency ORDER BY line.id),
                  array_agg(debit_minor ORDER BY line.id), array_agg(credit_minor ORDER BY line.id)
             FROM ledger_entry AS entry JOIN ledger_line AS line ON line.entry_id = entry.id
                  JOIN (SELECT id AS account_id, code, currency FROM ledger_account) AS account USING (account_id)
            WHERE reference = %s GROUP BY entry.id ORDER BY entry.id""",
        [reference],
    )
    return tuple(
        Entry(
            id=EntryId(id),
            entity=entity,
            journal=Journal(journal),
            on=on,
            label=label,
            reference=about,
            key=key,
            postings=tuple(
                Posting(account=code, debit=Money(debit, currency), credit=Money(credit, currency))
                for code, currency, debit, credit in zip(codes, currencies, debits, credits, strict=True)
            ),
            posted_at=posted_at,
        )
        for id, entity, journal, on, label, about, key, posted_at, codes, currencies, debits, credits in rows
    )
