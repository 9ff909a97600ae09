"""The bank's web server: threads, HTTP/1.1, nothing else."""

import logging
import select
import signal
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from comptoir.connectors.payments.simulator.account import account_in, ledger_of
from comptoir.connectors.payments.simulator.bank.clerk import Clerk
from comptoir.connectors.payments.simulator.bank.courier import Courier
from comptoir.connectors.payments.simulator.bank.desk import Desk, Request, Response
from comptoir.connectors.payments.simulator.bank.window import Window

_LONGEST_BODY = 64 * 1024
_LONGEST_SILENCE_SECONDS = 60

log = logging.getLogger(__name__)


class Bank:
    """One bank: its clerk, its doors and its courier. ``control`` lets tests change how it behaves."""

    def __init__(self, *, home: Path, port: int, host: str = "127.0.0.1", public_url: str = "", control: bool) -> None:
        account = account_in(home)
        self._server = _Server((host, port), _Handler)
        self._clerk = Clerk(ledger_of(home))
        self._clerk.open()
        public_url = public_url or f"http://localhost:{self.port}"
        self._server.desk = Desk(self._clerk, account, public_url=public_url, control=control)
        self._server.window = Window(self._clerk, self._server.desk)
        self._courier = Courier(self._clerk, self._server.desk, account.webhook_secret)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def open(self) -> None:
        """Serve until ``close()`` is called from another thread."""
        self._courier.start()
        log.info("the test bank is open", extra={"port": self.port})
        try:
            self._server.serve_forever(poll_interval=0.2)
        finally:
            self._server.server_close()
            self._courier.stop()
            self._clerk.close()

    def close(self) -> None:
        self._server.shutdown()


def serve(port: int, home: Path, *, host: str = "127.0.0.1", public_url: str = "", control: bool = False) -> None:
    """Run the bank in this process until it is asked to end (SIGTERM, SIGINT).

    :param home: the installation's folder; the bank keeps its books in ``simulator`` below it.
    :param public_url: where buyers' browsers reach it, when that is not this port of this machine.
    :param control: whether tests may change its behaviour; only in test mode.
    :raises OSError: when the port is taken or the folder cannot be written.
    """
    bank = Bank(home=home, port=port, host=host, public_url=public_url, control=control)
    for number in (signal.SIGTERM, signal.SIGINT):
        # shutdown() waits for the loop that this very thread runs.
        signal.signal(number, lambda *_: threading.Thread(target=bank.close).start())
    bank.open()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    desk: Desk
    window: Window


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "test-bank"
    disable_nagle_algorithm = True
    wbufsize = -1  # one packet for head and body
    timeout = 75
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_PUT = do_GET  # noqa: N815 - the names that http.server calls

    def _serve(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > _LONGEST_BODY:
            self.close_connection = True
            self._send(Response(status=413))
            return
        request = Request(
            method=self.command,
            path=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(length)),
        )
        room = self.server.desk if request.parts[:1] in (("v1",), ("control",)) else self.server.window
        response = room.answer(request)
        if response.silent:
            self._say_nothing()
            return
        time.sleep(response.after_ms / 1_000)
        self._send(response)

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)

    def _say_nothing(self) -> None:
        """Keep the caller waiting until it gives up."""
        self.close_connection = True
        ending = time.monotonic() + _LONGEST_SILENCE_SECONDS
        while time.monotonic() < ending:
            readable, _, _ = select.select([self.connection], [], [], 0.5)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                return

    def log_message(self, format: str, *args: object) -> None:
        log.debug("request", extra={"line": format % args})
