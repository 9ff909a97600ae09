"""Brings messages to the shop until it has taken them, and decides what was left to be decided late."""

import base64
import hashlib
import hmac
import http.client
import logging
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from comptoir.connectors.payments.simulator.bank import ledger
from comptoir.connectors.payments.simulator.bank.clerk import Clerk
from comptoir.connectors.payments.simulator.bank.desk import Desk
from comptoir.connectors.payments.simulator.outcomes import SimulatedOutcome

_PAUSE_SECONDS = 0.1
_PATIENCE_SECONDS = 10
_CARRIERS = 4
_ATTEMPTS = 40  # with pauses of five minutes at last: about three hours
_LONGEST_PAUSE_MS = 300_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """One copy of a message, on its way."""

    number: int
    id: str
    url: str
    body: str
    attempts: int


class Courier(threading.Thread):
    """Works through the outbox. Messages may arrive twice and in any order: that is what shops must bear."""

    def __init__(self, clerk: Clerk, desk: Desk, webhook_secret: str) -> None:
        super().__init__(name="courier", daemon=True)
        self._clerk, self._desk = clerk, desk
        self._secret = base64.b64decode(webhook_secret.removeprefix("whsec_"))
        self._stopping = threading.Event()
        self._carried: set[int] = set()
        self._lock = threading.Lock()

    def stop(self) -> None:
        self._stopping.set()
        self.join()

    def run(self) -> None:
        with ThreadPoolExecutor(_CARRIERS, "carrier") as carriers:
            while not self._stopping.wait(_PAUSE_SECONDS):
                try:
                    for letter in self._due():
                        carriers.submit(self._carry, letter)
                except sqlite3.Error:
                    log.exception("the outbox could not be read")

    def _due(self) -> list[Letter]:
        """Decide what is due, and take what can be carried now."""
        weather = self._desk.weather
        with self._lock:
            carried = set(self._carried)

        def work(book: sqlite3.Connection) -> list[Letter]:
            now = ledger.now()
            for (key,) in book.execute("SELECT key FROM payment WHERE decide_at <= ?", [now]).fetchall():
                ledger.decide(book, key, SimulatedOutcome.LATE, weather)
            rows = book.execute(
                """SELECT number, id, url, body, attempts FROM message
                    WHERE delivered_at IS NULL AND given_up_at IS NULL AND due_at <= ? ORDER BY due_at LIMIT 64""",
                [now],
            )
            return [Letter(*row) for row in rows if row["number"] not in carried]

        letters = self._clerk.do(work)
        with self._lock:
            self._carried |= {letter.number for letter in letters}
        return letters

    def _carry(self, letter: Letter) -> None:
        try:
            taken = self._bring(letter)
            now, attempts = ledger.now(), letter.attempts + 1
            later = now + min(1_000 * 2**letter.attempts, _LONGEST_PAUSE_MS)
            given_up = now if attempts >= _ATTEMPTS and not taken else None
            self._clerk.do(
                lambda book: book.execute(
                    "UPDATE message SET attempts = ?, delivered_at = ?, given_up_at = ?, due_at = ? WHERE number = ?",
                    [attempts, now if taken else None, given_up, later, letter.number],
                )
            )
        except Exception:
            log.exception("a message could not be carried")  # it is still in the outbox
        finally:
            with self._lock:
                self._carried.discard(letter.number)

    def _bring(self, letter: Letter) -> bool:
        """Deliver one copy; True when the shop took it."""
        url = urlsplit(letter.url)
        kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
        connection = kind(url.hostname or "", url.port, timeout=_PATIENCE_SECONDS)
        headers = sign(self._secret, letter.id, ledger.now() // 1_000, letter.body.encode())
        try:
            connection.request("POST", url.path or "/", letter.body.encode(), headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            log.info("the shop did not take a message", extra={"message_id": letter.id, "error": repr(error)})
            return False
        finally:
            connection.close()
        return 200 <= answer.status < 300


def sign(secret: bytes, id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers of a signed message, as the Standard Webhooks specification has them."""
    signature = hmac.new(secret, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }
