"""Deadlines, few connections, and a breaker that opens and closes again. With a real server that misbehaves."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from comptoir.connectors.payments.line import Breaker, Deadlines, Line, NoAnswer, NotSent
from comptoir.connectors.payments.tests.processes import free_port


class Moody:
    """A server that answers as its mood is: a status, "hang", or "hang up"."""

    def __init__(self) -> None:
        self.mood: int | str = 200
        self.asked = 0
        moody = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                moody.asked += 1
                if moody.mood == "hang":
                    time.sleep(2)
                if isinstance(moody.mood, str):
                    self.close_connection = True
                    return
                self.send_response(moody.mood)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"


@pytest.fixture
def moody() -> Iterator[Moody]:
    server = Moody()
    yield server
    server.server.shutdown()
    server.server.server_close()


def line(*, read_seconds: float = 0.3, queue_seconds: float = 1.0, connections: int = 2) -> Line:
    deadlines = Deadlines(read_seconds=read_seconds, queue_seconds=queue_seconds, connections=connections)
    return Line("test", deadlines=deadlines, through_proxy=False)


def ask(line: Line, url: str) -> bytes:
    return line.ask("GET", url, headers={}).content


def test_an_answer(moody: Moody):
    assert ask(line(), moody.url) == b"ok"


@pytest.mark.parametrize("status", [400, 402, 404])
def test_a_refusal_is_an_answer(moody: Moody, status: int):
    moody.mood = status
    assert line().ask("GET", moody.url, headers={}).status == status


@pytest.mark.parametrize("mood", [500, 502, 503, "hang", "hang up"])
def test_what_leaves_doubt_is_no_answer(moody: Moody, mood: int | str):
    moody.mood = mood
    started = time.monotonic()
    with pytest.raises(NoAnswer):
        ask(line(), moody.url)
    assert time.monotonic() - started < 1.5


def test_too_many_requests_was_not_done(moody: Moody):
    moody.mood = 429
    with pytest.raises(NotSent):
        ask(line(), moody.url)


def test_nobody_there():
    with pytest.raises(NotSent):
        ask(line(), f"http://127.0.0.1:{free_port()}/")


def test_a_closed_connection_is_tried_once_more(moody: Moody):
    moody.mood = "hang up"
    with pytest.raises(NoAnswer):
        ask(line(), moody.url)
    assert moody.asked == 2


def test_a_first_try_may_have_arrived_even_if_the_second_is_refused():
    """The server takes the request, dies without a word, and nobody listens any more."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def take_and_die() -> None:
        connection, _ = listener.accept()
        connection.recv(1_000)
        listener.close()
        connection.close()

    threading.Thread(target=take_and_die, daemon=True).start()
    with pytest.raises(NoAnswer):
        ask(line(), f"http://127.0.0.1:{port}/")


def test_only_so_many_wait_for_a_server_that_hangs(moody: Moody):
    moody.mood = "hang"
    shared = line(connections=2, queue_seconds=0.1, read_seconds=1.0)
    outcomes: list[str] = []

    def call() -> None:
        try:
            ask(shared, moody.url)
        except (NoAnswer, NotSent) as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=call) for _ in range(6)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["NoAnswer"] * 2 + ["NotSent"] * 4
    assert time.monotonic() - started < 2


def test_the_breaker_opens_and_closes(moody: Moody):
    mine = line()
    mine._breaker = Breaker("test", failures=3, rest_seconds=0.4)
    moody.mood = 500
    for _ in range(3):
        with pytest.raises(NoAnswer):
            ask(mine, moody.url)
    asked = moody.asked
    started = time.monotonic()
    for _ in range(50):
        with pytest.raises(NotSent):
            ask(mine, moody.url)
    assert (moody.asked, time.monotonic() - started < 0.3) == (asked, True)
    time.sleep(0.45)
    with pytest.raises(NoAnswer):  # one tries, in vain
        ask(mine, moody.url)
    with pytest.raises(NotSent):
        ask(mine, moody.url)
    time.sleep(0.45)
    moody.mood = 200
    assert ask(mine, moody.url) == b"ok"
    assert ask(mine, moody.url) == b"ok"


def test_while_one_tries_the_others_are_refused():
    breaker = Breaker("test", failures=1, rest_seconds=0.2)
    breaker.failed()
    time.sleep(0.25)
    breaker.admit()
    with pytest.raises(NotSent):
        breaker.admit()
    breaker.succeeded()
    breaker.admit()
    breaker.admit()
