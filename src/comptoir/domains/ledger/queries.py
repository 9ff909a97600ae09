"""What others may ask of the ledger."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from comptoir.domains.ledger.errors import ForeignCurrency, NoSiren
from comptoir.domains.ledger.permissions import LEDGER_VIEW
from comptoir.domains.ledger.rules import fec_head, fec_name, fec_row, is_siren
from comptoir.domains.ledger.values import (
    CUSTOMERS,
    LOSS,
    OPENING,
    PROFIT,
    Balance,
    BookLine,
    Entry,
    EntryId,
    Fec,
    Journal,
    PeriodBalance,
    Posting,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money
from comptoir.kernel.paging import Page, decode_cursor, page_of
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
    rows = fetch(_ENTRIES.format(condition="reference = %s", limit="") + " ORDER BY entry.id", [reference])
    return tuple(_entry(row) for row in rows)


_ENTRIES = """
SELECT entry.id, entity_id, journal, entered_on, label, reference, piece, key, posted_at, party, party_name, matched_by,
       array_agg(account.code ORDER BY line.id), array_agg(account.currency ORDER BY line.id),
       array_agg(debit_minor ORDER BY line.id), array_agg(credit_minor ORDER BY line.id)
  FROM (SELECT * FROM ledger_entry WHERE {condition} {limit}) AS entry
  JOIN ledger_line AS line ON line.entry_id = entry.id
  JOIN (SELECT id AS account_id, code, currency FROM ledger_account) AS account USING (account_id)
 GROUP BY entry.id, entity_id, journal, entered_on, label, reference, piece, key, posted_at, party, party_name,
          matched_by"""


def entry_page(
    entity: UUID,
    *,
    actor: Actor,
    since: date,
    until: date,
    journal: Journal | None = None,
    account: str = "",
    about: str = "",
    cursor: str | None = None,
    page_size: int = 50,
) -> Page[Entry]:
    """The entries of a legal entity between two days, latest day first.

    ``about`` is the document that proves an entry, by any of its names, or the order's number; ``account`` one it posts
    to. One statement.

    :raises BadCursor: for a cursor that is not one of this list.
    """
    actor.must(LEDGER_VIEW)
    conditions: list[tuple[str, list[Any]]] = [
        ("entity_id = %s AND entered_on BETWEEN %s AND %s", [entity, since, until])
    ]
    if journal:
        conditions.append(("journal = %s", [journal]))
    if about:
        named = "(reference IN (%s, upper(%s)) OR matched_by = upper(%s) OR (piece <> '' AND piece IN (%s, upper(%s))))"
        conditions.append((named, [about] * 5))
    if account:
        conditions.append((_POSTS_TO, [account]))
    if cursor:
        conditions.append(("(entered_on, id) < (%s, %s)", decode_cursor(cursor, [date.fromisoformat, int])))
    # The conditions are our own words; what was asked for are parameters.
    sql = _ENTRIES.format(
        condition=" AND ".join(words for words, _ in conditions), limit="ORDER BY entered_on DESC, id DESC LIMIT %s"
    )
    parameters = [value for _, values in conditions for value in values]
    rows = fetch(f"{sql} ORDER BY entered_on DESC, entry.id DESC", [*parameters, page_size + 1])
    entries = [_entry(row) for row in rows]
    return page_of(entries, size=page_size, key=lambda entry: (entry.on, entry.id), show=lambda entry: entry)


_POSTS_TO = """EXISTS (SELECT FROM ledger_line JOIN ledger_account ON ledger_account.id = account_id
                WHERE entry_id = ledger_entry.id AND code = %s)"""


def _entry(row: tuple[Any, ...]) -> Entry:
    id, entity, journal, on, label, about, piece, key, posted_at, party, party_name, matched_by, *lines = row
    return Entry(
        id=EntryId(id),
        entity=entity,
        journal=Journal(journal),
        on=on,
        label=label,
        reference=about,
        piece=piece,
        key=key,
        postings=tuple(
            Posting(account=code, debit=Money(debit, currency), credit=Money(credit, currency))
            for code, currency, debit, credit in zip(*lines, strict=True)
        ),
        posted_at=posted_at,
        party=party,
        party_name=party_name,
        matched_by=matched_by,
    )


def owed(entity: UUID, matched_by: str, *, currency: str) -> Money:
    """What a customer owes under a number (an order's): debits less credits on 411. Flows ask; one statement."""
    ((minor,),) = fetch(
        """SELECT coalesce(sum(debit_minor - credit_minor), 0)::bigint
             FROM ledger_entry AS entry JOIN ledger_line AS line ON line.entry_id = entry.id
             JOIN ledger_account AS account ON account.id = line.account_id
            WHERE entry.entity_id = %s AND matched_by = %s AND matched_by <> '' AND code = %s AND currency = %s""",
        [entity, matched_by, CUSTOMERS, currency],
    )
    return Money(minor, currency)


def trial_balance(entity: UUID, *, since: date, until: date, actor: Actor) -> tuple[PeriodBalance, ...]:
    """Every account of a legal entity on which something stood or moved, over the days from one to the other included.

    By code and currency. One statement.
    """
    actor.must(LEDGER_VIEW)
    rows = fetch(
        """SELECT code, currency,
                  coalesce(sum(debit_minor - credit_minor) FILTER (WHERE entered_on < %(since)s
                           AND (code < '6' OR entered_on >= date_trunc('year', %(since)s::date))), 0)::bigint,
                  coalesce(sum(debit_minor) FILTER (WHERE entered_on >= %(since)s), 0)::bigint,
                  coalesce(sum(credit_minor) FILTER (WHERE entered_on >= %(since)s), 0)::bigint
             FROM ledger_line AS line JOIN ledger_account AS account ON account.id = line.account_id
                  JOIN ledger_entry AS entry ON entry.id = line.entry_id
            WHERE account.entity_id = %(entity)s AND entered_on <= %(until)s
            GROUP BY code, currency ORDER BY code, currency""",
        {"entity": entity, "since": since, "until": until},
    )
    return tuple(
        PeriodBalance(
            account=code,
            before=Money(before, currency),
            debit=Money(debit, currency),
            credit=Money(credit, currency),
        )
        for code, currency, before, debit, credit in rows
        if before or debit or credit
    )


def years_of_books(entity: UUID, *, actor: Actor) -> tuple[int, ...]:
    """The years in which a legal entity has entries, the latest first."""
    actor.must(LEDGER_VIEW)
    rows = fetch(
        """SELECT DISTINCT extract(year FROM entered_on)::int AS year FROM ledger_entry WHERE entity_id = %s
            ORDER BY year DESC""",
        [entity],
    )
    return tuple(year for (year,) in rows)


# What was posted to 411 under one number (an order's) runs up and down; whenever it comes to nothing, all since the
# last time is settled, by the entry that made it so. An entry that owes and settles at once is settled by itself.
# Entries are only ever added, so what is matched stays matched under the same letters. What was settled after the year
# is open in it.
_BOOKS = """
WITH line AS (
    SELECT line.id, entry_id, entered_on, journal, coalesce(nullif(piece, ''), reference) AS reference, label,
           matched_by, posted_at, code, debit_minor,
           credit_minor, CASE WHEN code = '411' THEN party ELSE '' END AS party,
           CASE WHEN code = '411' THEN party_name ELSE '' END AS party_name
      FROM ledger_entry AS entry JOIN ledger_line AS line ON line.entry_id = entry.id
      JOIN ledger_account AS account ON account.id = line.account_id
     WHERE entry.entity_id = %(entity)s AND entered_on <= make_date(%(year)s, 12, 31)),
debt AS (
    SELECT entry_id, coalesce(nullif(matched_by, ''), entry_id::text) AS matched_by,
           sum(debit_minor - credit_minor) AS moved
      FROM line WHERE code = '411' GROUP BY entry_id, 2),
running AS (
    SELECT *, sum(moved) OVER (PARTITION BY matched_by ORDER BY entry_id) AS standing FROM debt),
matched AS (
    SELECT entry_id, CASE WHEN moved = 0 THEN entry_id ELSE
           min(entry_id) FILTER (WHERE standing = 0 AND moved <> 0) OVER (PARTITION BY matched_by ORDER BY entry_id
               ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) END AS settled_by
      FROM running),
book AS (
    SELECT line.*, settled_by, settling.entered_on AS settled_on
      FROM line LEFT JOIN matched ON matched.entry_id = line.entry_id AND code = '411'
      LEFT JOIN ledger_entry AS settling ON settling.id = settled_by)
"""

_CARRIED_OVER = (
    _BOOKS
    + """
SELECT code, party, max(party_name), settled_by, settled_on, sum(debit_minor - credit_minor)::bigint
  FROM book WHERE entered_on < make_date(%(year)s, 1, 1)
 GROUP BY code, party, settled_by, settled_on HAVING sum(debit_minor - credit_minor) <> 0
 ORDER BY code, party, settled_by"""
)

_OF_THE_YEAR = (
    _BOOKS
    + """
SELECT dense_rank() OVER (ORDER BY entry_id), journal, entered_on, code, party, party_name, reference, label,
       debit_minor, credit_minor, settled_by, settled_on, (posted_at AT TIME ZONE %(zone)s)::date
  FROM book WHERE entered_on >= make_date(%(year)s, 1, 1) ORDER BY entry_id, id"""
)
_LINES_AT_A_TIME = 2_000
_BOOK_CURRENCY = "EUR"
_ZONE = "Europe/Paris"


def book_lines(entity: UUID, *, year: int, actor: Actor) -> Iterator[BookLine]:
    """The books of a legal entity for a calendar year, entry by entry in the order they were posted.

    First what is carried over from the years before, if anything: accounts of classes 1 to 5, customers one by one, and
    the result of the years before. Lines come from the server little by little, however many there are.

    :raises ForeignCurrency: before the first line, when something was posted in another currency than the euro.
    """
    actor.must(LEDGER_VIEW)
    _refuse_foreign_currency(entity)
    return _book_lines(entity, year)


def _book_lines(entity: UUID, year: int) -> Iterator[BookLine]:
    asked: dict[str, Any] = {"entity": entity, "year": year, "zone": _ZONE}
    opening = tuple(_carried_over(asked))
    yield from opening
    before = 1 if opening else 0
    # A cursor of the server's that outlives its transaction: the answer is read while it is being sent.
    # Behind a pooler, where connections change hands, there is none, and the lines come at once.
    pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    with closing(connection.cursor() if pooled else connection.chunked_cursor()) as cursor:
        cursor.execute(_OF_THE_YEAR, asked)
        while rows := cursor.fetchmany(_LINES_AT_A_TIME):
            for (
                number,
                journal,
                on,
                code,
                party,
                name,
                reference,
                label,
                debit,
                credit,
                settled,
                settled_on,
                posted,
            ) in rows:
                yield BookLine(
                    number=number + before,
                    journal=journal,
                    on=on,
                    account=code,
                    party=party,
                    party_name=name,
                    reference=reference,
                    label=label,
                    debit=Money(debit, _BOOK_CURRENCY),
                    credit=Money(credit, _BOOK_CURRENCY),
                    matching=settled,
                    matched_on=settled_on,
                    posted_on=posted,
                )


def _carried_over(asked: dict[str, Any]) -> Iterator[BookLine]:
    rows = fetch(_CARRIED_OVER, asked)
    result = sum(standing for code, *_, standing in rows if code >= "6")
    kept = [row for row in rows if row[0] < "6"]
    if result:
        kept.append((LOSS if result > 0 else PROFIT, "", "", None, None, result))
    first_day, nothing = date(asked["year"], 1, 1), Money.zero(_BOOK_CURRENCY)
    for code, party, name, settled, settled_on, standing in kept:
        amount = Money(abs(standing), _BOOK_CURRENCY)
        yield BookLine(
            number=1,
            journal=OPENING,
            on=first_day,
            account=code,
            party=party,
            party_name=name,
            reference=f"{OPENING}{first_day.year}",
            label=f"À-nouveaux {first_day.year}",
            debit=amount if standing > 0 else nothing,
            credit=nothing if standing > 0 else amount,
            matching=settled,
            matched_on=settled_on,
            posted_on=first_day,
        )


def _refuse_foreign_currency(entity: UUID) -> None:
    others = fetch(
        """SELECT DISTINCT currency FROM ledger_account AS account WHERE entity_id = %s AND currency <> %s
              AND EXISTS (SELECT FROM ledger_line WHERE account_id = account.id) ORDER BY currency""",
        [entity, _BOOK_CURRENCY],
    )
    if others:
        raise ForeignCurrency(currencies=", ".join(currency for (currency,) in others))


def fec_of(entity: UUID, *, siren: str, year: int, actor: Actor) -> Fec:
    """The books of a year as the French tax office asks for them (livre des procédures fiscales, article A47 A-1).

    :raises NoSiren: when the legal entity has no SIREN, which names the file.
    :raises ForeignCurrency: as ``book_lines``.
    """
    lines = book_lines(entity, year=year, actor=actor)
    if not is_siren(siren):
        raise NoSiren
    return Fec(filename=fec_name(siren, year), lines=_fec_lines(lines))


def _fec_lines(lines: Iterator[BookLine]) -> Iterator[str]:
    yield fec_head()
    for line in lines:
        yield fec_row(line)
