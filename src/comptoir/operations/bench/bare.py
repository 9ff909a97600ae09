"""The web server and nothing behind it: answers the bytes that the shop answered, from memory. The limit of any page.

Run by the same program with the same processes and threads as the shop; COMPTOIR_BENCH_ANSWERS names the file.
"""

import base64
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from comptoir.operations.bench.generator.line import Answer

SETTING = "COMPTOIR_BENCH_ANSWERS"
# The server adds its own.
_BY_THE_SERVER = frozenset({"server", "date", "connection"})

type Kept = tuple[str, list[tuple[str, str]], bytes]


def write_answers(path: Path, answers: dict[str, Answer]) -> None:
    """Keep answers by their address for `application`."""
    told = {
        target: {
            "headers": [pair for pair in answer.headers() if pair[0].lower() not in _BY_THE_SERVER],
            "body": base64.b64encode(answer.body).decode(),
        }
        for target, answer in answers.items()
    }
    path.write_text(json.dumps(told))


def read_answers(path: Path) -> dict[str, Kept]:
    """By path and query as the server tells them: the path decoded, the query not."""
    kept: dict[str, Kept] = {}
    for target, told in json.loads(path.read_text()).items():
        address, _, query = target.partition("?")
        headers = [(name, value) for name, value in told["headers"]]
        kept[f"{unquote(address)}?{query}"] = ("200 OK", headers, base64.b64decode(told["body"]))
    return kept


def answering(kept: dict[str, Kept]) -> Callable[..., Iterable[bytes]]:
    """The application, in as few steps as WSGI allows."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        found = kept.get(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}")
        if found is None:
            start_response("404 Not Found", [("Content-Length", "0")])
            return []
        start_response(found[0], found[1])
        return [found[2]]

    return application


application = answering(read_answers(Path(os.environ[SETTING]))) if SETTING in os.environ else answering({})
