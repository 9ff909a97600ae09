"""The bank's books, read by somebody who only wants to compare: read-only, and without asking the bank."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from comptoir.connectors.payments.simulator.account import ledger_of


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessedPayment:
    """What the bank did for one of our payments, added up from its entries. Amounts in minor units.

    ``key`` is our payment's id. ``held`` is authorised and neither taken nor given up.
    """

    key: str
    reference: str
    merchant: str
    order_number: str
    currency: str
    state: str
    amount: int
    authorised: int
    captured: int
    refunded: int
    voided: int
    opened_at_ms: int

    @property
    def held(self) -> int:
        return self.authorised - self.captured - self.voided


class NoLedger(Exception):
    """There is no bank in this installation."""


def witnessed_payments(home: Path) -> Iterator[WitnessedPayment]:
    """Every payment in the bank's books, oldest first; works while the bank is open or after it has died.

    :raises NoLedger: when no bank ever ran here.
    """
    path = ledger_of(home)
    if not path.exists():
        raise NoLedger(path)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as ledger:
        rows = ledger.execute(
            """SELECT key, reference, merchant, order_number, currency, state, amount,
                      coalesce((SELECT sum(amount) FROM entry WHERE entry.reference = p.reference
                                                               AND kind = 'authorise'), 0),
                      coalesce((SELECT sum(amount) FROM entry WHERE entry.reference = p.reference
                                                               AND kind = 'capture'), 0),
                      coalesce((SELECT sum(amount) FROM entry WHERE entry.reference = p.reference
                                                               AND kind = 'refund'), 0),
                      coalesce((SELECT sum(amount) FROM entry WHERE entry.reference = p.reference
                                                               AND kind = 'void'), 0),
                      opened_at
                 FROM payment AS p ORDER BY opened_at, reference"""
        )
        names = WitnessedPayment.__slots__
        for row in rows:
            yield WitnessedPayment(**dict(zip(names, row, strict=True)))
