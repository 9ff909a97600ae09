"""P4 seen from outside: the bank simulator's own books against ours, both ways."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from comptoir.connectors.payments.simulator.witness import NoLedger, WitnessedPayment, witnessed_payments

PATIENCE = timedelta(minutes=15)
"""So long may money lie at the bank that no order wants, or an answer be missing."""

_OURS = """
SELECT payment.id::text, payment.amount_minor, payment.currency, payment.authorised_minor, payment.captured_minor,
       payment.refunded_minor, payment.state, payment.opened_at, placed.state
  FROM payments_payment AS payment LEFT JOIN orders_order AS placed ON placed.id = payment.order_id
 WHERE payment.provider = 'simulator'
"""


def compare_with_bank(connection: psycopg.Connection, home: Path, *, real_now: datetime) -> tuple[int, list[str]]:
    """How many payments were compared, and every difference that is older than ``PATIENCE``, in words."""
    ours = {row[0]: row[1:] for row in connection.execute(_OURS)}
    try:
        theirs = {payment.key: payment for payment in witnessed_payments(home)}
    except NoLedger:
        theirs = {}
    # Their books are read after ours: what came in between is too young to be a difference.
    young = real_now - PATIENCE
    breaks = [line for key, known in ours.items() for line in _ours_against_theirs(key, known, theirs.get(key), young)]
    breaks += [line for key, known in theirs.items() for line in _theirs_unknown(key, known, ours, young)]
    return len(ours.keys() | theirs.keys()), breaks


def _ours_against_theirs(
    key: str, known: tuple[Any, ...], bank: WitnessedPayment | None, young: datetime
) -> Iterator[str]:
    amount, currency, _, captured, refunded, state, opened_at, order_state = known
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
    kept = bank.captured - bank.refunded + bank.held
    if kept and order_state in (None, "cancelled", "awaiting_payment"):
        yield f"payment {key}: the bank keeps {kept} for an order that is {order_state or 'missing'}"


def _theirs_unknown(
    key: str, bank: WitnessedPayment, ours: dict[str, tuple[Any, ...]], young: datetime
) -> Iterator[str]:
    kept = bank.captured - bank.refunded + bank.held
    is_old = datetime.fromtimestamp(bank.opened_at_ms / 1000, tz=young.tzinfo) <= young
    if key not in ours and kept and is_old:
        yield f"the bank keeps {kept} for {key}, unknown here"
