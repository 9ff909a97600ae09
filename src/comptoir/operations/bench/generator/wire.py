"""HTTP/1.1 as a load generator needs it: requests written in advance, answers read for status and length only."""

from collections.abc import Mapping
from typing import Final, NamedTuple

MOST_HEAD: Final = 64 * 1024
_WITHOUT_BODY = (204, 304)


class Unmeasurable(Exception):
    """The answers cannot be counted exactly; the message says why."""


class Head(NamedTuple):
    """The first part of an answer. ``size`` is its length in bytes, the empty line included; ``length`` the body's."""

    status: int
    length: int
    size: int
    closes: bool


def request_bytes(method: str, target: str, *, host: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """A request as it goes over the wire. The target must be percent-encoded already."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *(f"{name}: {value}" for name, value in headers.items())]
    if body or method not in ("GET", "HEAD"):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def read_head(data: bytes) -> Head | None:
    """The head of an answer to GET, POST or PUT; None when it is not complete yet.

    :raises Unmeasurable: when the answer comes in chunks, without a length, or is no HTTP at all.
    """
    end = data.find(b"\r\n\r\n")
    if end < 0:
        if len(data) > MOST_HEAD or (len(data) >= 5 and not data.startswith(b"HTTP/")):
            raise Unmeasurable(f"This is no HTTP answer: {data[:40]!r}")
        return None
    head = data[:end].lower()
    if not head.startswith(b"http/1.1 "):
        raise Unmeasurable(f"Only HTTP/1.1 is understood, not {data[:20]!r}")
    status = int(head[9:12])
    if b"\r\ntransfer-encoding:" in head:
        raise Unmeasurable("The server answers in chunks (Transfer-Encoding); only Content-Length can be counted.")
    return Head(status, _length(head, status), end + 4, b"\r\nconnection: close" in head)


def _length(head: bytes, status: int) -> int:
    at = head.find(b"\r\ncontent-length:")
    if at < 0:
        if status in _WITHOUT_BODY:
            return 0
        raise Unmeasurable("The server answers without a Content-Length.")
    stop = head.find(b"\r\n", at + 2)
    return int(head[at + 17 : stop if stop > 0 else len(head)])


def header_of(data: bytes, size: int, name: str) -> str:
    """One header of a head of that size, empty when it is not there."""
    for line in data[: size - 4].split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name.lower().encode():
            return value.strip().decode("latin-1")
    return ""
