"""Messages to strangers' addresses: only where we may, only so long, and little of the answer."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from ipaddress import ip_network
from typing import Any

import pytest

from comptoir.connectors.webhooks.http import sender
from comptoir.connectors.webhooks.http.sender import MOST_BYTES, HttpWebhooks
from comptoir.domains.integrations.testing import Receiver, receiving
from comptoir.domains.integrations.values import Answer, Failure
from comptoir.kernel import clock


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


def post(url: str, body: bytes = b'{"a":1}') -> Answer:
    return HttpWebhooks().post(url=url, headers={"webhook-id": "msg_1"}, body=body)


def answers(monkeypatch: pytest.MonkeyPatch, **names: str) -> list[str]:
    """A name service of ours, for names that end with .example; returns the list of what it was asked."""
    real, asked = socket.getaddrinfo, []

    def look_up(host: str, *args: Any, **more: Any) -> Any:
        asked.append(host)
        if host.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return real(names.get(host.removesuffix(".example"), host), *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def test_the_body_arrives_to_the_byte_with_its_headers(receiver: Receiver) -> None:
    assert post(receiver.url, '{"é": 1}'.encode()) == Answer(status=200)
    (heard,) = receiver.heard
    assert heard.body == '{"é": 1}'.encode()
    assert (heard.headers["webhook-id"], heard.headers["content-type"]) == ("msg_1", "application/json")
    assert heard.headers["user-agent"] == "Comptoir (webhooks)"


@pytest.mark.parametrize("status", [204, 301, 302, 307, 308, 400, 410, 500])
def test_the_status_is_told_and_no_redirect_is_followed(receiver: Receiver, status: int) -> None:
    receiver.reply = lambda heard: (
        status,
        {"Location": f"{receiver.url}/elsewhere"},
        b"" if status == 204 else b"said",
    )
    answer = post(receiver.url)
    assert (answer.status, answer.text) == (status, "" if status == 204 else "said")
    assert len(receiver.heard) == 1


def test_of_a_long_answer_the_beginning_is_read(receiver: Receiver) -> None:
    receiver.reply = lambda heard: (500, {}, b"\0x" * 10_000_000)
    began = time.monotonic()
    text = post(receiver.url).text
    assert text == "x" * (MOST_BYTES // 2), "no NUL, which the database takes none of"
    assert time.monotonic() - began < 4


def test_an_answer_in_no_known_letters_is_still_an_answer(receiver: Receiver) -> None:
    receiver.reply = lambda heard: (500, {}, b"\xff\xfe")
    assert post(receiver.url).text == "\ufffd\ufffd"


def test_the_wish_to_be_left_alone_in_seconds_or_as_a_date(receiver: Receiver) -> None:
    def told(value: str) -> timedelta | None:
        receiver.reply = lambda heard: (429, {"Retry-After": value}, b"")
        return post(receiver.url).retry_after

    assert told("120") == timedelta(minutes=2)
    later = told(format_datetime(clock.real_now() + timedelta(minutes=2), usegmt=True))
    assert later is not None
    assert timedelta(seconds=110) < later <= timedelta(minutes=2)
    assert told(format_datetime(clock.real_now() - timedelta(days=2), usegmt=True)) == timedelta(0)
    for nonsense in ("soon", "-1", "1.5", "9" * 40, ""):
        assert told(nonsense) is None, nonsense


def test_nobody_waits_long_for_one_that_hangs_or_drips(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "MOST_SECONDS", 0.5)
    released = threading.Event()
    receiver.reply = lambda heard: (released.wait(5) and 200) or 200
    began = time.monotonic()
    assert post(receiver.url) == Answer(failure=Failure.TOO_SLOW)
    released.set()
    assert time.monotonic() - began < 4
    with dripping() as url:
        began = time.monotonic()
        assert post(url) == Answer(failure=Failure.TOO_SLOW)
        assert time.monotonic() - began < 4


class dripping:  # noqa: N801 - read as a word in a with statement
    """A server that gives one letter of its headers at a time."""

    def __enter__(self) -> str:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._stop = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}/"

    def _serve(self) -> None:
        talking, _ = self._listening.accept()
        try:
            talking.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while not self._stop.wait(0.05):
                talking.sendall(b"x")
        except OSError:
            pass  # the other side has had enough
        finally:
            talking.close()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._listening.close()


def test_what_is_not_there_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/", "https://gone.invalid/", "http://[", "http://"):
        assert post(url) == Answer(failure=Failure.UNREACHABLE), url


def test_whoever_cannot_prove_their_name_is_not_told(receiver: Receiver) -> None:
    """Plain HTTP behind https, as bad as a foreign certificate: nothing of the message has left."""
    assert post(receiver.url.replace("http:", "https:")) == Answer(failure=Failure.UNREACHABLE)
    assert receiver.heard == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/", "http://localhost:{port}/", "https://localhost:{port}/", "http://127.1:{port}/",
        "http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0.0.0.0:{port}/", "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/", "http://[64:ff9b::7f00:1]/", "http://10.0.0.1/", "http://192.168.1.1/",
        "http://172.16.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00::1]/",
        "http://100.64.0.1/", "http://224.0.0.1/", "https://inside.example/", "http://here.example:{port}/",
    ],
)  # fmt: skip
def test_in_production_our_own_network_is_never_asked(
    url: str, receiver: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_NETWORKS = ()
    answers(monkeypatch, inside="10.0.0.7", here="127.0.0.1")
    port = receiver.url.rpartition(":")[2].partition("/")[0]
    assert post(url.replace("{port}", port)) == Answer(failure=Failure.REFUSED_ADDRESS)
    assert receiver.heard == []


def test_networks_that_are_named_may_be_asked_and_no_others(receiver: Receiver, settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)
    assert post(receiver.url).status == 200
    assert post(receiver.url.replace("127.0.0.1", "[::1]")) == Answer(failure=Failure.REFUSED_ADDRESS)


def test_a_name_that_means_another_number_a_moment_later_gains_nothing(
    receiver: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is looked up once; the connection goes to the number that was checked, under the name."""
    asked = answers(monkeypatch, erp="127.0.0.1")
    port = receiver.url.rpartition(":")[2].partition("/")[0]
    assert post(f"http://erp.example:{port}/").status == 200
    assert [host for host in asked if host == "erp.example"] == ["erp.example"]
    assert receiver.heard[0].headers["host"] == f"erp.example:{port}"


def test_one_number_inside_among_public_ones_is_refused(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEBHOOK_NETWORKS = ()
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443)) for number in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: found)
    assert post("https://both.example/") == Answer(failure=Failure.REFUSED_ADDRESS)
