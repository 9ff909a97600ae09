"""The web application of the supervisor's tests: tells its process number and asks the database who it is."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg

from comptoir.operations.postgres.addresses import conninfo


def application(
    environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]
) -> Iterable[bytes]:
    try:
        text = answer(environ["PATH_INFO"])
    except psycopg.OperationalError as error:
        start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
        return [str(error).encode()]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [text.encode()]


def answer(path: str) -> str:
    if path == "/pid":
        return str(os.getpid())
    if path == "/nice":
        return str(os.nice(0))
    if path == "/write":
        with psycopg.connect(conninfo(Path(os.environ["COMPTOIR_HOME"]))) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS written (at timestamptz DEFAULT now())")
            connection.execute("INSERT INTO written DEFAULT VALUES")
        return "written"
    if path == "/count":
        with psycopg.connect(conninfo(Path(os.environ["COMPTOIR_HOME"]))) as connection:
            row = connection.execute("SELECT count(*) FROM written").fetchone()
            return str(row[0]) if row else ""
    return "ok"
