"""Subscriptions, and a program that listens, for tests of this domain and of surfaces."""

import base64
import hashlib
import hmac
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson

from comptoir.domains.integrations.actions import create_subscription
from comptoir.domains.integrations.jobs import send_webhooks
from comptoir.domains.integrations.values import EVENT_NAMES, SubscriptionDraft, SubscriptionId
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.testing import NOON, OWNER


def make_subscription(
    url: str = "https://erp.example/hooks",
    *,
    name: str = "ERP",
    event_names: tuple[str, ...] = EVENT_NAMES,
    markets: frozenset[str] | None = None,
    now: datetime = NOON,
) -> tuple[SubscriptionId, str]:
    """Somebody who hears of everything, unless told otherwise; with the secret."""
    draft = SubscriptionDraft(name=name, url=url, event_names=frozenset(event_names), markets=markets)
    return create_subscription(draft=draft, actor=OWNER, now=now)


def pass_news_on() -> None:
    """Let all waiting events be reacted to, as the worker would."""
    while sum(deliver(lane) for lane in Lane):
        pass


def send_now() -> None:
    """Send what waits, as the worker would."""
    send_webhooks.call()


def verified(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As the specification says (standard-webhooks.md, “Verifying signatures”), written from it and nothing of ours."""
    assert secret.startswith("whsec_")
    key = base64.b64decode(secret[len("whsec_") :], validate=True)
    to_sign = headers["webhook-id"].encode() + b"." + headers["webhook-timestamp"].encode() + b"." + body
    expected = base64.b64encode(hmac.new(key, to_sign, hashlib.sha256).digest()).decode()
    signatures = [each.split(",", 1) for each in headers["webhook-signature"].split(" ")]
    return any(version == "v1" and hmac.compare_digest(value, expected) for version, value in signatures)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def told(self) -> Any:
        return orjson.loads(self.body)


type Reply = Callable[[Heard], "int | tuple[int, dict[str, str], bytes]"]


@dataclass
class Receiver:
    """A subscriber's program: a real HTTP server that answers as ``reply`` says, 200 unless told otherwise."""

    url: str
    heard: list[Heard] = field(default_factory=list)
    reply: Reply = field(default=lambda heard: 200)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        heard = Heard(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        server.receiver.heard.append(heard)
        answer = server.receiver.reply(heard)
        status, headers, text = (answer, {}, b"") if isinstance(answer, int) else answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def handle(self) -> None:
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            return  # the sender has hung up


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    receiver: Receiver


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on this machine."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.receiver = Receiver(f"http://127.0.0.1:{server.server_address[1]}/hooks")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
