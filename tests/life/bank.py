"""The bank simulator without sockets and processes: the same desk and the same books, asked by a call."""

import json
import shutil
import sqlite3
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from comptoir.connectors.payments.line import NoAnswer, NotSent, Reply
from comptoir.connectors.payments.simulator.account import account_in, ledger_of
from comptoir.connectors.payments.simulator.bank import ledger
from comptoir.connectors.payments.simulator.bank.clerk import Clerk
from comptoir.connectors.payments.simulator.bank.courier import sign
from comptoir.connectors.payments.simulator.bank.desk import Desk, Request
from comptoir.connectors.payments.simulator.bank.ledger import Weather
from comptoir.connectors.payments.simulator.outcomes import SimulatedOutcome
from comptoir.kernel import clock, ports


class Bank:
    """Stands in the place of the line to the bank. ``on_call`` is told before and after each call, and may end it."""

    def __init__(self, home: Path, on_call: Callable[[], None]) -> None:
        self.home, self._on_call = home, on_call
        self.account = account_in(home)
        self._clerk = Clerk(ledger_of(home))
        self._clerk.open()
        self._desk = Desk(self._clerk, self.account, public_url="http://localhost", control=True)
        self.away, self.lost = 0, 0
        settings.COMPTOIR_HOME = home
        settings.SIMULATOR_NOTIFY_URL = "http://localhost/messages"
        ports.load.cache_clear()
        provider = ports.load("payments", "simulator")
        provider.__dict__["_line"] = self
        provider.__dict__["_account"] = self.account

    def close(self) -> None:
        self._clerk.close()
        shutil.rmtree(self.home)

    def ask(self, method: str, url: str, *, headers: Mapping[str, str], content: bytes | str | None = None) -> Reply:
        """As ``Line.ask``."""
        self._on_call()
        if self.away:
            self.away -= 1
            raise NotSent("nobody is there")
        parts = urlsplit(url)
        response = self._desk.answer(
            Request(
                method=method,
                path=f"{parts.path}?{parts.query}",
                headers={name.lower(): value for name, value in headers.items()},
                body=content.encode() if isinstance(content, str) else content or b"",
            )
        )
        self._on_call()
        if response.silent or self.lost:
            self.lost = max(0, self.lost - 1)
            raise NoAnswer("the answer was lost")
        return Reply(status=response.status, content=response.body)

    def waiting(self) -> list[str]:
        """The keys of payments that somebody has still to decide."""
        return [key for (key,) in self._rows("SELECT key FROM payment WHERE state = 'waiting' ORDER BY opened_at, key")]

    def decide(self, key: str, reason: str) -> None:
        """The buyer confirms, or does not for a reason."""
        self._clerk.do(lambda book: ledger.decide(book, key, SimulatedOutcome.APPROVE, Weather(), reason=reason))

    def count_messages(self) -> int:
        return int(self._rows("SELECT count(*) FROM message")[0][0])

    def message(self, number: int) -> tuple[dict[str, str], bytes]:
        """The headers and body of one of all messages ever sent, signed anew as at every attempt to bring it."""
        ((id, body),) = self._rows("SELECT id, body FROM message ORDER BY number LIMIT 1 OFFSET ?", number)
        secret = b64decode(self.account.webhook_secret.removeprefix("whsec_"))
        return sign(secret, id, int(clock.real_now().timestamp()), body.encode()), body.encode()

    def lie(self, number: int, **changes: Any) -> None:
        """One more message about the payment of another, which says what is not so."""
        body = json.loads(self.message(number)[1])

        def write(book: sqlite3.Connection) -> None:
            payment = ledger.find(book, body["data"]["key"]).payment
            ledger.send(book, payment, "payment.captured", replace(Weather(), copies=1), changes=changes)

        self._clerk.do(write)

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return self._clerk.do(lambda book: [tuple(row) for row in book.execute(sql, values).fetchall()])
