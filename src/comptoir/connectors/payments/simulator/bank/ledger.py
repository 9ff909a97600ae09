"""What the bank does with payments. Every function works inside the clerk's transaction."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from comptoir.connectors.payments.simulator.outcomes import SimulatedOutcome
from comptoir.kernel.ids import new_id

_LAST_MILLISECOND = 80  # a UUIDv7 begins with 48 bits of milliseconds
_ANSWER_WITHIN_MS = 10 * 24 * 3_600 * 1_000
_SLOW_TO_DECIDE = frozenset({SimulatedOutcome.CHALLENGE, SimulatedOutcome.CHOOSE, SimulatedOutcome.LATE})
_DECLINES = {SimulatedOutcome.DECLINE: "card_refused", SimulatedOutcome.NO_FUNDS: "no_funds"}


class Refused(Exception):
    """The request makes no sense; ``status`` and ``error`` are the answer."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status, self.error = status, error


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """How the bank behaves, for everybody. Tests change it."""

    down: bool = False  # answers 503 to everything
    lose_replies: int = 0  # so many more requests are carried out and not answered
    copies: int = 1  # of every message: 0 sends none
    delay_ms: int = 0  # of every message
    shuffle: bool = False  # the order of messages
    late_ms: int = 3_000  # for the outcomes "late" and "slow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request to pay, as the shop sent it."""

    key: str
    merchant: str
    order_number: str
    amount: int
    currency: str
    capture: bool
    outcome: SimulatedOutcome
    language: str
    return_url: str
    notify_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A payment as it stands, and whether the operation that was asked for is done."""

    payment: Mapping[str, Any]
    done: bool = True
    reason: str = ""
    fresh: bool = field(default=False)


def moment_of(id: UUID) -> int:
    """When an id was made, in milliseconds since 1970."""
    return id.int >> _LAST_MILLISECOND


def now() -> int:
    """Milliseconds since 1970, as ids are stamped with them: the bank has no other clock."""
    return moment_of(new_id())


def find(ledger: sqlite3.Connection, key: str) -> Answer:
    """:raises Refused: when no payment has that key."""
    return Answer(payment=_with_disputes(ledger, _row(ledger, key)))


def list_payments(
    ledger: sqlite3.Connection, *, since: int, until: int, after: str, limit: int
) -> tuple[list[Mapping[str, Any]], str]:
    """The payments opened between two instants, oldest first, and where to go on; "" after the last.

    :raises Refused: when ``after`` is not where a list of ours ended.
    """
    opened_at, _, reference = after.partition(":")
    if after and not opened_at.isdigit():
        raise Refused(400, "after is where the last page ended")
    rows = ledger.execute(
        """SELECT * FROM payment WHERE opened_at BETWEEN ? AND ? AND (opened_at, reference) > (?, ?)
            ORDER BY opened_at, reference LIMIT ?""",
        [since, until, int(opened_at or 0), reference, limit + 1],
    ).fetchall()
    kept = rows[:limit]
    more = f"{kept[-1]['opened_at']}:{kept[-1]['reference']}" if len(rows) > limit else ""
    return [{**_with_disputes(ledger, row), "opened_at": row["opened_at"]} for row in kept], more


def _row(ledger: sqlite3.Connection, key: str) -> sqlite3.Row:
    row: sqlite3.Row | None = ledger.execute("SELECT * FROM payment WHERE key = ?", [key]).fetchone()
    if row is None:
        raise Refused(404, "unknown payment")
    return row


def open_payment(ledger: sqlite3.Connection, asked: Asked, weather: Weather) -> Answer:
    """Open a payment and, unless somebody else must decide, decide it. Asked again, it is answered as it stands now.

    :raises Refused: when the key stands for another payment.
    """
    known = ledger.execute("SELECT * FROM payment WHERE key = ?", [asked.key]).fetchone()
    if known is not None:
        if (known["amount"], known["currency"], known["merchant"]) != (asked.amount, asked.currency, asked.merchant):
            raise Refused(409, "this key stands for another payment")
        return Answer(payment=_shown(known))
    id = new_id()
    reference, opened_at = f"pay_{id.hex}", moment_of(id)
    late = asked.outcome is SimulatedOutcome.LATE
    ledger.execute(
        """INSERT INTO payment (reference, key, merchant, order_number, amount, currency, capture, outcome, language,
                                return_url, notify_url, state, opened_at, decide_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)""",
        [
            reference,
            asked.key,
            asked.merchant,
            asked.order_number,
            asked.amount,
            asked.currency,
            asked.capture,
            asked.outcome,
            asked.language,
            asked.return_url,
            asked.notify_url,
            opened_at,
            opened_at + weather.late_ms if late else None,
        ],
    )
    if asked.outcome in _SLOW_TO_DECIDE:
        _tell(ledger, asked.key, "payment.pending", weather)
    else:
        decide(ledger, asked.key, asked.outcome, weather)
    return replace(find(ledger, asked.key), fresh=True)


def decide(
    ledger: sqlite3.Connection, key: str, outcome: SimulatedOutcome, weather: Weather, *, reason: str = ""
) -> None:
    """Approve or decline a payment that waits; one that is decided stays so."""
    row, at = _row(ledger, key), now()
    if row["state"] != "waiting":
        return
    if reason or outcome in _DECLINES:
        ledger.execute(
            "UPDATE payment SET state = 'declined', reason = ?, decide_at = NULL WHERE key = ?",
            [reason or _DECLINES[outcome], key],
        )
        _tell(ledger, key, "payment.declined", weather)
        return
    amount = row["amount"]
    _enter(ledger, row, _Move("authorise", key, amount, f"card:{key}", f"held:{row['merchant']}"), at)
    ledger.execute(
        "UPDATE payment SET state = 'authorised', authorised = amount, decide_at = NULL WHERE key = ?", [key]
    )
    if row["capture"]:
        _enter(ledger, row, _Move("capture", f"{key}:now", amount, f"held:{row['merchant']}", row["merchant"]), at)
        ledger.execute("UPDATE payment SET captured = authorised WHERE key = ?", [key])
    copies = weather.copies * 2 if outcome is SimulatedOutcome.TWICE else weather.copies
    kind = "payment.captured" if row["capture"] else "payment.authorised"
    _tell(ledger, key, kind, replace(weather, copies=copies))


def operate(
    ledger: sqlite3.Connection, *, key: str, operation_key: str, kind: str, amount: int, weather: Weather
) -> Answer:
    """Capture, void or refund. A key that was used before is answered as before, without a second effect.

    :raises Refused: when the operation's key stands for another operation.
    """
    row = _row(ledger, key)
    known = ledger.execute("SELECT * FROM operation WHERE key = ?", [operation_key]).fetchone()
    if known is not None:
        if (known["reference"], known["kind"], known["amount"]) != (row["reference"], kind, amount):
            raise Refused(409, "this key stands for another operation")
        return Answer(payment=_shown(row), done=bool(known["done"]), reason=known["reason"])
    at = now()
    reason = {"capture": _capture, "void": _void, "refund": _refund}[kind](ledger, row, operation_key, amount, at)
    ledger.execute(
        "INSERT INTO operation (key, reference, kind, amount, done, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [operation_key, row["reference"], kind, amount, not reason, reason, at],
    )
    if not reason:
        past = {"capture": "captured", "void": "voided", "refund": "refunded"}[kind]
        _tell(ledger, key, f"payment.{past}", weather)
    return replace(find(ledger, key), done=not reason, reason=reason, fresh=True)


def _capture(ledger: sqlite3.Connection, row: sqlite3.Row, key: str, amount: int, at: int) -> str:
    if row["state"] != "authorised" or row["captured"]:
        return "refused"
    if amount > row["authorised"]:
        return "too_much"
    merchant, left = row["merchant"], row["authorised"] - amount
    _enter(ledger, row, _Move("capture", key, amount, f"held:{merchant}", merchant), at)
    if left:  # what is not taken is not taken later either
        _enter(ledger, row, _Move("void", f"{key}:rest", left, f"held:{merchant}", f"card:{row['key']}"), at)
    ledger.execute("UPDATE payment SET captured = ? WHERE reference = ?", [amount, row["reference"]])
    return ""


def _void(ledger: sqlite3.Connection, row: sqlite3.Row, key: str, amount: int, at: int) -> str:
    if row["captured"]:
        return "refused"
    if row["state"] == "authorised":
        _enter(ledger, row, _Move("void", key, row["authorised"], f"held:{row['merchant']}", f"card:{row['key']}"), at)
    ledger.execute(
        "UPDATE payment SET state = 'voided', decide_at = NULL WHERE reference = ? AND state <> 'declined'",
        [row["reference"]],
    )
    return ""


def _refund(ledger: sqlite3.Connection, row: sqlite3.Row, key: str, amount: int, at: int) -> str:
    if amount > row["captured"] - row["refunded"] - _disputed(ledger, row):
        return "too_much"
    _enter(ledger, row, _Move("refund", key, amount, row["merchant"], f"card:{row['key']}"), at)
    ledger.execute("UPDATE payment SET refunded = refunded + ? WHERE reference = ?", [amount, row["reference"]])
    return ""


@dataclass(frozen=True, slots=True)
class _Move:
    """Money from one account to another."""

    kind: str
    key: str
    amount: int
    debit: str
    credit: str


def _enter(ledger: sqlite3.Connection, row: sqlite3.Row, move: _Move, at: int) -> None:
    ledger.execute(
        "INSERT INTO entry (reference, kind, key, amount, currency, debit, credit, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [row["reference"], move.kind, move.key, move.amount, row["currency"], move.debit, move.credit, at],
    )


def dispute(
    ledger: sqlite3.Connection, *, key: str, dispute_key: str, amount: int, state: str, weather: Weather
) -> Answer:
    """Open a dispute over so much of what was taken, or decide it. What is decided stays so.

    :raises Refused: for more than is left with the merchant, or when it was opened over another amount.
    """
    row = _row(ledger, key)
    known = ledger.execute("SELECT * FROM dispute WHERE key = ?", [dispute_key]).fetchone()
    if known is None:
        if amount > row["captured"] - row["refunded"] - _disputed(ledger, row):
            raise Refused(409, "too_much")
        ledger.execute(
            "INSERT INTO dispute (key, reference, amount, state, answer_by) VALUES (?, ?, ?, ?, ?)",
            [dispute_key, row["reference"], amount, state, now() + _ANSWER_WITHIN_MS],
        )
    elif (known["reference"], known["amount"]) != (row["reference"], amount):
        raise Refused(409, "this key stands for another dispute")
    elif known["state"] == "open" and state != "open":
        ledger.execute("UPDATE dispute SET state = ? WHERE key = ?", [state, dispute_key])
    else:
        return find(ledger, key)
    _tell(ledger, key, "payment.disputed" if state == "open" else "payment.dispute_closed", weather)
    return replace(find(ledger, key), fresh=True)


def _disputed(ledger: sqlite3.Connection, row: sqlite3.Row) -> int:
    asked = "SELECT coalesce(sum(amount), 0) FROM dispute WHERE reference = ? AND state <> 'won'"
    return int(ledger.execute(asked, [row["reference"]]).fetchone()[0])


def _with_disputes(ledger: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    disputes = ledger.execute("SELECT * FROM dispute WHERE reference = ? ORDER BY rowid", [row["reference"]]).fetchall()
    told = [{name: each[name] for name in ("key", "amount", "state", "answer_by")} for each in disputes]
    return {**_shown(row), "disputes": told}


def _shown(row: sqlite3.Row) -> dict[str, Any]:
    """A payment as the bank tells it."""
    status = row["state"]
    if status == "waiting":
        status = "pending"
    elif row["refunded"]:
        status = "refunded"
    elif row["captured"]:
        status = "captured"
    return {
        "reference": row["reference"],
        "key": row["key"],
        "merchant": row["merchant"],
        "order_number": row["order_number"],
        "status": status,
        "reason": row["reason"],
        "currency": row["currency"],
        "amount": row["amount"],
        "authorised": row["authorised"],
        "captured": row["captured"],
        "refunded": row["refunded"],
        "outcome": row["outcome"],
    }


def _tell(ledger: sqlite3.Connection, key: str, kind: str, weather: Weather) -> None:
    send(ledger, find(ledger, key).payment, kind, weather)


def send(
    ledger: sqlite3.Connection,
    payment: Mapping[str, Any],
    kind: str,
    weather: Weather,
    *,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Put a message into the outbox, as often as the weather says. ``changes`` make it a lie, for tests."""
    id = new_id()
    row = _row(ledger, payment["key"])
    if not row["notify_url"]:
        return
    told = {name: payment[name] for name in _TOLD} | dict(changes or {})
    body = json.dumps({"type": kind, "timestamp": moment_of(id), "data": told})
    for copy in range(weather.copies):
        due_at = moment_of(id) + weather.delay_ms + copy * 50 + (id.int % 2_000 if weather.shuffle else 0)
        ledger.execute(
            "INSERT INTO message (id, reference, url, body, due_at) VALUES (?, ?, ?, ?, ?)",
            [f"msg_{id.hex}", payment["reference"], row["notify_url"], body, due_at],
        )


_TOLD = ("reference", "key", "merchant", "status", "reason", "currency", "authorised", "captured", "refunded")
