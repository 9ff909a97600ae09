"""Pictures from strangers' addresses: only the public internet, only so much, only so long."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from comptoir.connectors.pictures.web import fetcher
from comptoir.connectors.pictures.web.fetcher import WebPictures
from comptoir.domains.imports.values import PICTURE_REASONS, NotFetched, Patience

PICTURE = b"\x89PNG" + b"x" * 5_000


class _Handler(BaseHTTPRequestHandler):
    """A server of pictures with every bad habit there is."""

    def do_GET(self) -> None:
        server: Any = self.server
        server.asked.append((self.path, self.headers["Host"], self.headers.get("Accept-Encoding")))
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif self.path == "/nowhere":
            self.send_response(304)
            self.end_headers()
        elif self.path == "/missing":
            self.send_error(404)
        elif self.path == "/slow":
            time.sleep(1.5)
            self._send(PICTURE)
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(60):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            for _ in range(400):
                self.wfile.write(b"x" * 100_000)
        else:
            self._send(PICTURE)

    def _send(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def handle(self) -> None:
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            return  # the client has hung up, as it should


class Server(ThreadingHTTPServer):
    daemon_threads = True
    asked: list[tuple[str, str, str]]


@contextmanager
def serving() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), _Handler)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def server(monkeypatch) -> Iterator[Server]:
    """A server on this machine that counts as the public internet for this test, under the name pictures.example."""
    with serving() as running:
        port = running.server_address[1]
        monkeypatch.setattr(fetcher, "_PORTS", frozenset({port}))
        monkeypatch.setattr(fetcher, "is_public", lambda number: number == "127.0.0.1")
        names = {"pictures.example": "127.0.0.1", "inside.example": "10.0.0.7"}
        real = socket.getaddrinfo

        def look_up(host: str, *args: Any, **more: Any) -> Any:
            if host.endswith(".invalid"):
                raise socket.gaierror(socket.EAI_NONAME, "unknown")
            return real(names.get(host, host), *args, **more)

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        yield running


def fetch(*addresses: str, seconds: float = 10) -> list[bytes | NotFetched]:
    found = WebPictures().fetch(addresses=addresses, patience=Patience(seconds))
    assert list(found) == list(dict.fromkeys(addresses))
    return [found[address] for address in addresses]


def at(server: Server, path: str, host: str = "pictures.example") -> str:
    return f"http://{host}:{server.server_address[1]}{path}"


def test_a_picture_is_fetched_by_the_name_of_its_host(server) -> None:
    assert fetch(at(server, "/a.png")) == [PICTURE]
    assert server.asked == [("/a.png", f"pictures.example:{server.server_address[1]}", "identity")]


def test_many_at_once(server) -> None:
    addresses = [at(server, f"/{number}.png") for number in range(20)]
    assert fetch(*addresses) == [PICTURE] * 20


def test_redirects_are_followed_and_checked_again(server) -> None:
    assert fetch(at(server, "/to//a.png")) == [PICTURE]
    inside = at(server, "/a.png", host="inside.example")
    assert fetch(at(server, f"/to/{inside}")) == [NotFetched("private_address")]
    assert fetch(at(server, "/to/file:///etc/passwd")) == [NotFetched("bad_address")]
    assert fetch(at(server, "/to//to//to//to//to//a.png")) == [NotFetched("too_many_redirects")]
    assert all("inside" not in host for _, host, _ in server.asked)


def test_a_redirect_to_nowhere_is_an_answer_and_no_fault_of_ours(server) -> None:
    answers = fetch(at(server, "/nowhere"), at(server, "/to/http://["), at(server, "/a.png"))
    assert answers == [NotFetched("answered"), NotFetched("unreachable"), PICTURE]


def test_what_a_server_may_answer(server) -> None:
    assert fetch(at(server, "/missing"), at(server, "/endless")) == [NotFetched("answered"), NotFetched("too_large")]


def test_nobody_waits_long(server, monkeypatch) -> None:
    monkeypatch.setattr(fetcher, "MOST_SECONDS", 0.4)
    assert fetch(at(server, "/slow"), at(server, "/drip")) == [NotFetched("too_slow")] * 2


def test_all_of_it_together_takes_no_longer_than_was_allowed(server) -> None:
    began = time.monotonic()
    patience = Patience(0.5)
    addresses = [at(server, f"/slow?{n}") for n in range(3)] + [at(server, "/drip")]
    assert set(WebPictures().fetch(addresses=addresses, patience=patience).values()) <= {NotFetched("time_up"), PICTURE}
    assert time.monotonic() - began < 3
    assert patience.left < 0.1
    assert WebPictures().fetch(addresses=[at(server, "/a.png")], patience=patience) == {
        at(server, "/a.png"): NotFetched("time_up")
    }


def test_a_host_that_does_not_answer_is_given_up(server) -> None:
    patience = Patience(10)
    addresses = [f"http://gone.invalid:{server.server_address[1]}/{number}" for number in range(3)]
    for address in addresses:
        assert WebPictures().fetch(addresses=[address], patience=patience) == {address: NotFetched("unreachable")}
    assert patience.failures["gone.invalid"] == 3
    more = f"http://gone.invalid:{server.server_address[1]}/4"
    assert WebPictures().fetch(addresses=[more], patience=patience) == {more: NotFetched("unreachable")}
    assert patience.failures["gone.invalid"] == 3


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.png", "http://localhost/a.png", "https://localhost/a.png", "http://10.0.0.1/", "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/", "http://0.0.0.0/", "http://2130706433/", "http://0x7f000001/", "http://127.1/",
        "http://pictures.example:22/", "http://pictures.example:6379/", "http://me:secret@pictures.example/a.png",
    ],
)  # fmt: skip
def test_our_own_network_is_never_asked(address) -> None:
    assert fetch(address) == [NotFetched("private_address")]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "ftp://pictures.example/a.png", "gopher://x/", "a.png", "/a.png", "", "http://", "http://[",
        "http://a b/", "data:image/png;base64,AAAA", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_not_tried(address) -> None:
    assert fetch(address)[0] in (NotFetched("bad_address"), NotFetched("unreachable"))


def test_a_name_with_one_private_number_among_public_ones_is_refused(monkeypatch) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: answers)
    assert fetch("http://both.example/a.png") == [NotFetched("private_address")]


def test_every_reason_can_be_said() -> None:
    assert {"bad_address", "private_address", "unreachable", "too_slow", "too_large", "too_many_redirects", "answered",
            "time_up"} <= set(PICTURE_REASONS)  # fmt: skip
