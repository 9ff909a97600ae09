"""A letter is given up only for what is wrong with it; what is wrong with our settings is put right and it leaves."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from types import SimpleNamespace
from typing import Any, cast

import pytest

from comptoir.connectors.mail.smtp import SmtpTransport
from comptoir.domains.messages.errors import LetterRefused
from comptoir.domains.messages.values import Attachment, Letter, MessageId
from comptoir.kernel.ids import new_id

LETTER = Letter(
    message_id=MessageId(new_id()),
    to="lucie@exemple.example",
    sender_name="Rucher",
    sender_email="shop@exemple.example",
    reply_to="",
    subject="Votre commande",
    text="Merci.",
    html="<p>Merci.</p>",
    attached=(Attachment("BC-7.pdf", b"%PDF-1.7 \xff"),),
)


class _Post(socketserver.StreamRequestHandler):
    """A mail server that answers as the test says, by verb."""

    def handle(self) -> None:
        server = cast(_Server, self.server)
        self._say(server.answers.get("", "220 ready"))
        while verb := self.rfile.readline().decode().split(" ")[0].strip().upper():
            if verb == "DATA" and "DATA" not in server.answers:
                self._say("354 go on")
                server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self._say(server.answers.get(".", "250 taken"))
                continue
            self._say(server.answers.get(verb, "250-here\r\n250 AUTH PLAIN" if verb == "EHLO" else "250 ok"))
            if verb == "QUIT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    answers: dict[str, str]
    letters: list[bytes]


@pytest.fixture
def server(settings: Any) -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), _Post) as running:
        running.answers, running.letters = {}, []
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        settings.MAIL = SimpleNamespace(
            host="127.0.0.1",
            port=running.server_address[1],
            user="shop",
            password="a password",
            security="none",
            timeout_seconds=5,
        )
        yield running
        running.shutdown()
        thread.join()


@pytest.mark.parametrize("goodbye", ["221 bye", "250 ok", "421 closing"])
def test_a_letter_arrives_whole_however_the_server_says_goodbye(server: _Server, goodbye: str) -> None:
    server.answers = {"AUTH": "235 welcome", "QUIT": goodbye}
    SmtpTransport().send(LETTER)
    (letter,) = server.letters
    assert b"Subject: Votre commande" in letter
    assert b"<p>Merci.</p>" in letter
    (attached,) = message_from_bytes(letter, policy=policy.default).iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("BC-7.pdf", b"%PDF-1.7 \xff")


@pytest.mark.parametrize(
    "answers",
    [{"RCPT": "550 no such user"}, {"DATA": "554 no"}, {".": "552 too large"}],
    ids=["addressee", "before the letter", "after the letter"],
)
def test_what_is_wrong_with_the_letter_ends_the_matter(server: _Server, answers: dict[str, str]) -> None:
    server.answers = {"AUTH": "235 welcome", **answers}
    with pytest.raises(LetterRefused):
        SmtpTransport().send(LETTER)


@pytest.mark.parametrize(
    "answers",
    [
        {"AUTH": "535 wrong password"},
        {"AUTH": "235 welcome", "MAIL": "553 sender not allowed"},
        {"AUTH": "235 welcome", "RCPT": "450 try later"},
        {"AUTH": "235 welcome", ".": "452 full"},
        {"": "554 not you"},
    ],
    ids=["password", "sender", "addressee later", "full", "greeting"],
)
def test_what_can_be_put_right_is_tried_again(server: _Server, answers: dict[str, str]) -> None:
    server.answers = answers
    with pytest.raises(OSError):
        SmtpTransport().send(LETTER)
