"""Requests as they are written, answers as they are read."""

import pytest

from comptoir.operations.bench.generator.wire import MOST_HEAD, Unmeasurable, header_of, read_head, request_bytes


def test_a_request_is_written_to_the_byte() -> None:
    assert request_bytes("GET", "/fr/a%20b?q=1", host="127.0.0.1:80", headers={"Accept-Encoding": "gzip"}) == (
        b"GET /fr/a%20b?q=1 HTTP/1.1\r\nHost: 127.0.0.1:80\r\nAccept-Encoding: gzip\r\n\r\n"
    )
    assert request_bytes("POST", "/x", host="h", headers={}, body=b"{}") == (
        b"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}"
    )
    assert request_bytes("PUT", "/x", host="h", headers={}).endswith(b"\r\nContent-Length: 0\r\n\r\n")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", (200, 5, 38, False)),
        (b"HTTP/1.1 404 Not Found\r\ncontent-length:17\r\nx: y\r\n\r\n", (404, 17, 51, False)),
        (b"HTTP/1.1 304 Not Modified\r\netag: a\r\n\r\n", (304, 0, 38, False)),
        (b"HTTP/1.1 200 OK\r\nCONNECTION: CLOSE\r\nCONTENT-LENGTH: 0\r\n\r\n", (200, 0, 57, True)),
        # A length that only another header talks about is none of the answer's.
        (b"HTTP/1.1 200 OK\r\nx-content-length: 9\r\ncontent-length: 2\r\n\r\nhi", (200, 2, 59, False)),
    ],
)
def test_heads_are_read(data: bytes, expected: tuple[int, int, int, bool]) -> None:
    assert read_head(data) == expected


@pytest.mark.parametrize("data", [b"", b"HTT", b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n"])
def test_an_incomplete_head_is_waited_for(data: bytes) -> None:
    assert read_head(data) is None


@pytest.mark.parametrize(
    ("data", "because"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "in chunks"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n", "in chunks"),
        (b"HTTP/1.1 200 OK\r\nserver: x\r\n\r\n", "without a Content-Length"),
        (b"HTTP/1.0 200 OK\r\ncontent-length: 5\r\n\r\n", "Only HTTP/1.1"),
        (b"SSH-2.0-OpenSSH", "no HTTP answer"),
        (b"HTTP/1.1 200 OK\r\nx: " + b"y" * MOST_HEAD, "no HTTP answer"),
    ],
)
def test_what_cannot_be_counted_is_refused(data: bytes, because: str) -> None:
    with pytest.raises(Unmeasurable, match=because):
        read_head(data)


def test_a_header_is_found_whatever_its_case() -> None:
    data = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nx: y\r\n\r\nbody: no header"
    assert header_of(data, 49, "content-encoding") == "gzip"
    assert header_of(data, 49, "body") == ""
