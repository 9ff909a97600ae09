"""P4 seen from outside: the bank simulator's own books against ours, both ways, by SQL of our own on its file."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

PATIENCE = timedelta(minutes=15)
"""So long may money lie at the bank that no order wants, or an answer be missing."""

_THEIRS = """
SELECT payment.key, payment.amount, payment.currency, payment.opened_at,
       coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'authorise'), 0),
       coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'capture'), 0),
       coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'refund'), 0),
       coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'void'), 0)
  FROM payment LEFT JOIN entry ON entry.reference = payment.reference GROUP BY payment.reference
"""
_OURS = """
SELECT payment.id::text, payment.amount_minor, payment.currency, payment.authorised_minor, payment.captured_minor,
       payment.refunded_minor, payment.state, payment.opened_at, placed.state,
       coalesce(is_part, false)
  FROM payments_payment AS payment LEFT JOIN orders_order AS placed ON placed.id = payment.order_id
  -- Paid in part: this payment holds something here, and it and those beside it less than what the order comes to.
  LEFT JOIN LATERAL (
       SELECT sum(holds) < placed.total_minor AND sum(holds) FILTER (WHERE id = payment.id) > 0 AS is_part
         FROM (SELECT id, CASE WHEN state = 'authorised' AND NOT voiding THEN authorised_minor
                               WHEN state IN ('captured', 'partially_refunded') THEN captured_minor - refunded_minor
                               ELSE 0 END AS holds
                 FROM payments_payment WHERE order_id = placed.id) AS each) AS beside ON true
 WHERE payment.provider = 'simulator'
"""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What the bank says of one of our payments, added up from its entries; amounts in minor units."""

    amount: int
    currency: str
    opened_at_ms: int
    authorised: int
    captured: int
    refunded: int
    voided: int

    @property
    def kept(self) -> int:
        """What it holds of the buyer's money, taken or set aside."""
        return self.captured - self.refunded + max(0, self.authorised - self.captured - self.voided)


def books_of_the_bank(home: Path) -> Mapping[str, Witnessed]:
    """The bank's payments by our key; none where no bank ever ran. Read while it is open or after it has died."""
    path = home / "simulator" / "bank.sqlite3"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as ledger:
        return {key: Witnessed(*values) for key, *values in ledger.execute(_THEIRS)}


def compare_with_bank(connection: psycopg.Connection, home: Path, *, real_now: datetime) -> tuple[int, list[str]]:
    """How many payments were compared, and every difference that is older than ``PATIENCE``, in words."""
    ours = {row[0]: row[1:] for row in connection.execute(_OURS)}
    # Their books are read after ours: what came in between is too young to be a difference.
    theirs = books_of_the_bank(home)
    young = real_now - PATIENCE
    breaks = [line for key, known in ours.items() for line in _ours_against_theirs(key, known, theirs.get(key), young)]
    breaks += [line for key, known in theirs.items() for line in _theirs_unknown(key, known, ours, young)]
    return len(ours.keys() | theirs.keys()), breaks


def _ours_against_theirs(key: str, known: tuple[Any, ...], bank: Witnessed | None, young: datetime) -> Iterator[str]:
    amount, currency, _, captured, refunded, state, opened_at, order_state, is_part = known
    if bank is None:
        if captured:
            yield f"payment {key}: we count {captured} captured, the bank has never heard of it"
        return
    if (bank.amount, bank.currency) != (amount, currency):
        yield f"payment {key}: {amount} {currency} here, {bank.amount} {bank.currency} at the bank"
    if opened_at > young:
        return
    if (bank.captured, bank.refunded) != (captured, refunded):
        yield (
            f"payment {key} ({state}): captured {captured} and refunded {refunded} here, "
            f"{bank.captured} and {bank.refunded} at the bank"
        )
    wants_none = order_state in (None, "cancelled") or (order_state == "awaiting_payment" and not is_part)
    if bank.kept and wants_none:
        yield f"payment {key}: the bank keeps {bank.kept} for an order that is {order_state or 'missing'}"


def _theirs_unknown(key: str, bank: Witnessed, ours: dict[str, tuple[Any, ...]], young: datetime) -> Iterator[str]:
    is_old = datetime.fromtimestamp(bank.opened_at_ms / 1000, tz=young.tzinfo) <= young
    if key not in ours and bank.kept and is_old:
        yield f"the bank keeps {bank.kept} for {key}, unknown here"
