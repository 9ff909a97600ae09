"""Once and only once: a retried request with the same key has one effect and one answer.

Follows the contract that payment APIs have taught everybody: the key is stored with a hash of what was asked, the
answer is replayed, the same key with another body is refused. An effect in one transaction claims and answers in that
transaction; a flow with a network call claims in its first and answers in its last.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Busy, Conflict
from comptoir.kernel.sql import execute, fetch, jsonb, to_json

PATIENCE_SECONDS = 10.0
_POLL_SECONDS = 0.05


class KeyReused(Conflict):
    """The idempotency key was used before, for something else."""

    code = "once.key_reused"
    message = _("This Idempotency-Key was already used for a different request.")


class InProgress(Busy):
    """The first request with this key is still being worked on."""

    code = "once.in_progress"
    message = _("The first request with this key is still being worked on.")


@dataclass(frozen=True, slots=True)
class Claim:
    """What claiming a key told: it is ours (``fresh``), or it was answered, or it is under way for ``subject_id``."""

    fresh: bool
    subject_id: str
    answer: Any | None


def hash_of(request: Any) -> str:
    """A digest of anything JSON can hold, equal for equal requests whatever the order of their keys."""
    return hashlib.sha256(to_json(request)).hexdigest()


def claim(*, scope: str, key: str, request_hash: str, subject_id: object, now: datetime) -> Claim:
    """Claim the key inside the current transaction. A concurrent claimer waits until this transaction ends.

    :raises KeyReused: when the key stands for another request.
    """
    claimed = execute(
        """INSERT INTO kernel_once (scope, key, request_hash, subject_id, claimed_at)
           VALUES (%s, %s, %s, %s, %s) ON CONFLICT (scope, key) DO NOTHING""",
        [scope, key, request_hash, str(subject_id), now],
    )
    if claimed:
        return Claim(fresh=True, subject_id=str(subject_id), answer=None)
    found = look_up(scope=scope, key=key, request_hash=request_hash)
    if found is None:  # the earlier claim was purged between our two statements: the key is free again
        return claim(scope=scope, key=key, request_hash=request_hash, subject_id=subject_id, now=now)
    return found


def look_up(*, scope: str, key: str, request_hash: str) -> Claim | None:
    """What is known of a key, or None.

    :raises KeyReused: when the key stands for another request.
    """
    rows = fetch("SELECT request_hash, subject_id, answer FROM kernel_once WHERE scope = %s AND key = %s", [scope, key])
    if not rows:
        return None
    known_hash, subject_id, answer = rows[0]
    if known_hash != request_hash:
        raise KeyReused(key=key)
    return Claim(fresh=False, subject_id=subject_id, answer=answer)


def answer(*, scope: str, key: str, answer: Any, now: datetime) -> Any:
    """Store the answer unless one is stored already, and return the one that counts: every caller gets the same."""
    rows = fetch(
        """UPDATE kernel_once SET answer = coalesce(answer, %s), answered_at = coalesce(answered_at, %s)
            WHERE scope = %s AND key = %s RETURNING answer""",
        [jsonb(answer), now, scope, key],
    )
    return rows[0][0] if rows else answer


def wait_for_answer(*, scope: str, key: str, request_hash: str) -> Any:
    """Wait, outside any transaction, until the first request has its answer.

    :raises InProgress: after ten seconds, with ``retry_after``.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        known = look_up(scope=scope, key=key, request_hash=request_hash)
        if known is not None and known.answer is not None:
            return known.answer
        time.sleep(_POLL_SECONDS)
    raise InProgress(retry_after=2)


def unanswered(*, scope: str, before: datetime, limit: int = 100) -> list[tuple[str, str]]:
    """The ``(key, subject_id)`` of claims made before the moment and never answered: somebody died on the way."""
    rows = fetch(
        """SELECT key, subject_id FROM kernel_once
            WHERE scope = %s AND claimed_at < %s AND answered_at IS NULL ORDER BY claimed_at LIMIT %s""",
        [scope, before, limit],
    )
    return [(key, subject_id) for key, subject_id in rows]


def forget_older_than(moment: datetime, *, limit: int = 10_000) -> int:
    """Purge answered keys claimed before the moment; returns how many."""
    return execute(
        """DELETE FROM kernel_once WHERE id IN (
               SELECT id FROM kernel_once WHERE claimed_at < %s AND answered_at IS NOT NULL LIMIT %s)""",
        [moment, limit],
    )
