"""A shop's door for providers' messages: keeps whatever comes."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE_SECONDS = 15


@dataclass(frozen=True)
class Heard:
    """One message, raw."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Mailbox:
    """Listens on a port of its own. ``answer`` is what providers are told: below 300 means taken."""

    heard: list[Heard] = field(default_factory=list)
    answer: int = 204

    def __post_init__(self) -> None:
        mailbox = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                mailbox.heard.append(Heard(dict(self.headers.items()), body))
                self.send_response(mailbox.answer)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/messages"

    def wait_for(self, wanted: Callable[[Heard], bool], *, count: int = 1) -> list[Heard]:
        """The first messages that are wanted, once so many have come."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = [heard for heard in self.heard if wanted(heard)]
            if len(found) >= count:
                return found
            time.sleep(0.02)
        raise AssertionError(f"only {len(self.heard)} messages came, not {count} that were wanted")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
