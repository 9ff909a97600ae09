"""One patient connection, for what is asked one thing after the other: probes, captures, buyers."""

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comptoir.operations.bench.generator.wire import Unmeasurable, header_of, read_head, request_bytes

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. ``raw`` holds the head's bytes too, ``size`` says where the body begins."""

    status: int
    raw: bytes
    size: int

    @property
    def body(self) -> bytes:
        return self.raw[self.size :]

    def header(self, name: str) -> str:
        return header_of(self.raw, self.size, name)

    def headers(self) -> list[tuple[str, str]]:
        """In the order in which they came."""
        pairs = (line.partition(b":") for line in self.raw[: self.size - 4].split(b"\r\n")[1:])
        return [(name.decode("latin-1"), value.strip().decode("latin-1")) for name, _, value in pairs]

    def json(self) -> Any:
        return json.loads(self.body)


class Line:
    """Kept open between requests; opened again when the server has closed it."""

    def __init__(self, host: str, port: int) -> None:
        self._where = (host, port)
        self._host = f"{host}:{port}"
        self._socket: socket.socket | None = None

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def ask(self, method: str, target: str, *, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send a request and wait for the whole answer.

        :raises Unmeasurable: for an answer in chunks or without a length.
        :raises OSError: when the server closes before it has answered, or takes longer than a minute.
        """
        request = request_bytes(method, target, host=self._host, headers=headers, body=body)
        if self._socket is None:
            self._socket = socket.create_connection(self._where, timeout=PATIENCE_SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._socket.sendall(request)
            answer, closes = _whole_answer(self._socket)
        except (OSError, Unmeasurable):
            self.close()  # the rest of an answer that was not understood is not the beginning of the next one
            raise
        if closes:
            self.close()
        return answer


def _whole_answer(connection: socket.socket) -> tuple[Answer, bool]:
    data, head = b"", None
    while head is None or len(data) < head.size + head.length:
        more = connection.recv(65_536)
        if not more:
            raise ConnectionResetError("the server closed the connection before it had answered")
        data += more
        head = head or read_head(data)
    return Answer(head.status, data, head.size), head.closes
