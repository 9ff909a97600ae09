"""The line to one provider: short deadlines, few connections of its own, and a breaker.

A provider that hangs must not take the shop's threads with it: only as many calls as there are connections ever wait
for it, nobody waits longer than the deadline, and after a few failures nobody waits at all for a while.
"""

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from django.conf import settings

log = logging.getLogger(__name__)


class LineError(Exception):
    """A call brought no answer."""


class NotSent(LineError):
    """The request certainly never left: nothing can have happened."""


class NoAnswer(LineError):
    """The request may have left, and what became of it is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """How long a call may take in all its parts, and how many may run at once in this process."""

    connect_seconds: float = 2.0
    read_seconds: float = 8.0
    queue_seconds: float = 1.0
    connections: int = 2

    @classmethod
    def of_settings(cls) -> "Deadlines":
        """As set by ``PAYMENTS_DEADLINES``. Fewer connections than threads, so that browsing has threads left."""
        return cls(**settings.PAYMENTS_DEADLINES)


class Breaker:
    """Opens after some failures in a row, and after a rest lets one call through to see whether all is well again."""

    def __init__(self, name: str, *, failures: int = 3, rest_seconds: float = 10.0) -> None:
        self._name, self._failures, self._rest_seconds = name, failures, rest_seconds
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._open_until: float | None = None

    def admit(self) -> None:
        """:raises NotSent: while the breaker is open."""
        with self._lock:
            if self._open_until is None:
                return
            if time.monotonic() < self._open_until:
                raise NotSent(f"{self._name} is resting after failures")
            # This one tries; until it has an answer the others are still refused.
            self._open_until = time.monotonic() + self._rest_seconds

    def succeeded(self) -> None:
        with self._lock:
            if self._open_until is not None:
                log.info("provider answers again", extra={"provider": self._name})
            self._in_a_row, self._open_until = 0, None

    def failed(self) -> None:
        with self._lock:
            self._in_a_row += 1
            if self._in_a_row >= self._failures:
                if self._open_until is None:
                    log.warning("provider does not answer, resting", extra={"provider": self._name})
                self._open_until = time.monotonic() + self._rest_seconds


@dataclass(frozen=True, slots=True)
class Reply:
    """A provider's answer below 500, whatever it says."""

    status: int
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Line:
    """Calls to one provider. Every request carries an idempotency key or only reads, so it may be sent twice."""

    def __init__(self, name: str, *, deadlines: Deadlines, encrypted: bool = True, through_proxy: bool = True) -> None:
        self._breaker = Breaker(name)
        self._client = httpx.Client(
            timeout=httpx.Timeout(
                connect=deadlines.connect_seconds,
                read=deadlines.read_seconds,
                write=deadlines.read_seconds,
                pool=deadlines.queue_seconds,
            ),
            limits=httpx.Limits(
                max_connections=deadlines.connections,
                max_keepalive_connections=deadlines.connections,
                keepalive_expiry=4,
            ),
            # Certificates take a tenth of a second to load: not for a line that uses none.
            verify=encrypted,
            trust_env=through_proxy,
            follow_redirects=False,
        )

    def ask(self, method: str, url: str, *, headers: Mapping[str, str], content: bytes | str | None = None) -> Reply:
        """Send a request and return the answer.

        :raises NotSent: when it never left.
        :raises NoAnswer: for everything that leaves doubt: no answer in time, a broken connection, a 5xx.
        """
        self._breaker.admit()
        request = self._client.build_request(method, url, headers=dict(headers), content=content)
        try:
            answer = self._send(request)
        except httpx.PoolTimeout as error:  # our own queue is full; that says nothing about the provider
            raise NotSent("too many calls at once") from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            self._breaker.failed()
            raise NotSent(repr(error)) from error
        except (httpx.TransportError, NoAnswer) as error:
            self._breaker.failed()
            raise NoAnswer(repr(error)) from error
        if answer.status_code >= 500:
            self._breaker.failed()
            raise NoAnswer(f"status {answer.status_code}")
        self._breaker.succeeded()
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise NotSent("asked too often")
        return Reply(answer.status_code, answer.content, answer.headers)

    def close(self) -> None:
        """Hang up for good."""
        self._client.close()

    def _send(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._client.send(request)
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError) as error:
            # A kept connection that the other side had closed looks like this. Sent again under the same key, it has
            # one effect; but whatever happens now, the first try may have arrived.
            try:
                return self._client.send(request)
            except httpx.TransportError as again:
                raise NoAnswer(repr(again)) from error
