"""The bare server answers what the shop answered."""

from pathlib import Path
from typing import Any

from comptoir.operations.bench.bare import answering, read_answers, write_answers
from comptoir.operations.bench.bare_server import bare_server
from comptoir.operations.bench.generator.line import Answer, Line
from comptoir.operations.bench.place import Place, free_port

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 5\r\nserver: granian\r\ndate: today\r\n\r\n"
ANSWER = Answer(200, HEAD + b"\x1f\x8b\x00ab", len(HEAD))


def test_answers_are_kept_and_given_as_they_were(tmp_path: Path) -> None:
    write_answers(tmp_path / "kept", {"/fr/recherche?q=caf%C3%A9+noir": ANSWER, "/fr/a%2Db": ANSWER})
    application = answering(read_answers(tmp_path / "kept"))
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        said.append((status, headers))

    for path, query in (("/fr/recherche", "q=caf%C3%A9+noir"), ("/fr/a-b", "")):
        assert application({"PATH_INFO": path, "QUERY_STRING": query}, start) == [b"\x1f\x8b\x00ab"]
    # What the server itself adds is not there twice.
    assert said[0] == ("200 OK", [("content-type", "text/html"), ("content-length", "5")])
    assert application({"PATH_INFO": "/else", "QUERY_STRING": ""}, start) == []
    assert said[-1][0] == "404 Not Found"


def test_it_runs_as_the_shop_does_and_is_gone_afterwards(tmp_path: Path) -> None:
    place = Place(home=tmp_path, products=1, seed=1, web_processes=2, web_threads=1)
    port = free_port()
    with bare_server(place.plan(port=port), port=port, answers={"/fr/x": ANSWER}), Line("127.0.0.1", port) as line:
        answer = line.ask("GET", "/fr/x", headers={})
        assert (answer.status, answer.body, answer.header("content-type")) == (200, ANSWER.body, "text/html")
        assert line.ask("GET", "/fr/y", headers={}).status == 404
    try:
        with Line("127.0.0.1", port) as line:
            line.ask("GET", "/fr/x", headers={})
    except OSError as error:
        gone = error
    assert isinstance(gone, ConnectionRefusedError)
