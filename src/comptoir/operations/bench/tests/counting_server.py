"""A small HTTP server that knows exactly what it was asked, and misbehaves on request."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

type Answering = Callable[[str], bytes | None]
"""From the target to the bytes of the answer; None closes the connection instead."""


def ok(body: bytes = b"hello", *, extra: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n%bcontent-length: %d\r\n\r\n%b" % (extra, len(body), body)


class CountingServer:
    """``asked`` counts targets, ``connections`` those that were opened."""

    def __init__(self, answering: Answering, *, pieces: int = 1) -> None:
        self._answering = answering
        self._pieces = pieces
        self._lock = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.asked: Counter[str] = Counter()
        self.requests: list[bytes] = []
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        # Closing alone would let whoever waits in accept() take one more.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection:
            data = b""
            while True:
                try:
                    more = connection.recv(65_536)
                except OSError:
                    return
                if not more:
                    return
                data += more
                while (end := self._whole(data)) > 0:
                    request, data = data[:end], data[end:]
                    if not self._answer(connection, request):
                        return

    def _whole(self, data: bytes) -> int:
        end = data.find(b"\r\n\r\n") + 4
        if end < 4:
            return 0
        length = next(
            (int(line.split(b":")[1]) for line in data[:end].split(b"\r\n") if line.startswith(b"Content-Length:")), 0
        )
        return end + length if len(data) >= end + length else 0

    def _answer(self, connection: socket.socket, request: bytes) -> bool:
        target = request.split(b" ")[1].decode()
        with self._lock:
            self.asked[target] += 1
            self.requests.append(request)
        answer = self._answering(target)
        if answer is None:
            return False
        size = -(-len(answer) // self._pieces)
        try:
            for start in range(0, len(answer), size):
                connection.sendall(answer[start : start + size])
        except OSError:
            return False
        return b"connection: close" not in answer


@contextmanager
def counting(answering: Answering, *, pieces: int = 1) -> Iterator[CountingServer]:
    server = CountingServer(answering, pieces=pieces)
    try:
        yield server
    finally:
        server.close()
