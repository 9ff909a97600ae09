"""The loop: its counts are those of the server."""

import pytest

from comptoir.operations.bench.generator.line import Line
from comptoir.operations.bench.generator.load import AS_A_BROWSER, Load
from comptoir.operations.bench.generator.own import OwnGenerator
from comptoir.operations.bench.generator.rush import Rush, rush
from comptoir.operations.bench.generator.tally import Tally
from comptoir.operations.bench.generator.wire import Unmeasurable, request_bytes
from comptoir.operations.bench.story import generators
from comptoir.operations.bench.tests.counting_server import CountingServer, counting, ok

TARGETS = tuple(f"/p{number}" for number in range(10))


def asked(server: CountingServer, *, connections: int = 3, seconds: float = 5.0, walk: bool = True) -> Tally:
    requests = [request_bytes("GET", target, host="x", headers=AS_A_BROWSER) for target in TARGETS]
    job = Rush(
        host="127.0.0.1",
        port=server.port,
        requests=requests,
        connections=connections,
        seconds=seconds,
        seed=1,
        walk=walk,
    )
    return rush(job)


def test_a_walk_asks_each_address_once_on_each_connection() -> None:
    with counting(lambda target: ok(target.encode())) as server:
        tally = asked(server)
    assert server.asked == dict.fromkeys(TARGETS, 3)
    assert server.connections == 3
    assert (tally.answered, tally.by_status, tally.errors) == (30, {200: 30}, 0)
    assert tally.bytes == 30 * len(ok(b"/p1"))
    assert tally.times.total() == 30
    assert 0 < tally.seconds < 5


def test_every_answer_in_time_is_counted_and_connections_are_kept() -> None:
    with counting(lambda target: ok(target.encode() * 20_000), pieces=3) as server:
        tally = asked(server, seconds=0.3, walk=False)
        assert tally.answered > 20
        # Those under way at the end were asked for and are not counted.
        assert 0 <= server.asked.total() - tally.answered <= 3
        assert server.connections == 3
        assert set(server.asked) == set(TARGETS)
        assert tally.seconds == 0.3


def test_the_same_seed_asks_the_same() -> None:
    firsts = []
    for _ in range(2):
        with counting(lambda _target: ok()) as server:
            asked(server, connections=1, seconds=0.1, walk=False)
            firsts.append([request.split(b" ")[1] for request in server.requests[:20]])
    assert firsts[0] == firsts[1]


def test_errors_are_counted_by_status() -> None:
    bad = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n"
    with counting(lambda target: bad if target == "/p1" else ok()) as server:
        tally = asked(server)
    assert tally.by_status == {200: 27, 503: 3}
    assert tally.errors == 3


def test_a_server_that_closes_as_it_said_is_asked_again_on_another_connection() -> None:
    with counting(lambda _target: ok(extra=b"connection: close\r\n")) as server:
        tally = asked(server)
    assert (tally.answered, tally.errors) == (30, 0)
    assert 30 <= server.connections <= 33


def test_a_connection_lost_before_the_answer_is_a_fault() -> None:
    with counting(lambda target: None if target == "/p4" else ok()) as server:
        tally = asked(server)
    assert tally.answered == 27
    assert tally.faults == {"closed before the answer": 3}
    assert tally.errors == 3


@pytest.mark.parametrize(
    ("answer", "because"),
    [
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "in chunks"),
        (ok(b"hello") + b"more", "more than it announced"),
    ],
)
def test_what_cannot_be_counted_exactly_ends_it(answer: bytes, because: str) -> None:
    with counting(lambda _target: answer) as server, pytest.raises(Unmeasurable, match=because):
        asked(server)


@pytest.mark.parametrize("generator", generators(), ids=lambda each: each.name)
def test_each_generator_of_this_machine_counts_as_the_server_does(generator: OwnGenerator) -> None:
    with counting(lambda target: ok(target.encode())) as server:
        load = Load(host="127.0.0.1", port=server.port, targets=TARGETS, connections=4, seconds=1, seed=3)
        tally = generator.run(load)
        # wrk opens a connection more, to see whether anybody is there.
        assert 4 <= server.connections <= 5
        assert 0 <= server.asked.total() - tally.answered <= 4
    assert tally.answered > 50
    assert set(tally.by_status) == {200}
    assert not tally.faults
    assert set(server.asked) == set(TARGETS)
    assert b"Accept-Encoding: gzip" in server.requests[-1]
    assert tally.percentile(50) > 0
    assert tally.cpu_seconds > 0


@pytest.mark.parametrize("generator", generators(), ids=lambda each: each.name)
def test_each_generator_counts_errors_and_says_when_nobody_is_there(generator: OwnGenerator) -> None:
    bad = b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n"
    with counting(lambda _target: bad) as server:
        load = Load(host="127.0.0.1", port=server.port, targets=TARGETS, connections=2, seconds=1, seed=3)
        tally = generator.run(load)
    assert tally.errors == tally.answered > 10
    with pytest.raises(Unmeasurable):
        generator.run(load)


def test_our_own_processes_walk_too_and_pass_refusals_on() -> None:
    with counting(lambda _target: ok()) as server:
        load = Load(host="127.0.0.1", port=server.port, targets=TARGETS, connections=5, seconds=20, seed=3, walk=True)
        tally = OwnGenerator().run(load)
        assert server.asked == dict.fromkeys(TARGETS, 5)
        assert tally.answered == 50
    chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"
    with counting(lambda _target: chunked) as server, pytest.raises(Unmeasurable, match="in chunks"):
        OwnGenerator().run(Load(host="127.0.0.1", port=server.port, targets=TARGETS, connections=5, seconds=20, seed=3))


def test_a_patient_line_keeps_its_connection_and_opens_another_when_it_must() -> None:
    with counting(lambda target: None if target == "/gone" else ok(b"x" * 100_000), pieces=4) as server:
        with Line("127.0.0.1", server.port) as line:
            answer = line.ask("POST", "/one", headers={"X-Y": "z"}, body=b'{"a": 1}')
            assert (answer.status, len(answer.body), answer.header("Content-Type")) == (200, 100_000, "text/plain")
            assert ("content-length", "100000") in answer.headers()
            line.ask("GET", "/two", headers={})
            assert server.connections == 1
            with pytest.raises(ConnectionResetError):
                line.ask("GET", "/gone", headers={})
            line.ask("GET", "/three", headers={})
        assert server.connections == 2
        assert server.requests[0].endswith(b'X-Y: z\r\nContent-Length: 8\r\n\r\n{"a": 1}')
