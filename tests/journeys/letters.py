"""The buyer's mailbox: the letters that the shop has written as files."""

import re
import time
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

PATIENCE = 30.0


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str

    @property
    def link(self) -> str:
        """The button's address, which the text gives as well."""
        found = re.search(r"https?://\S+", self.text)
        assert found, self.text
        assert found.group(0).replace("&", "&amp;") in self.html
        return found.group(0)


class Mailbox:
    """Letters to one address."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = address
        self._read: set[str] = set()

    def next(self) -> Letter:
        """The next letter; it may still be on its way.

        :raises AssertionError: when none arrives.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            for path in sorted(self._folder.glob("*.eml")):
                if path.name not in self._read and (letter := self._open(path)):
                    return letter
            assert time.monotonic() < deadline, f"no letter to {self._address} within {PATIENCE:.0f} s"
            time.sleep(0.1)

    def _open(self, path: Path) -> Letter | None:
        self._read.add(path.name)
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
        if self._address not in str(message["To"]):
            return None
        return Letter(str(message["Subject"]), _part(message, "plain"), _part(message, "html"))


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None, f"a letter without {kind}: {message['Subject']}"
    return str(body.get_content())
