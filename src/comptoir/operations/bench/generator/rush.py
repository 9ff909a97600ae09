"""The loop that asks as fast as answers come: non-blocking connections, one event queue, no thread."""

import random
import resource
import select
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter, perf_counter_ns

from comptoir.operations.bench.generator.tally import Tally
from comptoir.operations.bench.generator.wire import Head, Unmeasurable, read_head

# Below the size from which the C library asks the system for memory each time: that would cost more than all the rest.
AT_ONCE = 65_536


@dataclass(frozen=True, kw_only=True)
class Rush:
    """What one process does. With ``walk`` each connection asks everything once, from another place on, and ends;
    without, it picks at random until the time is over. Either way nothing is asked after ``seconds``."""

    host: str
    port: int
    requests: Sequence[bytes]
    connections: int
    seconds: float
    seed: int
    walk: bool = False


class _Line:
    """One connection and the answer it waits for."""

    __slots__ = ("asked_at", "data", "head", "next", "socket")

    def __init__(self, connection: socket.socket, following: Callable[[], bytes]) -> None:
        self.socket = connection
        self.next = following
        self.data = b""
        self.head: Head | None = None
        self.asked_at = 0


def rush(job: Rush, *, ready: Callable[[], None] = lambda: None) -> Tally:
    """Connect, say ``ready``, and ask; the answers that came in time are counted, those under way at the end are not.

    :raises Unmeasurable: when answers cannot be counted exactly.
    :raises OSError: when nobody listens there.
    """
    return _Loop(job).run(ready)


class _Loop:
    def __init__(self, job: Rush) -> None:
        self._job = job
        self._tally = Tally()
        self._times: list[int] = []
        self._statuses: list[int] = []
        self._bytes = 0
        # Linux has the quicker one of two with the same face.
        self._queue = select.epoll() if hasattr(select, "epoll") else select.poll()
        self._lines: dict[int, _Line] = {}

    def run(self, ready: Callable[[], None]) -> Tally:
        job = self._job
        try:
            for number in range(job.connections):
                self._enter(_Line(self._connect(), self._order(number)))
            ready()
            before, began = _cpu_seconds(), perf_counter()
            self._go(until=began + job.seconds)
            self._tally.seconds = perf_counter() - began if job.walk else job.seconds
            self._tally.cpu_seconds = _cpu_seconds() - before
        finally:
            for line in self._lines.values():
                line.socket.close()
        return self._told()

    def _told(self) -> Tally:
        # Counted here and not in the loop: what the loop does, it takes from the server.
        tally = self._tally
        tally.answered, tally.bytes = len(self._times), self._bytes
        tally.by_status.update(self._statuses)
        tally.note(nanoseconds // 1000 for nanoseconds in self._times)
        return tally

    def _order(self, number: int) -> Callable[[], bytes]:
        job = self._job
        if job.walk:
            from_here = len(job.requests) * number // job.connections
            order: Iterator[bytes] = iter((*job.requests[from_here:], *job.requests[:from_here]))
        else:
            order = _at_random(job.requests, random.Random(f"{job.seed}-{number}"))  # noqa: S311 - a draw, no secret
        return order.__next__

    def _connect(self) -> socket.socket:
        connection = socket.create_connection((self._job.host, self._job.port), timeout=10)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)
        return connection

    def _enter(self, line: _Line) -> None:
        self._lines[line.socket.fileno()] = line
        self._queue.register(line.socket.fileno(), select.POLLIN)

    def _leave(self, line: _Line) -> None:
        self._queue.unregister(line.socket.fileno())
        del self._lines[line.socket.fileno()]
        line.socket.close()

    def _go(self, *, until: float) -> None:
        for line in tuple(self._lines.values()):
            self._ask(line)
        lines, poll, hear = self._lines, self._queue.poll, self._hear
        # Seconds for epoll, milliseconds for poll: short either way.
        patience = 0.05 if hasattr(select, "epoll") else 50
        while lines and perf_counter() < until:
            for descriptor, _ in poll(patience):
                heard = lines.get(descriptor)
                if heard is not None:
                    hear(heard)

    def _ask(self, line: _Line) -> None:
        try:
            request = line.next()
        except StopIteration:
            self._leave(line)
            return
        line.data, line.head = b"", None
        line.asked_at = perf_counter_ns()
        try:
            sent = line.socket.send(request)
        except OSError as error:
            self._fault(line, type(error).__name__)
            return
        if sent < len(request):
            # Longer than the system's buffer: hardly ever, so waiting for this one does no harm.
            line.socket.settimeout(10)
            line.socket.sendall(request[sent:])
            line.socket.setblocking(False)

    def _hear(self, line: _Line) -> None:
        try:
            data = line.socket.recv(AT_ONCE)
        except BlockingIOError:
            return
        except OSError as error:
            self._fault(line, type(error).__name__)
            return
        if not data:
            self._fault(line, "closed before the answer")
            return
        if line.data:
            data = line.data + data
        head = line.head or read_head(data)
        if head is None or len(data) < head.size + head.length:
            line.data, line.head = data, head
            return
        if len(data) > head.size + head.length:
            raise Unmeasurable("The server sends more than it announced.")
        self._times.append(perf_counter_ns() - line.asked_at)
        self._statuses.append(head.status)
        self._bytes += len(data)
        self._ask(self._again(line) if head.closes else line)

    def _fault(self, line: _Line, kind: str) -> None:
        """Count it and go on with a new connection; a server that is gone for good is an error."""
        self._tally.faults[kind] += 1
        self._ask(self._again(line))

    def _again(self, line: _Line) -> _Line:
        self._leave(line)
        fresh = _Line(self._connect(), line.next)
        self._enter(fresh)
        return fresh


def _at_random(requests: Sequence[bytes], dice: random.Random) -> Iterator[bytes]:
    draw, count = dice.random, len(requests)
    while True:
        yield requests[int(draw() * count)]


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
